import type { JobState, OutcomeName, StationName } from './names'

/** What a job's event is about. */
export interface OfJob {
  jobId: number
  /** 1 is the first. */
  member: number
  /** 1 is the first. */
  attempt: number
}

/** How an execution ended. */
export interface Executed extends OfJob {
  type: 'executed'
  maxAttempts: number
  worker: number
  outcome: OutcomeName
  /** The station that said no. */
  failsAt?: StationName
  /** What `perform/1` returned, in Elixir; empty after a crash. */
  returns: string
  /** The job's state in Oban now. */
  jobState: JobState
  /** How long it will wait, if it is scheduled or retryable. */
  delayUs?: number
}

/** Something that happened in a campaign. */
export type Happening
  /** The scheduler's transaction is through: the jobs are visible. */
  = | { type: 'committed', jobs: number }
  /** A duplicate job. */
    | OfJob & { type: 'inserted' }
    | OfJob & { type: 'started', maxAttempts: number, worker: number }
  /** A station of the chain has let the email through. */
    | OfJob & { type: 'passed', station: StationName }
  /** A station of the chain has said no. */
    | OfJob & { type: 'failed', station: StationName }
  /** SES has the email; `again`: it has accepted one for this member before. */
    | OfJob & { type: 'accepted', again: boolean }
  /** The job has found its own record at `sending`: nobody knows what became of the time before. */
    | OfJob & { type: 'unconfirmed' }
    | Executed
    | OfJob & { type: 'rescued', jobState: 'available' | 'discarded' }
    | OfJob & { type: 'bounced' }
  /** Every job has ended. */
    | { type: 'done' }

/** Something that happened, and when. */
export type CampaignEvent = Happening & { atUs: number }
