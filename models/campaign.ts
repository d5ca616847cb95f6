import type { CampaignEvent } from './campaign/events'
import type { Job } from './campaign/jobQueue'
import type { Workplace } from './campaign/mailerWorker'
import type { Fault, Flaw } from './campaign/names'
import type { CampaignOptions, CampaignSetup } from './campaign/options'
import type { CampaignSnapshot } from './campaign/snapshot'
import type { Clock } from './clock'
import type { Random } from './random'
import { JobQueue } from './campaign/jobQueue'
import { Ledger } from './campaign/ledger'
import { MailerWorker } from './campaign/mailerWorker'
import { flaws, outcomeNames } from './campaign/names'
import { campaignSetup, requireFault } from './campaign/options'
import { Ses } from './campaign/ses'
import { RateLimiter } from './rateLimiter'
import { schedulingAt } from './scheduling'

export type { CampaignEvent, Executed, OfJob } from './campaign/events'
export { faults, jobStates, outcomeNames, stationNames } from './campaign/names'
export type { Fault, JobState, OutcomeName, StationName } from './campaign/names'
export type { CampaignOptions, SesQuota, Span, SpanName } from './campaign/options'
export type { CampaignSnapshot } from './campaign/snapshot'

/** Injected faults that may wait for a job. */
const MOST_WAITING_FAULTS = 100

/**
 * The mail campaign of the talk, from its members to SES: the scheduler streams the members into a job queue, mailer
 * workers execute the jobs, the limiter holds them back, SES enforces its quotas.
 *
 * It begins at once and goes on as the clock is moved. Its memory does not grow with the members, only with the jobs
 * that have been started and have not ended: executing, snoozed, to be retried. (Workers that ask for more than the
 * limiter grants snooze job after job: Oban then tries every untouched job before any of those comes again.)
 *
 *     const clock = new VirtualClock()
 *     const campaign = new Campaign({ members: 500_000 }, clock, seededRandom(1))
 *     clock.advanceBy(60_000_000)
 *     campaign.snapshot().accepted
 */
export class Campaign {
  readonly #setup: CampaignSetup
  readonly #clock: Clock
  readonly #random: Random
  readonly #emit: Workplace['onEvent']
  readonly #queue: JobQueue
  readonly #ses: Ses
  readonly #limiter: RateLimiter | undefined
  readonly #ledger: Ledger | undefined
  readonly #tallies: Workplace['tallies']
  readonly #workers: MailerWorker[]
  readonly #startUs: number
  readonly #waitingFaults: Fault[] = []
  #committed = false
  #done = false

  /**
   * @param options the campaign; only `members` is required
   * @param clock what moves it
   * @param random decides what is left to chance: how long things take, what goes wrong, how long a retry waits
   * @param onEvent told all that happens; without it, events cost nothing
   * @throws {RangeError} naming the option that is out of bounds
   */
  constructor(options: CampaignOptions, clock: Clock, random: Random, onEvent?: (event: CampaignEvent) => void) {
    const setup = campaignSetup(options)
    this.#setup = setup
    this.#clock = clock
    this.#random = random
    this.#emit = onEvent && (happening => onEvent({ ...happening, atUs: clock.nowUs }))
    this.#queue = new JobQueue(setup, clock, random, () => this.#wake())
    this.#ses = new Ses(setup.ses, clock)
    this.#limiter = setup.limiter === 'off' ? undefined : new RateLimiter(setup.limiter, clock)
    this.#ledger = setup.ledger ? new Ledger() : undefined
    const outcomes = Object.fromEntries(outcomeNames.map(name => [name, 0])) as CampaignSnapshot['outcomes']
    this.#tallies = { outcomes, executions: 0, granted: 0, snoozed: 0, bounced: 0, sentTwice: 0 }
    const workplace: Workplace = {
      clock,
      random,
      queue: this.#queue,
      limiter: this.#limiter,
      ledger: this.#ledger,
      ses: this.#ses,
      spans: setup.spans,
      careless: setup.careless,
      tallies: this.#tallies,
      onEvent: this.#emit,
      onFetched: job => this.#fetched(job),
      onExecuted: () => this.#endIfEmpty(),
    }
    this.#workers = Array.from({ length: setup.concurrency }, (_, number) => new MailerWorker(number, workplace))
    this.#startUs = clock.nowUs
    clock.after(setup.plan.durationUs, () => this.#commit())
  }

  /** Whether every job has ended. A bounce may still come back. */
  get done(): boolean {
    return this.#done
  }

  /**
   * Lets something go wrong with the next job that a worker takes up.
   *
   * @returns whether it will: not when the campaign is done, nor when a hundred wait already
   * @throws {RangeError} when there is no such fault
   */
  inject(fault: Fault): boolean {
    requireFault(fault)
    if (this.#done || this.#waitingFaults.length >= MOST_WAITING_FAULTS)
      return false
    this.#waitingFaults.push(fault)
    return true
  }

  /** How it stands now: plain data, of a size that does not depend on the members. */
  snapshot(): CampaignSnapshot {
    const { nowUs } = this.#clock
    const queue = this.#queue
    const ses = this.#ses
    const tallies = this.#tallies
    const { bucketUs, fromUs, counts } = ses.acceptedSeries.read(nowUs)
    return {
      nowUs,
      phase: this.#done ? 'done' : this.#committed ? 'sending' : 'scheduling',
      scheduling: schedulingAt(this.#setup.plan, 'stream', nowUs - this.#startUs),
      inserted: queue.inserted,
      jobs: { ...queue.counts },
      orphaned: queue.orphaned,
      rescued: queue.rescued,
      workers: this.#workers.map(worker => worker.place),
      tokens: this.#limiter?.tokens ?? 0,
      ...tallies,
      outcomes: { ...tallies.outcomes },
      accepted: ses.accepted,
      throttled: ses.throttled,
      dailyLimited: ses.dailyLimited,
      rejected: ses.rejected,
      lost: tallies.outcomes.lost,
      unconfirmed: this.#ledger?.unconfirmed ?? 0,
      duplicatesPrevented: tallies.outcomes['already-sent'],
      series: { bucketUs, fromUs, accepted: counts },
      acceptedLastSecond: ses.acceptedSeries.lastSecond(nowUs),
      waitingFaults: [...this.#waitingFaults],
    }
  }

  #commit(): void {
    const { members } = this.#setup.plan
    this.#committed = true
    this.#emit?.({ type: 'committed', jobs: members })
    this.#queue.commit(members)
    this.#endIfEmpty()
  }

  /** Workers that have nothing to do see whether there is something. */
  #wake(): void {
    for (const worker of this.#workers) {
      if (!worker.isIdle)
        continue
      worker.begin()
      if (worker.isIdle)
        return
    }
  }

  /** A job was taken up: what is to go wrong with it is settled now. */
  #fetched(job: Job): void {
    const { id, attempt, recipient } = job
    // A job of the campaign has its member's number; a duplicate a higher one.
    const isFirst = attempt === 1 && id === recipient.member
    const fault = this.#waitingFaults.shift() ?? (isFirst ? this.#plannedFault(id) : undefined)
    if (!fault)
      return
    if (isFlaw(fault)) {
      recipient.flaw = fault
    }
    else if (fault === 'duplicate-job') {
      const duplicate = this.#queue.insertDuplicate(job)
      this.#emit?.({ type: 'inserted', jobId: duplicate.id, member: recipient.member, attempt: 0 })
      this.#wake()
    }
    else {
      job.fault = fault
    }
  }

  #plannedFault(member: number): Fault | undefined {
    const { faults, faultChances } = this.#setup
    const planned = faults.get(member)
    if (planned || faultChances.length === 0)
      return planned
    let draw = this.#random.fraction()
    return faultChances.find(({ chance }) => (draw -= chance) < 0)?.fault
  }

  #endIfEmpty(): void {
    if (this.#done || !this.#committed || !this.#queue.isEmpty)
      return
    this.#done = true
    this.#waitingFaults.length = 0
    this.#emit?.({ type: 'done' })
  }
}

function isFlaw(fault: Fault): fault is Flaw {
  return flaws.includes(fault as Flaw)
}
