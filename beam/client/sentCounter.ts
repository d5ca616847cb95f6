import type { SentSeries } from '../../components/rate-limiter/sentSeries'
import { TENTHS } from '../../components/rate-limiter/sentSeries'

/** What the VM has counted since its start. */
export interface SentCounts {
  nowUs: number
  asked: number
  accepted: number
  lost: number
}

const TENTH_US = 100_000

/** Turns counters that are read now and then into emails in each tenth of a second: the last ten seconds of them. */
export class SentCounter {
  #series: SentSeries = { offered: [], accepted: [], lost: [] }
  #before: SentCounts = { nowUs: 0, asked: 0, accepted: 0, lost: 0 }
  /** The tenth that the last column of the series is, counted from the start. */
  #tenth = -1

  /**
   * Counts what came since the reading before, in the tenth of a second of this one.
   *
   * @returns the series up to then, a new one each time
   */
  count(now: SentCounts): SentSeries {
    const tenth = Math.floor(now.nowUs / TENTH_US)
    // After a long silence, as when the window was hidden, the columns between are empty.
    const newColumns = Math.min(Math.max(tenth - this.#tenth, 0), TENTHS)
    const add = (columns: number[], more: number): number[] => {
      const extended = [...columns, ...Array.from<number>({ length: newColumns }).fill(0)].slice(-TENTHS)
      extended[extended.length - 1]! += Math.max(0, more)
      return extended
    }
    this.#series = {
      offered: add(this.#series.offered, now.asked - this.#before.asked),
      accepted: add(this.#series.accepted, now.accepted - this.#before.accepted),
      lost: add(this.#series.lost, now.lost - this.#before.lost),
    }
    this.#tenth = Math.max(tenth, this.#tenth)
    this.#before = now
    return this.#series
  }
}
