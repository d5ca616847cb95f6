/** How many wrong codes are looked at in how long, from everybody together. */
export interface ThrottleOptions {
  /** @default 10 */
  limit?: number
  /** @default 60_000 */
  perMs?: number
}

/**
 * Counts what went wrong, from everybody together, and is shut for a while when there was too much of it.
 *
 * It counts for everybody because an address costs nothing on a local network. What comes while it is shut is not counted:
 * otherwise who never stops would keep it shut for ever.
 */
export class Throttle {
  readonly #limit: number
  readonly #perMs: number
  /** When it went wrong, at most `limit` times of them. */
  #times: number[] = []

  constructor({ limit = 10, perMs = 60_000 }: ThrottleOptions = {}) {
    this.#limit = limit
    this.#perMs = perMs
  }

  isShut(nowMs: number): boolean {
    // A time that is yet to come is from before the clock was set back; it would count for too long.
    this.#times = this.#times.filter(time => time <= nowMs && nowMs - time < this.#perMs)
    return this.#times.length >= this.#limit
  }

  /** Something went wrong. */
  count(nowMs: number): void {
    if (!this.isShut(nowMs))
      this.#times.push(nowMs)
  }
}
