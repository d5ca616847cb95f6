import type { Clock } from './clock'
import { fullBucket, tokensAfter } from './tokenBucket'

/** How much may pass: so many a second, and so many at once. */
export interface Limits {
  /** Tokens that come in a second: above 0. */
  ratePerSecond: number
  /** Tokens it holds at most: 1 or more. */
  capacity: number
}

/**
 * A token bucket that keeps its own state, as the limiter's GenServer does. It starts full. Its answers and its tokens
 * are those of `take` and `refill`, to the last bit; it is asked a million times in a campaign, and makes no new bucket
 * each time.
 */
export class RateLimiter {
  readonly #clock: Clock
  #ratePerSecond: number
  #capacity: number
  #tokens: number
  #lastUs: number

  /** @throws {RangeError} when the rate is not above 0 or the capacity is below 1 */
  constructor({ ratePerSecond, capacity }: Limits, clock: Clock) {
    const { tokens, lastUs } = fullBucket(ratePerSecond, capacity, clock.nowUs)
    this.#clock = clock
    this.#ratePerSecond = ratePerSecond
    this.#capacity = capacity
    this.#tokens = tokens
    this.#lastUs = lastUs
  }

  get ratePerSecond(): number {
    return this.#ratePerSecond
  }

  get capacity(): number {
    return this.#capacity
  }

  /** What is in the bucket now. */
  get tokens(): number {
    return tokensAfter(this.#tokens, this.#clock.nowUs - this.#lastUs, this.#ratePerSecond, this.#capacity)
  }

  /** Takes one token, if there is one: `ready?/0` of the slide. */
  ready(): boolean {
    const tokens = this.tokens
    const granted = tokens >= 1
    this.#tokens = granted ? tokens - 1 : tokens
    this.#lastUs = this.#clock.nowUs
    return granted
  }

  /**
   * Changes rate and capacity while it runs. What has been earned up to now, at the old rate, stays, as far as the new
   * capacity holds it.
   *
   * @throws {RangeError} when the rate is not above 0 or the capacity is below 1; nothing is changed then
   */
  change({ ratePerSecond, capacity }: Limits): void {
    const { lastUs } = fullBucket(ratePerSecond, capacity, this.#clock.nowUs)
    this.#tokens = Math.min(this.tokens, capacity)
    this.#lastUs = lastUs
    this.#ratePerSecond = ratePerSecond
    this.#capacity = capacity
  }
}
