import type { CampaignOptions, Fault } from '../../models/campaign'
import { describe, expect, it } from 'vitest'
import { Campaign, faults, stationNames } from '../../models/campaign'
import { VirtualClock } from '../../models/clock'
import { seededRandom } from '../../models/random'
import { executions, only, watch } from './campaignRun'

const one: CampaignOptions = { members: 1 }
/** One member, and one thing that goes wrong. */
const withFault = (fault: Fault, options: Partial<CampaignOptions> = {}): CampaignOptions => ({ ...one, faults: [{ member: 1, fault }], ...options })

describe('an email\'s trip through the chain', () => {
  it('passes each station in order, and is sent', () => {
    const { events, end } = watch(one)
    expect(events.map(({ type }) => type)).toEqual(['committed', 'started', 'passed', 'passed', 'passed', 'passed', 'passed', 'accepted', 'passed', 'executed', 'done'])
    expect(only(events, 'passed').map(({ station }) => station)).toEqual([...stationNames])
    expect(executions(events)).toEqual(['job 1, attempt 1: sent, :ok, completed'])
    expect(end).toMatchObject({ phase: 'done', accepted: 1, granted: 1, executions: 1, jobs: { completed: 1 } })
  })

  it.each<[Fault, string, string]>([
    ['member-not-found', 'member', '{:error, :member_not_found}'],
    ['invalid-email', 'email', '{:cancel, :invalid_email}'],
    ['campaign-not-found', 'campaign', '{:error, :campaign_not_found}'],
    ['no-token', 'rate', '{:snooze, 1}'],
    ['throttle', 'send', '{:snooze, 1}'],
    ['daily-limit', 'send', '{:snooze, 3600}'],
    ['error', 'send', '{:error, {"MessageRejected", text}}'],
    ['no-answer', 'send', '{:error, :no_answer}'],
  ])('ends, for %s, at %s with %s', (fault, station, returns) => {
    const { events } = watch(withFault(fault))
    const [first] = only(events, 'executed')
    expect(first).toMatchObject({ attempt: 1, failsAt: station, returns })
    const before = events.slice(0, events.indexOf(first!))
    expect(only(before, 'passed').map(event => event.station)).toEqual(stationNames.slice(0, stationNames.indexOf(first!.failsAt!)))
    expect(only(before, 'failed')).toMatchObject([{ station }])
  })

  it('takes the time of each station, one after the other', () => {
    const span = { leastUs: 1_000_000, mostUs: 1_000_000 }
    const spans = { ...Object.fromEntries(stationNames.map(name => [name, span])), answer: span }
    const clock = new VirtualClock()
    const campaign = new Campaign({ ...one, spans }, clock, seededRandom(1))
    const committedUs = clock.nextUs!
    const places = Array.from({ length: 9 }, (_, second) => {
      clock.advanceTo(committedUs + second * 1_000_000)
      return campaign.snapshot().workers[0]?.station
    })
    // SES's answer takes its second at the last station.
    expect(places).toEqual([...stationNames, 'send', undefined, undefined])
  })
})

describe('the job queue', () => {
  it('shows nothing before the commit, then everything', () => {
    const clock = new VirtualClock()
    const campaign = new Campaign({ members: 5_000, concurrency: 3 }, clock, seededRandom(1))
    clock.advanceTo(clock.nextUs! - 1)
    expect(campaign.snapshot()).toMatchObject({ phase: 'scheduling', inserted: 0, scheduling: { jobsInserted: 5_000, jobsVisible: 0 }, jobs: { available: 0 } })
    clock.advanceBy(1)
    expect(campaign.snapshot()).toMatchObject({ phase: 'sending', inserted: 5_000, scheduling: { jobsVisible: 5_000 }, jobs: { available: 4_997, executing: 3 } })
  })

  it('has nothing to do for nobody', () => {
    const { events, end } = watch({ members: 0 })
    expect(events.map(({ type }) => type)).toEqual(['committed', 'done'])
    expect(end).toMatchObject({ phase: 'done', inserted: 0, executions: 0 })
  })

  it('tries every untouched job before one that has snoozed', () => {
    const slow = { member: { leastUs: 100_000, mostUs: 100_000 } }
    const { events } = watch({ members: 60, concurrency: 2, limiter: { ratePerSecond: 1, capacity: 1 }, spans: slow })
    const attempts = only(events, 'started').map(({ attempt }) => attempt)
    expect(attempts.indexOf(2)).toBe(60)
    expect(events.find(({ atUs }) => atUs > 3_000_000)).toBeDefined()
  })

  it('executes a snoozed job again after its second, and spends no attempt on it', () => {
    // Two tokens for four workers.
    const { events } = watch({ members: 8, concurrency: 4, maxAttempts: 1, limiter: { ratePerSecond: 1, capacity: 2 } })
    const executed = only(events, 'executed')
    expect(executed.every(({ outcome }) => outcome === 'sent' || outcome === 'rate-exceeded')).toBe(true)
    expect(executed.slice(0, 8).map(({ attempt }) => attempt)).toEqual(Array.from({ length: 8 }).fill(1))
    const snoozed = executed.find(({ jobState }) => jobState === 'scheduled')!
    const next = only(events, 'started').find(({ jobId, attempt }) => jobId === snoozed.jobId && attempt === 2)!
    expect(next.atUs - snoozed.atUs).toBeGreaterThanOrEqual(1_000_000)
    // Oban looks once a second, and a worker may be busy.
    expect(next.atUs - snoozed.atUs).toBeLessThan(2_200_000)
    expect(next.maxAttempts).toBe(2)
  })

  it('retries an error with a growing back-off, and discards after the last attempt', () => {
    const { events, end } = watch(withFault('member-not-found', { maxAttempts: 5 }))
    const executed = only(events, 'executed')
    expect(executed.map(({ jobState }) => jobState)).toEqual(['retryable', 'retryable', 'retryable', 'retryable', 'discarded'])
    const seconds = executed.slice(0, -1).map(({ delayUs }) => delayUs! / 1e6)
    seconds.forEach((delay, index) => {
      const least = 15 + 2 ** (index + 1)
      expect(delay).toBeGreaterThanOrEqual(least)
      expect(delay).toBeLessThanOrEqual(least * 1.1)
    })
    expect(executed.at(-1)!.delayUs).toBeUndefined()
    expect(end).toMatchObject({ phase: 'done', jobs: { discarded: 1 }, outcomes: { error: 5 } })
  })

  it('gives twenty attempts, unless told otherwise', () => {
    const { end } = watch(withFault('member-not-found'))
    expect(end).toMatchObject({ executions: 20, jobs: { discarded: 1 } })
  })

  it('sends an email in the end when an error passes', () => {
    const { events } = watch(withFault('error'))
    expect(executions(events)).toEqual([
      'job 1, attempt 1: error, {:error, {"MessageRejected", text}}, retryable',
      'job 1, attempt 2: sent, :ok, completed',
    ])
  })
})

describe('a crash between SES\'s acceptance and the record of it', () => {
  it('leaves the job executing until it is rescued; then the email is sent again, and counted', () => {
    const clock = new VirtualClock()
    const campaign = new Campaign(withFault('crash', { rescueAfterUs: 60_000_000 }), clock, seededRandom(1))
    clock.advanceBy(30_000_000)
    expect(campaign.snapshot()).toMatchObject({ phase: 'sending', orphaned: 1, accepted: 1, jobs: { executing: 1 }, unconfirmed: 0 })
    expect(campaign.snapshot().workers.every(worker => worker === null)).toBe(true)
    clock.advanceBy(60_000_000)
    expect(campaign.snapshot()).toMatchObject({ phase: 'done', orphaned: 0, rescued: 1, accepted: 2, sentTwice: 1, unconfirmed: 1, jobs: { completed: 1 } })
  })

  it('names what happens, in order', () => {
    const { events } = watch(withFault('crash'))
    const names = events.map(event => event.type === 'accepted' ? `accepted${event.again ? ' again' : ''}` : event.type).filter(name => !name.startsWith('passed'))
    expect(names).toEqual(['committed', 'started', 'accepted', 'executed', 'rescued', 'started', 'unconfirmed', 'accepted again', 'executed', 'done'])
    expect(executions(events)).toEqual(['job 1, attempt 1: crash, nothing, executing', 'job 1, attempt 2: sent, :ok, completed'])
    expect(only(events, 'rescued')[0]!.atUs - only(events, 'started')[0]!.atUs).toBe(3_600_000_000)
  })

  it('ends the job when it was the last attempt', () => {
    const { events, end } = watch(withFault('crash', { maxAttempts: 1 }))
    expect(only(events, 'rescued')).toMatchObject([{ jobState: 'discarded' }])
    expect(end).toMatchObject({ phase: 'done', rescued: 0, accepted: 1, sentTwice: 0, jobs: { discarded: 1 } })
  })

  it('sends twice uncounted without a ledger', () => {
    expect(watch(withFault('crash', { ledger: false })).end).toMatchObject({ accepted: 2, sentTwice: 1, unconfirmed: 0 })
  })
})

describe('no answer from SES', () => {
  it('leaves the record in the same doubt: sent again, counted, and this time not twice', () => {
    const { end } = watch(withFault('no-answer'))
    expect(end).toMatchObject({ accepted: 1, unconfirmed: 1, sentTwice: 0, outcomes: { error: 1, sent: 1 } })
  })
})

describe('a duplicate job', () => {
  it('finds the record held by the other, then sent, and sends nothing', () => {
    const { events, end } = watch(withFault('duplicate-job'))
    // Either may get to the record first.
    expect(executions(events).map(line => line.replace(/job \d/, 'job'))).toEqual([
      'job, attempt 1: error, {:error, :reserved_by_another_job}, retryable',
      'job, attempt 1: sent, :ok, completed',
      'job, attempt 2: already-sent, {:cancel, :already_sent}, cancelled',
    ])
    expect(only(events, 'inserted')).toMatchObject([{ jobId: 2, member: 1 }])
    expect(end).toMatchObject({ inserted: 2, accepted: 1, duplicatesPrevented: 1, sentTwice: 0, jobs: { completed: 1, cancelled: 1 } })
  })

  it('is cancelled at once when it comes after the first has been sent', () => {
    const { events } = watch(withFault('duplicate-job', { concurrency: 1 }))
    expect(executions(events)).toEqual(['job 1, attempt 1: sent, :ok, completed', 'job 2, attempt 1: already-sent, {:cancel, :already_sent}, cancelled'])
  })

  it('is a duplicate email without a ledger', () => {
    expect(watch(withFault('duplicate-job', { ledger: false })).end).toMatchObject({ accepted: 2, sentTwice: 1, duplicatesPrevented: 0 })
  })
})

describe('ses', () => {
  const burstOfThirty: CampaignOptions = { members: 200, concurrency: 30, limiter: 'off', ses: { ratePerSecond: 10, burst: 5 } }

  it('refuses what is beyond its quota; a careful worker sends it later', () => {
    const { end } = watch(burstOfThirty)
    expect(end).toMatchObject({ accepted: 200, lost: 0, granted: 0, jobs: { completed: 200 } })
    expect(end.throttled).toBeGreaterThan(50)
    expect(end.snoozed).toBe(end.throttled)
  })

  it('refuses just as much from a careless worker, who loses it in silence', () => {
    const { events, end } = watch({ ...burstOfThirty, careless: true })
    expect(end.lost).toBeGreaterThan(50)
    expect(end).toMatchObject({ accepted: 200 - end.lost, throttled: end.lost, snoozed: 0, executions: 200, jobs: { completed: 200 } })
    expect(only(events, 'executed').filter(({ outcome }) => outcome === 'lost')).toHaveLength(end.lost)
    expect(only(events, 'failed')).toEqual([])
  })

  it('has a quota for the day, which a campaign waits for, an hour at a time', () => {
    const { events, end } = watch({ members: 25, concurrency: 2, ses: { dailyQuota: 10 } })
    expect(end).toMatchObject({ accepted: 25, jobs: { completed: 25 } })
    expect(end.dailyLimited).toBeGreaterThan(0)
    for (const { outcome, delayUs } of only(events, 'executed')) {
      if (outcome === 'daily-limit')
        expect(delayUs).toBeLessThanOrEqual(3_600_000_000)
    }
    const times = only(events, 'accepted').map(({ atUs }) => atUs)
    times.slice(10).forEach((atUs, index) => expect(atUs - times[index]!).toBeGreaterThanOrEqual(24 * 3_600e6))
    // It doesn't wait much longer than it has to.
    expect(times.at(-1)).toBeLessThan(2 * 24 * 3_600e6 + 3_700e6)
  })

  it('reports a bounce some time after it has accepted the email', () => {
    const { events, end } = watch(withFault('bounce'))
    expect(end).toMatchObject({ accepted: 1, bounced: 1, jobs: { completed: 1 } })
    const afterUs = only(events, 'bounced')[0]!.atUs - only(events, 'accepted')[0]!.atUs
    expect(afterUs).toBeGreaterThanOrEqual(1_000_000)
    expect(afterUs).toBeLessThanOrEqual(10_000_000)
  })

  it('is never asked faster than it allows when the limiter is on', () => {
    const { end } = watch({ members: 500, concurrency: 20 })
    expect(end).toMatchObject({ accepted: 500, throttled: 0 })
    expect(end.outcomes['rate-exceeded']).toBeGreaterThan(0)
  })
})

describe('a fault by chance', () => {
  it('strikes about as often as was asked for, one at most for each member', () => {
    const { end } = watch({ members: 1_000, faultChances: { 'invalid-email': 0.3, 'error': 0.2 } })
    expect(Math.abs(end.outcomes['invalid-email'] - 300)).toBeLessThan(50)
    expect(Math.abs(end.rejected - 200)).toBeLessThan(50)
    expect(end.accepted).toBe(1_000 - end.outcomes['invalid-email'])
  })

  it('strikes everybody at a chance of 1, and nobody at one of 0', () => {
    expect(watch({ members: 50, faultChances: { 'invalid-email': 1 } }).end.accepted).toBe(0)
    expect(watch({ members: 50, faultChances: { 'invalid-email': 0 } }).end.accepted).toBe(50)
  })
})

describe('an injected fault', () => {
  it('strikes the next job that is taken up, and no other', () => {
    const clock = new VirtualClock()
    const campaign = new Campaign({ members: 20, concurrency: 1 }, clock, seededRandom(1))
    while (campaign.snapshot().executions < 5)
      clock.step()
    expect(campaign.inject('invalid-email')).toBe(true)
    expect(campaign.snapshot().waitingFaults).toEqual(['invalid-email'])
    while (clock.step());
    expect(campaign.snapshot()).toMatchObject({ waitingFaults: [], accepted: 19, outcomes: { 'invalid-email': 1 } })
  })

  it('comes to something, whatever it is', () => {
    for (const fault of faults) {
      const clock = new VirtualClock()
      const events: string[] = []
      const campaign = new Campaign({ members: 2, concurrency: 1 }, clock, seededRandom(1), ({ type }) => events.push(type))
      const plain = watch({ members: 2, concurrency: 1 }).events.map(({ type }) => type)
      campaign.inject(fault)
      while (clock.step());
      expect(events, fault).not.toEqual(plain)
      expect(campaign.done, fault).toBe(true)
    }
  })

  it('is refused when the campaign is done, and when a hundred wait', () => {
    const clock = new VirtualClock()
    const campaign = new Campaign(one, clock, seededRandom(1))
    expect(Array.from({ length: 101 }, () => campaign.inject('throttle')).filter(Boolean)).toHaveLength(100)
    while (clock.step());
    expect(campaign.snapshot()).toMatchObject({ phase: 'done', waitingFaults: [] })
    expect(campaign.inject('throttle')).toBe(false)
  })

  it('has to be one that exists', () => {
    const campaign = new Campaign(one, new VirtualClock(), seededRandom(1))
    expect(() => campaign.inject('meteor' as Fault)).toThrow(/no fault "meteor"; there are: crash,/)
  })
})

describe('the options of a campaign', () => {
  it.each<[Partial<CampaignOptions>, RegExp]>([
    [{ members: -1 }, /^members must be an integer of 0 or more, not -1/],
    [{ chunkSize: 6_000 }, /^chunkSize must be at most 5461/],
    [{ concurrency: 0 }, /^concurrency must be an integer from 1 to 1000, not 0/],
    [{ maxAttempts: 0.5 }, /^maxAttempts/],
    [{ limiter: { ratePerSecond: 0, capacity: 10 } }, /^limiter\.ratePerSecond/],
    [{ limiter: { ratePerSecond: 100, capacity: 0.5 } }, /^limiter\.capacity/],
    [{ ses: { ratePerSecond: Number.NaN } }, /^ses\.ratePerSecond/],
    [{ ses: { burst: 0 } }, /^ses\.burst/],
    [{ ses: { dailyQuota: 0 } }, /^ses\.dailyQuota/],
    [{ faults: [{ member: 11, fault: 'crash' }] }, /^member in faults must be an integer from 1 to 10, not 11/],
    [{ faults: [{ member: 1, fault: 'crash' }, { member: 1, fault: 'bounce' }] }, /^faults names member 1 twice/],
    [{ faults: [{ member: 1, fault: 'meteor' as Fault }] }, /no fault "meteor"/],
    [{ faultChances: { crash: 1.5 } }, /^faultChances\.crash/],
    [{ faultChances: { crash: 0.6, bounce: 0.6 } }, /^the sum of faultChances/],
    [{ faultChances: { meteor: 0.1 } as object }, /no fault "meteor"/],
    [{ spans: { member: { leastUs: 0, mostUs: 5 } } }, /^spans\.member\.leastUs must be an integer of 1 or more/],
    [{ spans: { answer: { leastUs: 5, mostUs: 4 } } }, /^spans\.answer\.mostUs/],
    [{ spans: { lunch: { leastUs: 5, mostUs: 4 } } as CampaignOptions['spans'] }, /no span "lunch"/],
    [{ stageIntervalUs: 0 }, /^stageIntervalUs/],
    [{ rescueAfterUs: -1 }, /^rescueAfterUs/],
  ])('refuses %j', (options, message) => {
    const create = (): Campaign => new Campaign({ members: 10, ...options }, new VirtualClock(), seededRandom(1))
    expect(create).toThrow(RangeError)
    expect(create).toThrow(message)
  })
})
