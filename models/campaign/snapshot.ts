import type { SchedulingState } from '../scheduling'
import type { OfJob } from './events'
import type { Tallies } from './mailerWorker'
import type { Fault, JobState, StationName } from './names'

/** A campaign at one moment: plain data. */
export interface CampaignSnapshot extends Tallies {
  nowUs: number
  phase: 'scheduling' | 'sending' | 'done'
  /** Where the scheduler stands: rows held, chunks, jobs inserted. */
  scheduling: SchedulingState
  /** Jobs that are visible, those that have ended included. */
  inserted: number
  /** The same, by their state. */
  jobs: Record<JobState, number>
  /** Jobs that are `executing` though their worker has crashed. */
  orphaned: number
  /** Orphans that were made available again. */
  rescued: number
  /** Where each worker's email is, and since when; null when it has none. */
  workers: (OfJob & { station: StationName, sinceUs: number } | null)[]
  /** Tokens in the limiter's bucket; 0 without a limiter. */
  tokens: number
  /** Emails that SES has accepted. */
  accepted: number
  /** SES's answers "Maximum sending rate exceeded". */
  throttled: number
  /** SES's answers "Daily message quota exceeded". */
  dailyLimited: number
  /** SES's other refusals. */
  rejected: number
  /** Emails that were refused and that nobody will send again. */
  lost: number
  /** Emails that were sent again without knowing what became of the time before. */
  unconfirmed: number
  /** Jobs cancelled because their email had been sent. */
  duplicatesPrevented: number
  /** Emails accepted in each tenth of a second of the last ten seconds, the oldest first; the last is under way. */
  series: { bucketUs: number, fromUs: number, accepted: number[] }
  /** Emails accepted in the ten tenths of a second before the one under way. */
  acceptedLastSecond: number
  /** Injected, and no worker has taken up a job since. */
  waitingFaults: Fault[]
}
