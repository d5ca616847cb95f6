import type { Clock } from '../clock'
import type { Random } from '../random'
import type { RateLimiter } from '../rateLimiter'
import type { Happening, OfJob } from './events'
import type { Job, JobQueue } from './jobQueue'
import type { Ledger } from './ledger'
import type { OutcomeName, StationName } from './names'
import type { Span, SpanName } from './options'
import type { Result } from './results'
import type { Ses, SesAnswer } from './ses'
import { stationNames } from './names'
import { dailyLimit, results, stateAfter } from './results'

/** What the workers of a campaign share. */
export interface Workplace {
  readonly clock: Clock
  readonly random: Random
  readonly queue: JobQueue
  /** Absent when the limiter is off. */
  readonly limiter: RateLimiter | undefined
  /** Absent when nothing is reserved before it is sent. */
  readonly ledger: Ledger | undefined
  readonly ses: Ses
  readonly spans: Record<SpanName, Span>
  readonly careless: boolean
  readonly tallies: Tallies
  /** Called with what happens; absent when nobody listens. */
  readonly onEvent: ((event: Happening) => void) | undefined
  /** A job has come out of the queue. */
  readonly onFetched: (job: Job) => void
  /** A job has left a worker's hands. */
  readonly onExecuted: () => void
}

/** What the workers count. */
export interface Tallies {
  outcomes: Record<OutcomeName, number>
  executions: number
  /** The limiter said `:ready`. */
  granted: number
  snoozed: number
  bounced: number
  /** Emails that SES accepted beyond the first for a member. */
  sentTwice: number
}

/** What a worker learns of its call to SES: `no-answer` when the call broke off. */
type Reply = SesAnswer | 'no-answer'

/**
 * One place in the mailer queue: it executes one job after the other, as `Marketing.MailerWorker.perform/1` does, each
 * station in its own time.
 */
export class MailerWorker {
  readonly #number: number
  readonly #at: Workplace
  /** How long each station takes. */
  readonly #spans: readonly Span[]
  #job: Job | undefined
  #startedUs = 0
  /** Index of the station at which the email is. */
  #station = 0
  /** When it got there. */
  #sinceUs = 0
  #reply: Reply = 'no-answer'

  constructor(number: number, workplace: Workplace) {
    this.#number = number
    this.#at = workplace
    this.#spans = stationNames.map(name => workplace.spans[name])
  }

  get isIdle(): boolean {
    return this.#job === undefined
  }

  /** Where its email is now; null when it has none. */
  get place(): OfJob & { station: StationName, sinceUs: number } | null {
    return this.#job ? { ...ofJob(this.#job), station: stationNames[this.#station]!, sinceUs: this.#sinceUs } : null
  }

  /** Takes the next job, if there is one. */
  begin(): void {
    const { queue, clock, onEvent, onFetched, tallies } = this.#at
    const job = queue.fetch()
    this.#job = job
    if (!job)
      return
    this.#startedUs = clock.nowUs
    tallies.executions++
    onEvent?.({ type: 'started', ...ofJob(job), maxAttempts: job.maxAttempts, worker: this.#number })
    onFetched(job)
    this.#station = 0
    this.#goOn()
  }

  /** The email moves on from station to station, up to the first that takes time or says no. */
  #goOn(): void {
    const { clock } = this.#at
    this.#sinceUs = clock.nowUs
    for (;;) {
      const { leastUs, mostUs } = this.#spans[this.#station]!
      if (mostUs > 0) {
        clock.after(this.#draw(leastUs, mostUs), this.#visit)
        return
      }
      if (!this.#passes())
        return
    }
  }

  /** The station has taken its time. */
  readonly #visit = (): void => {
    if (this.#passes())
      this.#goOn()
  }

  /** Whether the station lets the email through to the next. If not, its execution has ended or is up to SES. */
  #passes(): boolean {
    const job = this.#job!
    const station = stationNames[this.#station]!
    if (station === 'send') {
      this.#handOver(job)
      return false
    }
    const refusal = this.#refusalAt(station, job)
    if (refusal) {
      this.#refused(job, refusal)
      return false
    }
    this.#passed(job)
    this.#station++
    return true
  }

  /** The `with` chain up to the send: what `perform/1` returns if the station says no; nothing if it lets the email through. */
  #refusalAt(station: Exclude<StationName, 'send'>, job: Job): Result | undefined {
    const { flaw } = job.recipient
    switch (station) {
      case 'member': return flaw === 'member-not-found' ? results.memberNotFound : undefined
      case 'email': return flaw === 'invalid-email' ? results.invalidEmail : undefined
      case 'campaign': return flaw === 'campaign-not-found' ? results.campaignNotFound : undefined
      case 'reserve': return this.#reserve(job)
      case 'rate': return this.#askLimiter(job)
    }
  }

  #reserve(job: Job): Result | undefined {
    const { ledger, onEvent } = this.#at
    switch (ledger?.reserve(job)) {
      case 'already-sent': return results.alreadySent
      case 'reserved-by-another-job': return results.reservedByAnotherJob
      case 'again': onEvent?.({ type: 'unconfirmed', ...ofJob(job) })
    }
    return undefined
  }

  #askLimiter(job: Job): Result | undefined {
    const { ledger, limiter, tallies } = this.#at
    if (limiter && job.fault === 'no-token') {
      job.fault = undefined
      return results.rateExceeded
    }
    if (limiter?.ready() === false)
      return results.rateExceeded
    if (limiter)
      tallies.granted++
    // From here on SES may have the email.
    ledger?.sending(job)
    return undefined
  }

  /** The email has arrived at SES, unless the call breaks off before. */
  #handOver(job: Job): void {
    const { clock, spans } = this.#at
    const { fault } = job
    this.#reply = this.#replyOfSes(job)
    if (this.#reply === 'accepted')
      this.#accepted(job)
    if (this.#reply === 'accepted' && fault === 'crash') {
      this.#crash(job)
      return
    }
    const { leastUs, mostUs } = spans.answer
    if (mostUs > 0)
      clock.after(this.#draw(leastUs, mostUs), this.#answered)
    else
      this.#answered()
  }

  #replyOfSes(job: Job): Reply {
    const { ses } = this.#at
    const { fault } = job
    if (fault === 'crash')
      return ses.receive()
    job.fault = undefined
    switch (fault) {
      case 'no-answer': return 'no-answer'
      case 'error': return ses.refuse('rejected')
      case 'throttle': return ses.refuse('throttled')
      case 'daily-limit': return ses.refuse('daily-limit')
      default: return ses.receive()
    }
  }

  #accepted(job: Job): void {
    const { clock, onEvent, spans, tallies } = this.#at
    const { recipient } = job
    recipient.accepted++
    const again = recipient.accepted > 1
    if (again)
      tallies.sentTwice++
    onEvent?.({ type: 'accepted', ...ofJob(job), again })
    if (recipient.flaw === 'bounce') {
      const sent = ofJob(job)
      clock.after(this.#draw(spans.bounce.leastUs, spans.bounce.mostUs), () => {
        tallies.bounced++
        onEvent?.({ type: 'bounced', ...sent })
      })
    }
  }

  /** SES's answer has reached the worker. */
  readonly #answered = (): void => {
    const job = this.#job!
    const { careless, ledger, ses } = this.#at
    if (this.#reply === 'accepted' || careless) {
      ledger?.sent(job)
      this.#passed(job)
      this.#returned(job, this.#reply === 'accepted' ? results.sent : results.lost)
      return
    }
    if (this.#reply !== 'no-answer')
      ledger?.release(job)
    switch (this.#reply) {
      case 'throttled': return this.#refused(job, results.rateExceeded)
      case 'daily-limit': return this.#refused(job, dailyLimit(ses.secondsUntilDailyRoom()))
      case 'rejected': return this.#refused(job, results.rejected)
      case 'no-answer': return this.#refused(job, results.noAnswer)
    }
  }

  #passed(job: Job): void {
    this.#at.onEvent?.({ type: 'passed', ...ofJob(job), station: stationNames[this.#station]! })
  }

  #refused(job: Job, result: Result): void {
    const station = stationNames[this.#station]!
    this.#at.onEvent?.({ type: 'failed', ...ofJob(job), station })
    this.#returned(job, result, station)
  }

  /** `perform/1` has returned: Oban files the job, and the worker takes the next. */
  #returned(job: Job, result: Result, failsAt?: StationName): void {
    const { tallies, onEvent } = this.#at
    tallies.outcomes[result.outcome]++
    const seconds = this.#file(job, result)
    if (onEvent) {
      const { outcome, returns } = result
      const jobState = result.asks === 'retry' && seconds === undefined ? 'discarded' : stateAfter[result.asks]
      const delayUs = seconds === undefined ? undefined : seconds * 1e6
      onEvent({ type: 'executed', ...ofJob(job), maxAttempts: job.maxAttempts, worker: this.#number, outcome, failsAt, returns, jobState, delayUs })
    }
    this.#next()
  }

  /** @returns the seconds after which the job is due again; undefined when it has ended */
  #file(job: Job, { asks, seconds }: Result): number | undefined {
    const { queue, tallies } = this.#at
    switch (asks) {
      case 'complete':
        queue.complete()
        return undefined
      case 'cancel':
        queue.cancel()
        return undefined
      case 'retry':
        return queue.fail(job)
      case 'snooze':
        tallies.snoozed++
        queue.snooze(job, seconds)
        return seconds
    }
  }

  /** The node goes down, and the job with it; another node takes the worker's place at once. */
  #crash(job: Job): void {
    const { clock, onEvent, queue, tallies, onExecuted } = this.#at
    job.fault = undefined
    tallies.outcomes.crash++
    onEvent?.({ type: 'executed', ...ofJob(job), maxAttempts: job.maxAttempts, worker: this.#number, outcome: 'crash', failsAt: 'send', returns: '', jobState: 'executing' })
    queue.orphan(job, clock.nowUs - this.#startedUs, (jobState) => {
      onEvent?.({ type: 'rescued', ...ofJob(job), jobState })
      onExecuted()
    })
    this.#next()
  }

  #next(): void {
    this.#job = undefined
    this.begin()
    this.#at.onExecuted()
  }

  #draw(leastUs: number, mostUs: number): number {
    return leastUs === mostUs ? leastUs : this.#at.random.integer(leastUs, mostUs)
  }
}

function ofJob({ id, recipient, attempt }: Job): OfJob {
  return { jobId: id, member: recipient.member, attempt }
}
