import type { ConnectionPoolSnapshot } from '../../models/connectionPool'
import { VirtualClock } from '../../models/clock'
import { ConnectionPool } from '../../models/connectionPool'
import { seededRandom } from '../../models/random'
import { eppScenario } from './eppScenario'

/** The pools and the page over them at one moment: plain data. */
export interface EppHealthSnapshot {
  nowUs: number
  /** What the page knows: the pools as they were at its last refresh. The same object until the next one. */
  shown: ConnectionPoolSnapshot
  /** Which connections are open at this very moment, by registry; the page itself learns of it at its next refresh. */
  openNow: Record<string, boolean[]>
}

/** Whether the page has a past to look back on: then its charts are full. */
export function isWarmedUp({ nowUs }: EppHealthSnapshot): boolean {
  return nowUs >= eppScenario.warmUpUs
}

/**
 * The running system of the EPP slide: the connection pools under load, and a page that reads them every five seconds of
 * model time. Whoever runs it moves its time.
 *
 *     const health = new EppHealth()
 *     health.advanceBy(eppScenario.warmUpUs)
 *     health.drop('Verisign', 4)
 */
export class EppHealth {
  readonly #clock = new VirtualClock()
  readonly #pool: ConnectionPool
  #shown: ConnectionPoolSnapshot

  /** @param seed another one gives another run */
  constructor(seed = eppScenario.seed) {
    this.#pool = new ConnectionPool(this.#clock, seededRandom(seed), eppScenario.options)
    this.#shown = this.#pool.snapshot()
    this.#refreshLater()
  }

  /** Lets model time go by; see `VirtualClock.advanceBy`. */
  advanceBy(durationUs: number): void {
    this.#clock.advanceBy(durationUs)
  }

  /** The registry closes a connection; see `ConnectionPool.drop`. */
  drop(registry: string, connection: number): boolean {
    return this.#pool.drop(registry, connection)
  }

  /** A registry answers nobody for a while; see `ConnectionPool.outage`. */
  outage(registry: string, durationUs: number): void {
    this.#pool.outage(registry, durationUs)
  }

  snapshot(): EppHealthSnapshot {
    const openNow = this.#shown.registries.map(({ registry, connections }) => [
      registry,
      connections.map(({ connection }) => this.#pool.isOpen(registry, connection)),
    ])
    return { nowUs: this.#clock.nowUs, shown: this.#shown, openNow: Object.fromEntries(openNow) }
  }

  #refreshLater(): void {
    this.#clock.after(eppScenario.refreshEveryUs, () => {
      this.#shown = this.#pool.snapshot()
      this.#refreshLater()
    })
  }
}
