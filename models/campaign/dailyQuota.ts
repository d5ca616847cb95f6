const MINUTE_US = 60e6
const MINUTES = 24 * 60

/**
 * A quota over the last 24 hours, as SES counts it. Emails are counted by the minute, and a minute is forgotten once all
 * of it is 24 hours old. So no 24 hours ever see more than the quota, and the counting takes the same memory whatever
 * the quota; a place is free again up to a minute late.
 */
export class DailyQuota {
  readonly #byMinute = new Int32Array(MINUTES + 1)
  /** The minute up to which the counts are brought up to date. */
  #minute = 0
  #used = 0

  constructor(readonly most: number) {}

  /** Whether there is room for one more now. */
  hasRoom(nowUs: number): boolean {
    this.#forget(nowUs)
    return this.#used < this.most
  }

  /** Counts one. */
  use(nowUs: number): void {
    this.#forget(nowUs)
    this.#byMinute[this.#minute % this.#byMinute.length]!++
    this.#used++
  }

  /** Seconds until the oldest of the last 24 hours is forgotten; a day if there is none. */
  secondsUntilFreed(nowUs: number): number {
    this.#forget(nowUs)
    for (let minute = Math.max(0, this.#minute - MINUTES); minute <= this.#minute; minute++) {
      if (this.#byMinute[minute % this.#byMinute.length]! > 0)
        return Math.ceil(((minute + 1 + MINUTES) * MINUTE_US - nowUs) / 1e6)
    }
    return MINUTES * 60
  }

  #forget(nowUs: number): void {
    const minute = Math.floor(nowUs / MINUTE_US)
    const oldest = Math.max(this.#minute + 1, minute - MINUTES)
    for (let next = oldest; next <= minute; next++) {
      const at = next % this.#byMinute.length
      this.#used -= this.#byMinute[at]!
      this.#byMinute[at] = 0
    }
    this.#minute = minute
  }
}
