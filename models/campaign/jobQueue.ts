import type { Clock } from '../clock'
import type { Random } from '../random'
import type { EmailStatus } from './ledger'
import type { Fault, Flaw, JobState } from './names'
import { EventQueue } from '../eventQueue'
import { JobLine } from './jobLine'

/** A member of the campaign, as long as one of their jobs is under way. */
export interface Recipient {
  /** 1 is the first. */
  readonly member: number
  /** The record in the ledger. */
  email: EmailStatus
  /** The job that holds the record; 0 when there is none. */
  heldBy: number
  /** What is wrong with the member's data. */
  flaw: Flaw | undefined
  /** Emails that SES has accepted for them. */
  accepted: number
}

/** A mailer job that has been executed, or waits for another time: those not touched yet, or ended, are only counted. */
export interface Job {
  readonly id: number
  readonly recipient: Recipient
  /** Executions so far, the present one included. */
  attempt: number
  maxAttempts: number
  /** What strikes it on the way, once. */
  fault: Exclude<Fault, Flaw> | undefined
  /** The job behind it in the line it stands in. */
  behind: Job | undefined
}

/** What the queue needs to know. */
export interface JobQueueOptions {
  maxAttempts: number
  stageIntervalUs: number
  rescueAfterUs: number
}

/**
 * The mailer queue, as Oban keeps it.
 *
 * Jobs come out by the time they are scheduled for: those that were inserted first; then the snoozed and the failed, as
 * they fell due. So a snoozed job stands behind every job that is still untouched. Oban looks once in an interval for
 * those that fell due (`stage_interval`). A rescued job kept its first time and is therefore ahead.
 *
 * A job of the campaign is no more than a number until it is first fetched: its member's.
 */
export class JobQueue {
  readonly #clock: Clock
  readonly #random: Random
  readonly #options: JobQueueOptions
  /** Told that jobs have become available. */
  readonly #onAvailable: () => void
  /** How many jobs are in each state. */
  readonly counts: Record<JobState, number> = { available: 0, scheduled: 0, executing: 0, retryable: 0, completed: 0, cancelled: 0, discarded: 0 }
  /** Executing, but the worker has crashed: they wait for their rescue. */
  orphaned = 0
  rescued = 0
  inserted = 0
  /** The next job that nobody has touched, and the last one. */
  #untouched = 1
  #lastUntouched = 0
  readonly #ahead = new JobLine()
  readonly #staged = new JobLine()
  readonly #snoozed = new EventQueue<Job>()
  readonly #failed = new EventQueue<Job>()
  /** When Oban is going to look for jobs that fell due: only at strokes of its interval at which one has. */
  readonly #strokesUs = new Set<number>()

  constructor(options: JobQueueOptions, clock: Clock, random: Random, onAvailable: () => void) {
    this.#options = options
    this.#clock = clock
    this.#random = random
    this.#onAvailable = onAvailable
  }

  /** Whether a job is on its way: none is once all have ended. */
  get isEmpty(): boolean {
    const { available, scheduled, executing, retryable } = this.counts
    return available + scheduled + executing + retryable === 0
  }

  /** The scheduler commits: a job for each member becomes visible. */
  commit(members: number): void {
    this.#lastUntouched = members
    this.inserted += members
    this.counts.available += members
    if (members > 0)
      this.#onAvailable()
  }

  /** Inserts another job for the member of a job. It stands ahead of those that wait; nobody is told. */
  insertDuplicate({ recipient }: Job): Job {
    const job = this.#newJob(++this.inserted, recipient)
    this.counts.available++
    this.#ahead.join(job)
    return job
  }

  /** Takes the next job for a worker to execute; undefined when none is available. */
  fetch(): Job | undefined {
    const job = this.#ahead.leave() ?? this.#nextUntouched() ?? this.#staged.leave()
    if (!job)
      return undefined
    job.attempt++
    this.counts.available--
    this.counts.executing++
    return job
  }

  /** `:ok` */
  complete(): void {
    this.counts.executing--
    this.counts.completed++
  }

  /** `{:cancel, reason}` */
  cancel(): void {
    this.counts.executing--
    this.counts.cancelled++
  }

  /** `{:snooze, seconds}`: Oban allows it one attempt more, so that a snooze spends none. */
  snooze(job: Job, seconds: number): void {
    job.maxAttempts++
    this.counts.executing--
    this.counts.scheduled++
    this.#wait(this.#snoozed, job, seconds)
  }

  /**
   * `{:error, reason}`: retried after a while, or discarded after the last attempt.
   *
   * @returns the seconds until it is retried; undefined when it is discarded
   */
  fail(job: Job): number | undefined {
    this.counts.executing--
    if (job.attempt >= job.maxAttempts) {
      this.counts.discarded++
      return undefined
    }
    this.counts.retryable++
    const seconds = backoffS(job, this.#random)
    this.#wait(this.#failed, job, seconds)
    return seconds
  }

  /**
   * The worker has crashed. The job stays executing until the Lifeline plugin finds it: it becomes available again, or
   * is discarded if that was its last attempt.
   *
   * @param job the job
   * @param executingUs how long it had been executed
   * @param onRescued told the state that it then gets
   */
  orphan(job: Job, executingUs: number, onRescued: (state: 'available' | 'discarded') => void): void {
    this.orphaned++
    this.#clock.after(Math.max(0, this.#options.rescueAfterUs - executingUs), () => {
      const state = job.attempt < job.maxAttempts ? 'available' : 'discarded'
      this.orphaned--
      this.counts.executing--
      this.counts[state]++
      if (state === 'available') {
        this.rescued++
        this.#ahead.join(job)
      }
      onRescued(state)
      if (state === 'available')
        this.#onAvailable()
    })
  }

  #nextUntouched(): Job | undefined {
    if (this.#untouched > this.#lastUntouched)
      return undefined
    const member = this.#untouched++
    return this.#newJob(member, { member, email: 'none', heldBy: 0, flaw: undefined, accepted: 0 })
  }

  #newJob(id: number, recipient: Recipient): Job {
    return { id, recipient, attempt: 0, maxAttempts: this.#options.maxAttempts, fault: undefined, behind: undefined }
  }

  #wait(line: EventQueue<Job>, job: Job, seconds: number): void {
    const dueUs = this.#clock.nowUs + seconds * 1e6
    line.put(dueUs, job)
    this.#arrangeStaging(dueUs)
  }

  /** Makes sure that Oban looks at the first stroke of its interval at which the job is due. */
  #arrangeStaging(dueUs: number): void {
    const { stageIntervalUs } = this.#options
    const strokeUs = Math.ceil(dueUs / stageIntervalUs) * stageIntervalUs
    if (this.#strokesUs.has(strokeUs))
      return
    this.#strokesUs.add(strokeUs)
    this.#clock.after(strokeUs - this.#clock.nowUs, this.#stage)
  }

  /** Makes available what fell due, in the order of its time. */
  #stage = (): void => {
    const { nowUs } = this.#clock
    this.#strokesUs.delete(nowUs)
    for (;;) {
      const snoozedUs = this.#snoozed.nextUs ?? Number.POSITIVE_INFINITY
      const failedUs = this.#failed.nextUs ?? Number.POSITIVE_INFINITY
      if (Math.min(snoozedUs, failedUs) > nowUs)
        break
      const isSnoozed = snoozedUs <= failedUs
      this.#staged.join((isSnoozed ? this.#snoozed : this.#failed).take()!)
      this.counts[isSnoozed ? 'scheduled' : 'retryable']--
      this.counts.available++
    }
    this.#onAvailable()
  }
}

/**
 * Oban's default back-off in seconds: 15 and a power of two that grows with the attempt, with up to a tenth added by
 * chance. Beyond 20 attempts (snoozes raise the number) it goes by the share of them that is used up.
 *
 * @see https://hexdocs.pm/oban/Oban.Worker.html#module-customizing-backoff
 */
export function backoffS({ attempt, maxAttempts }: Pick<Job, 'attempt' | 'maxAttempts'>, random: Random): number {
  const power = maxAttempts <= 20 ? attempt : Math.round((attempt / maxAttempts) * 20)
  const seconds = 15 + 2 ** power
  return seconds + Math.floor(random.fraction() * 0.1 * seconds)
}
