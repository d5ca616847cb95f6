import type { Clock, Timer } from './clock'
import type { Random } from './random'
import type { Limits } from './rateLimiter'
import { RateLimiter } from './rateLimiter'
import { RateSeries } from './rateSeries'
import { requireInteger, requireNumber } from './requirements'

/** What can be set while it runs, and its bounds: what is beyond them would show nothing more. */
export const limiterLoadBounds = {
  ratePerSecond: { least: 1, most: 1_000 },
  capacity: { least: 1, most: 1_000 },
  loadPerSecond: { least: 0, most: 2_000 },
} as const

/** A limiter under load; what is left out has the default given. */
export interface LimiterLoadOptions {
  /**
   * Tokens that come into the limiter's bucket in a second.
   *
   * @default 100
   */
  ratePerSecond?: number
  /**
   * Tokens that the bucket holds: the burst.
   *
   * @default 10
   */
  capacity?: number
  /**
   * Jobs that workers take up in a second, those that come again after a snooze not included.
   *
   * @default 150
   */
  loadPerSecond?: number
  /** @default true */
  limiterOn?: boolean
  /**
   * What SES takes: so many a second, and so many at once.
   *
   * @default { ratePerSecond: 100, capacity: 20 }
   */
  quota?: Limits
  /**
   * How long the limiter is busy with one message, in microseconds. It takes one at a time.
   *
   * @default 100
   */
  serviceUs?: number
  /**
   * Jobs that may wait at a time, for the limiter or for their snooze to end. As long as so many do, no new job is taken
   * up.
   *
   * @default 500
   */
  snoozedMost?: number
}

/** A limiter under load at one moment: plain data. */
export interface LimiterLoadSnapshot {
  nowUs: number
  ratePerSecond: number
  capacity: number
  loadPerSecond: number
  limiterOn: boolean
  quota: Limits
  /** Tokens in the limiter's bucket. */
  tokens: number
  /** Asks that wait for the limiter, the one it is busy with included. */
  mailbox: number
  /** The answer that went out last. */
  lastAnswer: { granted: boolean, atUs: number } | undefined
  /** Asks made so far. */
  asked: number
  /** Asks that the limiter answered with `:ready`. */
  granted: number
  /** Asks that it answered with `{:not_ready, :exceeded_rate}`. */
  snoozed: number
  /** Emails that SES has accepted. */
  accepted: number
  /** Emails that SES has refused, which nobody noticed. */
  lost: number
  /** Jobs that are snoozing now. */
  snoozing: number
  /** Jobs that were not taken up because too many were waiting. */
  heldBack: number
  /** Per tenth of a second of the last ten seconds, the oldest first; the last is under way. */
  series: { bucketUs: number, fromUs: number, offered: number[], granted: number[], accepted: number[], lost: number[] }
}

const SNOOZE_US = 1_000_000
/**
 * Until a worker is free for a job that has slept enough; without that, all that were refused together would ask together
 * for ever.
 */
const MOST_WAIT_FOR_WORKER_US = 200_000

/**
 * Workers that ask the rate limiter at a rate of their own, and SES behind it. The workers are careless: nobody looks at
 * what SES answers, so what it refuses is lost. With the limiter off, every email goes straight to SES.
 *
 * A refused job snoozes for a second, and asks again as soon as a worker is free. What can be set while it runs takes effect at once; a new rate
 * or capacity leaves the tokens in the bucket, as far as they fit.
 */
export class LimiterLoad {
  readonly #clock: Clock
  readonly #random: Random
  readonly #limiter: RateLimiter
  readonly #quota: RateLimiter
  readonly #serviceUs: number
  readonly #snoozedMost: number
  readonly #offeredSeries = new RateSeries()
  readonly #grantedSeries = new RateSeries()
  readonly #acceptedSeries = new RateSeries()
  readonly #lostSeries = new RateSeries()
  #limiterOn: boolean
  #loadPerSecond: number
  #nextJob: { timer: Timer, dueUs: number } | undefined
  #mailbox = 0
  #lastAnswer: { granted: boolean, atUs: number } | undefined
  #asked = 0
  #granted = 0
  #snoozed = 0
  #accepted = 0
  #lost = 0
  #snoozing = 0
  #heldBack = 0

  /** @throws {RangeError} naming the option that is out of bounds */
  constructor(options: LimiterLoadOptions, clock: Clock, random: Random) {
    const { ratePerSecond = 100, capacity = 10, loadPerSecond = 150, limiterOn = true, serviceUs = 100, snoozedMost = 500 } = options
    const quota = options.quota ?? { ratePerSecond: 100, capacity: 20 }
    this.#clock = clock
    this.#random = random
    this.#limiter = new RateLimiter({ ratePerSecond: within('ratePerSecond', ratePerSecond), capacity: within('capacity', capacity) }, clock)
    this.#quota = new RateLimiter({
      ratePerSecond: requireNumber('quota.ratePerSecond', quota.ratePerSecond, 1, 1e6),
      capacity: requireNumber('quota.capacity', quota.capacity, 1, 1e6),
    }, clock)
    this.#serviceUs = requireInteger('serviceUs', serviceUs, 1, 1_000_000)
    this.#snoozedMost = requireInteger('snoozedMost', snoozedMost, 1, 10_000)
    this.#limiterOn = limiterOn
    this.#loadPerSecond = within('loadPerSecond', loadPerSecond)
    this.#arrangeNextJob(1)
  }

  /** @throws {RangeError} outside of `limiterLoadBounds` */
  setRate(ratePerSecond: number): void {
    this.#limiter.change({ ratePerSecond: within('ratePerSecond', ratePerSecond), capacity: this.#limiter.capacity })
  }

  /** @throws {RangeError} outside of `limiterLoadBounds` */
  setCapacity(capacity: number): void {
    this.#limiter.change({ ratePerSecond: this.#limiter.ratePerSecond, capacity: within('capacity', capacity) })
  }

  /** @throws {RangeError} outside of `limiterLoadBounds` */
  setLoad(loadPerSecond: number): void {
    const before = this.#loadPerSecond
    this.#loadPerSecond = within('loadPerSecond', loadPerSecond)
    const left = this.#nextJob ? this.#nextJob.dueUs - this.#clock.nowUs : 0
    this.#nextJob?.timer.cancel()
    this.#nextJob = undefined
    // What has been waited for the next job counts: a control that is being dragged does not put it off for ever.
    this.#arrangeNextJob(left * before / 1e6 || 1)
  }

  /** Jobs that are in the limiter's mailbox or snoozing when it is switched off go to SES in their turn. */
  setLimiter(on: boolean): void {
    this.#limiterOn = on
  }

  /** How it stands now: plain data. */
  snapshot(): LimiterLoadSnapshot {
    const { nowUs } = this.#clock
    const { bucketUs, fromUs, counts } = this.#acceptedSeries.read(nowUs)
    return {
      nowUs,
      ratePerSecond: this.#limiter.ratePerSecond,
      capacity: this.#limiter.capacity,
      loadPerSecond: this.#loadPerSecond,
      limiterOn: this.#limiterOn,
      quota: { ratePerSecond: this.#quota.ratePerSecond, capacity: this.#quota.capacity },
      tokens: this.#limiter.tokens,
      mailbox: this.#mailbox,
      lastAnswer: this.#lastAnswer,
      asked: this.#asked,
      granted: this.#granted,
      snoozed: this.#snoozed,
      accepted: this.#accepted,
      lost: this.#lost,
      snoozing: this.#snoozing,
      heldBack: this.#heldBack,
      series: {
        bucketUs,
        fromUs,
        offered: this.#offeredSeries.read(nowUs).counts,
        granted: this.#grantedSeries.read(nowUs).counts,
        accepted: counts,
        lost: this.#lostSeries.read(nowUs).counts,
      },
    }
  }

  /**
   * Arranges when the next job is taken up.
   *
   * @param intervals how many average intervals from now, if it came on average
   */
  #arrangeNextJob(intervals: number): void {
    if (this.#loadPerSecond === 0)
      return
    const delayUs = Math.max(1, Math.round((intervals * 1e6) / this.#loadPerSecond))
    this.#nextJob = { timer: this.#clock.after(delayUs, this.#takeUp), dueUs: this.#clock.nowUs + delayUs }
  }

  /** A worker takes a new job up. The next one follows after 0 to 2 average intervals. */
  readonly #takeUp = (): void => {
    this.#arrangeNextJob(2 * this.#random.fraction())
    if (this.#snoozing + this.#mailbox >= this.#snoozedMost)
      this.#heldBack++
    else
      this.#ask()
  }

  #ask(): void {
    this.#asked++
    this.#offeredSeries.count(this.#clock.nowUs)
    if (!this.#limiterOn) {
      this.#send()
      return
    }
    this.#mailbox++
    if (this.#mailbox === 1)
      this.#clock.after(this.#serviceUs, this.#answer)
  }

  /** The limiter is through with a message, and takes the next. */
  readonly #answer = (): void => {
    const { nowUs } = this.#clock
    const granted = this.#limiter.ready()
    this.#lastAnswer = { granted, atUs: nowUs }
    this.#mailbox--
    if (this.#mailbox > 0)
      this.#clock.after(this.#serviceUs, this.#answer)
    if (granted) {
      this.#granted++
      this.#grantedSeries.count(nowUs)
      this.#send()
    }
    else {
      this.#snoozed++
      this.#snoozing++
      this.#clock.after(SNOOZE_US + this.#random.integer(0, MOST_WAIT_FOR_WORKER_US), this.#askAgain)
    }
  }

  readonly #askAgain = (): void => {
    this.#snoozing--
    this.#ask()
  }

  /** The email arrives at SES. */
  #send(): void {
    const { nowUs } = this.#clock
    if (this.#quota.ready()) {
      this.#accepted++
      this.#acceptedSeries.count(nowUs)
    }
    else {
      this.#lost++
      this.#lostSeries.count(nowUs)
    }
  }
}

function within(name: keyof typeof limiterLoadBounds, value: number): number {
  const { least, most } = limiterLoadBounds[name]
  return requireNumber(name, value, least, most)
}
