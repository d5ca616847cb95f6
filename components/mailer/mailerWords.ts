import type { CampaignEvent, JobState, OutcomeName } from '../../models/campaign'
import type { Trip } from './trip'

/** What an outcome means for the email. */
const meanings: Record<OutcomeName, string> = {
  'sent': 'sent, once',
  'rate-exceeded': 'tried again in a second',
  'daily-limit': 'tried again within the hour',
  'already-sent': 'not sent a second time',
  'invalid-email': 'never tried again',
  'error': 'tried again later',
  'crash': 'sent, but nobody knows',
  'lost': 'lost',
}

/** What the panel says about a trip's job. */
export interface JobWords {
  returns: string
  jobState: JobState
  meaning: string
}

/** What `perform/1` returned, the job's state and what it means for the email. */
export function jobWords({ end, isRepeat }: Trip): JobWords {
  if (!end)
    return { returns: '…', jobState: 'executing', meaning: isRepeat ? 'on its way, perhaps again' : 'on its way' }
  return {
    returns: end.outcome === 'crash' ? 'nothing' : returned(end.returns),
    jobState: end.jobState,
    meaning: end.outcome === 'sent' && isRepeat ? 'sent, perhaps twice' : meanings[end.outcome],
  }
}

/** A reason that is too long for its line stands there under the name that the listing gives it. */
function returned(returns: string): string {
  return returns.length > 26 ? returns.replace(/^\{:error, .*\}$/, '{:error, reason}') : returns
}

/** What became of an execution, in a sentence; `lost` is for campaigns that ignore SES's answers. */
const endings: Record<Exclude<OutcomeName, 'sent' | 'lost'>, (job: string) => string> = {
  'rate-exceeded': job => `${job}: no token left. It sleeps for a second and asks again.`,
  'daily-limit': job => `${job}: SES has had enough for today. It sleeps, an hour at the most.`,
  'already-sent': job => `${job}: the record says it went out before. Cancelled, nobody is written to twice.`,
  'invalid-email': job => `${job}: nobody can be reached there. Cancelled, trying again would not help.`,
  'error': job => `${job} got another answer: it comes back as an error, and Oban tries again with growing pauses.`,
  'crash': job => `${job} crashed in the window between send and record: SES has the email, the job stays executing.`,
}

/** How a job came to be executed again, by the state that it was left in. */
const comebacks: Partial<Record<JobState, (job: string, attempts: string) => string>> = {
  scheduled: (job, attempts) => `${job} is back from its snooze: attempt ${attempts}, for a snooze spends none.`,
  retryable: (job, attempts) => `${job} is tried again: attempt ${attempts}.`,
}

/**
 * One sentence on an event that is worth it; undefined for the others.
 *
 * @param event what happened
 * @param leftIn the state that the event's job was left in by its execution before
 */
export function sentenceOn(event: CampaignEvent, leftIn: JobState | undefined): string | undefined {
  const job = 'jobId' in event ? `Job ${event.jobId}` : ''
  switch (event.type) {
    case 'inserted': return `${job} is a second job for member ${event.member}, right behind the first.`
    case 'started': return leftIn && comebacks[leftIn]?.(job, `${event.attempt} of ${event.maxAttempts}`)
    case 'unconfirmed': return `${job} finds its record at sending: it may be out already. Sent again, counted as unconfirmed.`
    case 'executed': return event.outcome === 'sent' || event.outcome === 'lost' ? undefined : endings[event.outcome](job)
    case 'rescued': return `${job} has been executing for too long: Oban rescues it, it is available again.`
    case 'bounced': return `The email to member ${event.member} bounced. Its job stays completed, the bounce is counted.`
    default: return undefined
  }
}
