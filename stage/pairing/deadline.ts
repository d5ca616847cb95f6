/** Milliseconds since whenever, by a clock that nobody sets: `performance.now`; a test has its own. */
export type Monotonic = () => number

/**
 * An end in time. Two clocks see to it, whichever is there first: the wall clock may be set back, and the other one stands still
 * while the laptop sleeps.
 */
export class Deadline {
  readonly #monotonic: Monotonic
  readonly #at: number
  /** By the wall clock. */
  readonly atMs: number

  constructor(lastsMs: number, nowMs: number, monotonic: Monotonic) {
    this.#monotonic = monotonic
    this.#at = monotonic() + lastsMs
    this.atMs = nowMs + lastsMs
  }

  isOver(nowMs: number): boolean {
    return nowMs >= this.atMs || this.#monotonic() >= this.#at
  }
}
