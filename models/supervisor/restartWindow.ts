const SECOND_US = 1_000_000

/** A restart that counts, and when it no longer will. */
export interface CountingRestart {
  timeUs: number
  leavesAtUs: number
}

/**
 * The restarts of one supervisor within its last `maxSeconds`. As in OTP's supervisor, times are cut to whole seconds
 * before they are compared, and the second at the far end still counts: a restart leaves the window between
 * `maxSeconds` and `maxSeconds` + 1 seconds after it happened.
 */
export class RestartWindow {
  #timesUs: number[] = []
  #first = 0

  constructor(readonly maxSeconds: number) {}

  /** Counts one more restart; answers how many there are now, this one included. */
  add(nowUs: number): number {
    this.#first = this.#firstCounting(nowUs)
    if (this.#first > 32 && this.#first * 2 > this.#timesUs.length) {
      this.#timesUs.splice(0, this.#first)
      this.#first = 0
    }
    this.#timesUs.push(nowUs)
    return this.#timesUs.length - this.#first
  }

  /** Those that count at a time, oldest first. */
  counting(nowUs: number): CountingRestart[] {
    return this.#timesUs.slice(this.#firstCounting(nowUs)).map(timeUs => ({ timeUs, leavesAtUs: this.#leavesAtUs(timeUs) }))
  }

  #firstCounting(nowUs: number): number {
    let first = this.#first
    while (first < this.#timesUs.length && this.#leavesAtUs(this.#timesUs[first]!) <= nowUs)
      first++
    return first
  }

  #leavesAtUs(timeUs: number): number {
    return (Math.floor(timeUs / SECOND_US) + this.maxSeconds + 1) * SECOND_US
  }
}
