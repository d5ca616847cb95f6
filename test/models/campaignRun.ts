import type { CampaignEvent, CampaignOptions, CampaignSnapshot } from '../../models/campaign'
import { Campaign } from '../../models/campaign'
import { VirtualClock } from '../../models/clock'
import { seededRandom } from '../../models/random'

/** A campaign that was watched from beginning to end. */
export interface Watched {
  events: CampaignEvent[]
  end: CampaignSnapshot
}

/** Runs a campaign until nothing is left to happen. */
export function watch(options: CampaignOptions, seed = 1): Watched {
  const clock = new VirtualClock()
  const events: CampaignEvent[] = []
  const campaign = new Campaign(options, clock, seededRandom(seed), event => events.push(event))
  while (clock.step());
  return { events, end: campaign.snapshot() }
}

/** The events of one type. */
export function only<Type extends CampaignEvent['type']>(events: CampaignEvent[], type: Type): Extract<CampaignEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<CampaignEvent, { type: Type }> => event.type === type)
}

/** What became of each member's jobs, execution by execution. */
export function executions(events: CampaignEvent[]): string[] {
  return only(events, 'executed').map(({ jobId, attempt, outcome, jobState, returns }) => `job ${jobId}, attempt ${attempt}: ${outcome}, ${returns || 'nothing'}, ${jobState}`)
}
