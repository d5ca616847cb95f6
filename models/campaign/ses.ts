import type { Clock } from '../clock'
import type { SesQuota } from './options'
import { RateLimiter } from '../rateLimiter'
import { RateSeries } from '../rateSeries'
import { DailyQuota } from './dailyQuota'

/**
 * What Amazon SES answers:
 *
 * - `throttled`: ThrottlingException, "Maximum sending rate exceeded"
 * - `daily-limit`: ThrottlingException, "Daily message quota exceeded"
 * - `rejected`: MessageRejected, or any other refusal
 *
 * It does not keep what it refuses, and does not try again.
 */
export type SesAnswer = 'accepted' | 'throttled' | 'daily-limit' | 'rejected'

/** Amazon SES as far as its quotas go: it accepts what they allow and refuses the rest. */
export class Ses {
  readonly #clock: Clock
  readonly #rate: RateLimiter
  readonly #day: DailyQuota
  /** Emails accepted, over time. */
  readonly acceptedSeries = new RateSeries()
  accepted = 0
  throttled = 0
  dailyLimited = 0
  rejected = 0

  constructor({ ratePerSecond, burst, dailyQuota }: SesQuota, clock: Clock) {
    this.#clock = clock
    this.#rate = new RateLimiter({ ratePerSecond, capacity: burst }, clock)
    this.#day = new DailyQuota(dailyQuota)
  }

  /** An email arrives. */
  receive(): SesAnswer {
    const { nowUs } = this.#clock
    if (!this.#day.hasRoom(nowUs))
      return this.refuse('daily-limit')
    if (!this.#rate.ready())
      return this.refuse('throttled')
    this.#day.use(nowUs)
    this.acceptedSeries.count(nowUs)
    this.accepted++
    return 'accepted'
  }

  /** Refuses an email, for a reason that lies outside of the model. */
  refuse<Refusal extends Exclude<SesAnswer, 'accepted'>>(refusal: Refusal): Refusal {
    if (refusal === 'throttled')
      this.throttled++
    else if (refusal === 'daily-limit')
      this.dailyLimited++
    else
      this.rejected++
    return refusal
  }

  /** Seconds until the daily quota has room again. */
  secondsUntilDailyRoom(): number {
    return this.#day.secondsUntilFreed(this.#clock.nowUs)
  }
}
