import type { CampaignEvent, JobState, OutcomeName, StationName } from '../../models/campaign'
import { stationNames } from '../../models/campaign'

/** How a station of the `with` chain stands in a trip. `crashed`: the worker died there, and nobody got an answer. */
export type Passage = 'waiting' | 'here' | 'passed' | 'failed' | 'crashed' | 'not reached'

/** One execution of a mailer job: how far its email is, and how it ended. Plain data. */
export interface Trip {
  jobId: number
  /** The recipient; 1 is the first. */
  member: number
  /** 1 is the first. */
  attempt: number
  passages: Record<StationName, Passage>
  /** SES has accepted the email, and the record does not say so yet. */
  isUnrecorded: boolean
  /** The job has found its own record at `sending`: what became of the time before, nobody knows. */
  isRepeat: boolean
  /** Absent while the email is on its way. */
  end?: {
    outcome: OutcomeName
    /** The station that said no. */
    failsAt?: StationName
    /** What `perform/1` returned, in Elixir; empty after a crash. */
    returns: string
    jobState: JobState
    /** How long the job waits until it is due again, if it does. */
    delayUs?: number
  }
}

/**
 * The trip after an event of the campaign. An event that is not about it leaves it as it was; `started` begins the next.
 *
 * @param trip undefined before the first
 */
export function tripAfter(trip: Trip | undefined, event: CampaignEvent): Trip | undefined {
  if (event.type === 'started')
    return begun(event)
  if (!trip || trip.end || !('jobId' in event) || event.jobId !== trip.jobId)
    return trip
  switch (event.type) {
    case 'passed': return passed(trip, event.station)
    case 'failed': return at(trip, event.station, 'failed')
    case 'accepted': return { ...trip, isUnrecorded: true }
    case 'unconfirmed': return { ...trip, isRepeat: true }
    case 'executed': return ended(trip, event)
    default: return trip
  }
}

/** The station at which the email is; undefined once its trip has ended. */
export function stationOf(trip: Trip): StationName | undefined {
  return stationNames.find(name => trip.passages[name] === 'here')
}

function begun({ jobId, member, attempt }: { jobId: number, member: number, attempt: number }): Trip {
  const passages = Object.fromEntries(stationNames.map((name, index) => [name, index === 0 ? 'here' : 'waiting']))
  return { jobId, member, attempt, passages: passages as Trip['passages'], isUnrecorded: false, isRepeat: false }
}

function at(trip: Trip, station: StationName, passage: Passage): Trip {
  return { ...trip, passages: { ...trip.passages, [station]: passage } }
}

function passed(trip: Trip, station: StationName): Trip {
  const next = stationNames[stationNames.indexOf(station) + 1]
  const behind = at(trip, station, 'passed')
  return next ? at(behind, next, 'here') : { ...behind, isUnrecorded: false }
}

function ended(trip: Trip, { outcome, failsAt, returns, jobState, delayUs }: Extract<CampaignEvent, { type: 'executed' }>): Trip {
  const passages = { ...trip.passages }
  for (const name of stationNames) {
    if (passages[name] === 'here')
      passages[name] = outcome === 'crash' ? 'crashed' : 'failed'
    else if (passages[name] === 'waiting')
      passages[name] = 'not reached'
  }
  return { ...trip, passages, end: { outcome, failsAt, returns, jobState, delayUs } }
}
