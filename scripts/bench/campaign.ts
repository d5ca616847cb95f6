import type { CampaignOptions } from '../../models/campaign'
import type { Benchmark } from './benchmark'
import { Campaign } from '../../models/campaign'
import { VirtualClock } from '../../models/clock'
import { LimiterLoad } from '../../models/limiterLoad'
import { seededRandom } from '../../models/random'
import { runFor, runOut } from './run-clock'

const MEMBERS = 500_000

/** A whole campaign, to its end. */
function whole(name: string, options: Omit<CampaignOptions, 'members'>): Benchmark {
  return {
    name,
    unit: 'events',
    run(checkpoint) {
      const clock = new VirtualClock()
      const campaign = new Campaign({ members: MEMBERS, ...options }, clock, seededRandom(1))
      const committedUs = clock.nextUs!
      const count = runOut(clock, checkpoint, 3 * MEMBERS)
      const { accepted, lost, nowUs, snoozed } = campaign.snapshot()
      const perSecond = accepted / ((nowUs - committedUs) / 1e6)
      const losses = lost > 0 ? `, ${readable(lost)} lost` : ''
      return { count, note: `${readable(accepted)} accepted in ${readable(nowUs / 1e6)} s, ${perSecond.toFixed(1)} a second; ${readable(snoozed)} snoozes${losses}` }
    },
  }
}

function readable(number: number): string {
  return Math.round(number).toLocaleString('en-US')
}

/** The mail campaign, and the limiter of the live panel. */
export const campaignBenchmarks: Benchmark[] = [
  whole('campaign of 500,000', {}),
  whole('the same, 1 in 100 of each fault', {
    faultChances: { 'crash': 0.01, 'duplicate-job': 0.01, 'throttle': 0.01, 'daily-limit': 0.01, 'error': 0.01, 'no-answer': 0.01, 'invalid-email': 0.01, 'bounce': 0.01 },
  }),
  whole('the same, 12 workers: many refusals', { concurrency: 12 }),
  whole('the same, careless, limiter off', { concurrency: 20, careless: true, limiter: 'off' }),
  {
    name: 'limiterLoad at 2,000 a second',
    unit: 'asks',
    run(checkpoint) {
      const clock = new VirtualClock()
      const load = new LimiterLoad({ loadPerSecond: 2_000, ratePerSecond: 1_000 }, clock, seededRandom(1))
      runFor(clock, 100e6, checkpoint)
      return { count: load.snapshot().asked, note: '100 s' }
    },
  },
]
