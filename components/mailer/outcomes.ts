/** The stations of the `with` chain, in order; each can let the email through or end its trip. */
export const stations = [
  { name: 'member', label: 'member, with site' },
  { name: 'email', label: 'valid email' },
  { name: 'campaign', label: 'campaign, with site' },
  { name: 'reserve', label: 'record reserved' },
  { name: 'rate', label: 'rate limiter ready' },
  { name: 'send', label: 'send' },
] as const

export type StationName = typeof stations[number]['name']

/** One way an email's trip can end. */
export interface Outcome {
  /** The station that says no; absent when all let it through. */
  failsAt?: StationName
  /** What `perform/1` returns. */
  returns: string
  /** The job's state in Oban afterwards. */
  jobState: 'completed' | 'scheduled' | 'cancelled' | 'retryable'
  /** What that means for the email. */
  meaning: string
}

/** The trips the panel shows, by step. A step without an outcome shows the chain before any email came. */
export const outcomes: Record<string, Outcome | null> = {
  'chain': null,
  'sent': { returns: ':ok', jobState: 'completed', meaning: 'sent, once' },
  'rate-exceeded': { failsAt: 'rate', returns: '{:snooze, 1}', jobState: 'scheduled', meaning: 'tried again in a second' },
  'daily-limit': { failsAt: 'send', returns: '{:snooze, seconds}', jobState: 'scheduled', meaning: 'tried again within the hour' },
  'already-sent': { failsAt: 'reserve', returns: '{:cancel, :already_sent}', jobState: 'cancelled', meaning: 'not sent a second time' },
  'invalid-email': { failsAt: 'email', returns: '{:cancel, :invalid_email}', jobState: 'cancelled', meaning: 'never tried again' },
  'error': { failsAt: 'send', returns: '{:error, reason}', jobState: 'retryable', meaning: 'tried again later' },
}

/** How a station stands in a trip. */
export type Passage = 'passed' | 'failed' | 'not reached' | 'waiting'

/** How the trip of an outcome went at each station. */
export function passages(outcome: Outcome | null): { label: string, name: StationName, passage: Passage }[] {
  const failure = outcome?.failsAt ? stations.findIndex(({ name }) => name === outcome.failsAt) : stations.length
  return stations.map((station, index) => {
    if (!outcome)
      return { ...station, passage: 'waiting' }
    if (index === failure)
      return { ...station, passage: 'failed' }
    return { ...station, passage: index < failure ? 'passed' : 'not reached' }
  })
}
