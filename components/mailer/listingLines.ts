import type { OutcomeName } from '../../models/campaign'
import type { Trip } from './trip'
import { stationNames } from '../../models/campaign'
import { stationOf } from './trip'

/** The line of the slide's listing on which the chain's first station stands; the others follow. */
const FIRST_STATION = 6

/** The line of the listing that catches an outcome: the chain's own `:ok`, or a clause of its `else`. */
const answers: Partial<Record<OutcomeName, number>> = {
  'sent': 12,
  'rate-exceeded': 14,
  'daily-limit': 15,
  'already-sent': 16,
  'invalid-email': 17,
  'error': 18,
}

/** The lines of the listing that a trip is at, 1 is the first: its station, and the answer once there is one. */
export function linesOf(trip: Trip): number[] {
  const { end } = trip
  const stationLines = stationNames.map((_, index) => FIRST_STATION + index)
  if (end?.outcome === 'sent')
    return [...stationLines, answers.sent!]
  const station = end?.failsAt ?? stationOf(trip)
  const lines = station ? [stationLines[stationNames.indexOf(station)]!] : []
  const answer = end && answers[end.outcome]
  return answer ? [...lines, answer] : lines
}
