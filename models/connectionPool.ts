import type { Clock } from './clock'
import type { LoggedEvent, PoolEvent } from './connectionPool/events'
import type { ConnectionPoolOptions } from './connectionPool/options'
import type { RegistrySnapshot } from './connectionPool/registryPool'
import type { Random } from './random'
import { commandNamed } from './connectionPool/commands'
import { Reporter } from './connectionPool/events'
import { checkedOptions } from './connectionPool/options'
import { RegistryPool } from './connectionPool/registryPool'

export type { ConnectionSnapshot, ConnectionState } from './connectionPool/connection'
export type { DropCause, LoggedEvent, PoolEvent } from './connectionPool/events'
export type { ConnectionPoolOptions, RegistryOptions, ResponseTime } from './connectionPool/options'
export { defaultPoolOptions } from './connectionPool/options'
export type { RegistrySnapshot } from './connectionPool/registryPool'
export type { PoolInterval } from './connectionPool/usage'

/** How a connection is lost: the other side closes it, which is known at once, or it just falls silent. */
export type DropManner = 'closed' | 'silent'

/** All pools at one moment: plain data, a copy. */
export interface ConnectionPoolSnapshot {
  nowUs: number
  registries: RegistrySnapshot[]
  /** The latest notable events, the newest first. */
  log: LoggedEvent[]
}

/**
 * Persistent EPP connections (RFC 5730, over TLS on port 700 as in RFC 5734) to some registries, under load. Requests
 * wait in one queue a registry; a connection handles one at a time; none is lost with a connection. It runs as the clock
 * is moved.
 *
 *     const clock = new VirtualClock()
 *     const pool = new ConnectionPool(clock, seededRandom(1), { failingAttempts: 2 })
 *     clock.advanceBy(60_000_000)
 *     pool.drop('Verisign', 4)
 *
 * Memory is bounded: the queue by `queueLimit` (and one request a connection that may be put back), the rest by the
 * numbers kept of intervals, replies and events.
 */
export class ConnectionPool {
  readonly #clock: Clock
  readonly #reporter: Reporter
  readonly #registries: RegistryPool[]

  /**
   * @param clock whose time it runs in
   * @param random the source of all chance in it
   * @param options what differs from `defaultPoolOptions`
   * @throws {RangeError} naming an option that makes no sense
   */
  constructor(clock: Clock, random: Random, options: Partial<ConnectionPoolOptions> = {}) {
    const checked = checkedOptions(options)
    this.#clock = clock
    this.#reporter = new Reporter(checked.logLength)
    this.#registries = checked.registries.map(registry => new RegistryPool(registry, checked, clock, random, this.#reporter))
    for (const registry of this.#registries)
      registry.start()
  }

  /** The state of everything, as plain data. */
  snapshot(): ConnectionPoolSnapshot {
    return {
      nowUs: this.#clock.nowUs,
      registries: this.#registries.map(registry => registry.snapshot()),
      log: this.#reporter.newestFirst,
    }
  }

  /** Whether a connection is open. Throws as `drop` does. */
  isOpen(registry: string, connection: number): boolean {
    return this.#registry(registry).connection(connection).isOpen
  }

  /**
   * Loses a connection; the connection notices, backs off and comes back by itself.
   *
   * @returns false when it was not open, so that there was nothing to lose
   * @throws {RangeError} when there is no such registry or connection
   */
  drop(registry: string, connection: number, manner: DropManner = 'closed'): boolean {
    const dropped = this.#registry(registry).connection(connection)
    return manner === 'closed' ? dropped.close() : dropped.cut()
  }

  /**
   * A registry answers nobody for a while. It is noticed by what is not answered. One that is out already stays so until
   * the later end.
   *
   * @throws {RangeError} when there is no such registry, or `durationUs` is no integer of at least 1
   */
  outage(registry: string, durationUs: number): void {
    this.#registry(registry).outage(durationUs)
  }

  /**
   * Sends a request besides the load.
   *
   * @param registry its name
   * @param command e.g. `'domain:check'`; see `eppCommands`
   * @returns false when the queue is full, in which case nothing has arrived
   * @throws {RangeError} when there is no such registry or command
   */
  request(registry: string, command: string): boolean {
    return this.#registry(registry).request(commandNamed(command))
  }

  /**
   * Tells every event from now on, as it happens; the listener may look but not touch.
   *
   * @returns ends it
   */
  onEvent(listener: (event: PoolEvent) => void): () => void {
    return this.#reporter.listen(listener)
  }

  #registry(name: string): RegistryPool {
    const registry = this.#registries.find(registry => registry.name === name)
    if (!registry)
      throw new RangeError(`no registry is called ${name}: there are ${this.#registries.map(({ name }) => name).join(' and ')}`)
    return registry
  }
}
