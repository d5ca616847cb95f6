import type { CampaignOptions, StationName } from '../../models/campaign'
import type { mailerSteps } from './mailerSteps'
import type { Trip } from './trip'
import { Campaign } from '../../models/campaign'
import { VirtualClock } from '../../models/clock'
import { seededRandom } from '../../models/random'
import { tripAfter } from './trip'

/** The stations of the `with` chain, in order; each can let the email through or end its trip. */
export const stations = [
  { name: 'member', label: 'member, with site' },
  { name: 'email', label: 'valid email' },
  { name: 'campaign', label: 'campaign, with site' },
  { name: 'reserve', label: 'record reserved' },
  { name: 'rate', label: 'rate limiter ready' },
  { name: 'send', label: 'send' },
] as const satisfies { name: StationName, label: string }[]

/**
 * The trips the panel shows, by step; each is one of a tiny campaign in which just that goes wrong. A step without a trip
 * shows the chain before any email came.
 */
export const outcomes: Record<typeof mailerSteps[number], Trip | null> = {
  'chain': null,
  'sent': tripIn({ members: 1 }),
  // One token, and the email before has taken it.
  'rate-exceeded': tripIn({ members: 2, limiter: { ratePerSecond: 1, capacity: 1 } }, 2),
  'daily-limit': tripIn({ members: 1, faults: [{ member: 1, fault: 'daily-limit' }] }),
  'already-sent': tripIn({ members: 1, faults: [{ member: 1, fault: 'duplicate-job' }] }, 2),
  'invalid-email': tripIn({ members: 1, faults: [{ member: 1, fault: 'invalid-email' }] }),
  'error': tripIn({ members: 1, faults: [{ member: 1, fault: 'error' }] }),
}

/** The first trip of a job in a campaign with one worker. */
function tripIn(options: CampaignOptions, jobId = 1): Trip {
  const clock = new VirtualClock()
  let trip: Trip | undefined
  const campaign = new Campaign({ concurrency: 1, ...options }, clock, seededRandom(1), (event) => {
    if (!trip?.end || trip.jobId !== jobId)
      trip = tripAfter(trip, event)
  })
  while (!campaign.done && !(trip?.end && trip.jobId === jobId))
    clock.step()
  return trip!
}
