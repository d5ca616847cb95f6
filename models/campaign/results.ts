import type { JobState, OutcomeName } from './names'

/** What `perform/1` returns and what Oban makes of it. */
export interface Result {
  outcome: OutcomeName
  /** In Elixir. */
  returns: string
  /** What it asks Oban to do with the job. */
  asks: 'complete' | 'cancel' | 'snooze' | 'retry'
  /** For how long, if it asks to snooze. */
  seconds: number
}

function result(outcome: OutcomeName, returns: string, asks: Result['asks'], seconds = 0): Result {
  return Object.freeze({ outcome, returns, asks, seconds })
}

/** The clauses of the mailer worker, as far as they are always the same. */
export const results = {
  sent: result('sent', ':ok', 'complete'),
  lost: result('lost', ':ok', 'complete'),
  rateExceeded: result('rate-exceeded', '{:snooze, 1}', 'snooze', 1),
  alreadySent: result('already-sent', '{:cancel, :already_sent}', 'cancel'),
  invalidEmail: result('invalid-email', '{:cancel, :invalid_email}', 'cancel'),
  memberNotFound: result('error', '{:error, :member_not_found}', 'retry'),
  campaignNotFound: result('error', '{:error, :campaign_not_found}', 'retry'),
  reservedByAnotherJob: result('error', '{:error, :reserved_by_another_job}', 'retry'),
  noAnswer: result('error', '{:error, :no_answer}', 'retry'),
  rejected: result('error', '{:error, {"MessageRejected", text}}', 'retry'),
}

const ONE_HOUR_S = 3_600

/** The daily quota is used up and has room again in `waitS` seconds: look again then, and after an hour at the latest. */
export function dailyLimit(waitS: number): Result {
  const seconds = Math.min(waitS, ONE_HOUR_S)
  return result('daily-limit', `{:snooze, ${seconds}}`, 'snooze', seconds)
}

/** The state in which a job is after each thing that a result can ask for; a retry may turn out to be one too many. */
export const stateAfter = { complete: 'completed', cancel: 'cancelled', snooze: 'scheduled', retry: 'retryable' } as const satisfies Record<Result['asks'], JobState>
