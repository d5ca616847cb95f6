import type { CampaignEvent, CampaignOptions, Fault, JobState } from '../../models/campaign'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Campaign, faults, stationNames } from '../../models/campaign'
import { VirtualClock } from '../../models/clock'
import { seededRandom } from '../../models/random'
import { only, watch } from './campaignRun'

const HOUR_US = 3_600e6
const seeded = { seed: 8, numRuns: 60 }

const span = fc.tuple(fc.nat(200_000), fc.nat(200_000)).map(([leastUs, more]) => ({ leastUs, mostUs: leastUs + more }))
const spans = fc.record({
  member: fc.tuple(fc.integer({ min: 1, max: 50_000 }), fc.nat(50_000)).map(([leastUs, more]) => ({ leastUs, mostUs: leastUs + more })),
  ...Object.fromEntries([...stationNames.slice(1), 'answer', 'bounce'].map(name => [name, fc.option(span, { nil: { leastUs: 0, mostUs: 0 } })])),
})

/** Chances of some of the faults, that add up to less than 1. */
function chancesOf(some: readonly Fault[]): fc.Arbitrary<Partial<Record<Fault, number>>> {
  return fc.record(Object.fromEntries(some.map(fault => [fault, fc.double({ min: 0, max: 0.99 / some.length, noNaN: true })])), { requiredKeys: [] })
}

const limits = fc.record({ ratePerSecond: fc.integer({ min: 1, max: 200 }), capacity: fc.integer({ min: 1, max: 20 }) })
const ses = fc.record({
  ratePerSecond: fc.integer({ min: 1, max: 200 }),
  burst: fc.integer({ min: 1, max: 30 }),
  dailyQuota: fc.oneof(fc.constant(1_000_000), fc.integer({ min: 20, max: 100 })),
})

/** Campaigns of all kinds; of the parts given, just these. */
function campaigns(parts: Partial<Record<keyof CampaignOptions, fc.Arbitrary<unknown>>> = {}): fc.Arbitrary<CampaignOptions> {
  return fc.record({
    members: fc.nat(60),
    chunkSize: fc.integer({ min: 1, max: 30 }),
    concurrency: fc.integer({ min: 1, max: 8 }),
    maxAttempts: fc.integer({ min: 1, max: 4 }),
    limiter: fc.oneof(limits, fc.constant('off' as const)),
    ses,
    careless: fc.boolean(),
    ledger: fc.boolean(),
    faultChances: chancesOf(faults),
    spans,
    stageIntervalUs: fc.integer({ min: 1_000, max: 2_000_000 }),
    rescueAfterUs: fc.nat(10_000_000),
    ...parts,
  }) as fc.Arbitrary<CampaignOptions>
}

const seeds = fc.nat(1_000_000)
const careful = { careless: fc.constant(false), ledger: fc.constant(true) }

/** Events by their member. */
function byMember(events: CampaignEvent[]): Map<number, CampaignEvent[]> {
  const members = new Map<number, CampaignEvent[]>()
  for (const event of events) {
    if ('member' in event)
      members.set(event.member, [...members.get(event.member) ?? [], event])
  }
  return members
}

/** The state of each job at the end, from the events alone. */
function lastStates(events: CampaignEvent[]): Map<number, JobState> {
  const states = new Map<number, JobState>()
  for (const event of events) {
    if (event.type === 'executed' || event.type === 'rescued')
      states.set(event.jobId, event.jobState)
  }
  return states
}

describe('any campaign', () => {
  it('ends, with every job in a final state, and the counts add up', () => {
    fc.assert(fc.property(campaigns(), seeds, (options, seed) => {
      const { events, end } = watch(options, seed)
      const { completed, cancelled, discarded, available, scheduled, executing, retryable } = end.jobs
      expect([available, scheduled, executing, retryable, end.orphaned]).toEqual([0, 0, 0, 0, 0])
      expect(completed + cancelled + discarded).toBe(end.inserted)
      expect(end.inserted).toBe(options.members + only(events, 'inserted').length)
      expect(end.phase).toBe('done')

      const states = [...lastStates(events).values()]
      expect(states).toHaveLength(end.inserted)
      expect(states.filter(state => state === 'completed')).toHaveLength(completed)
      expect(states.filter(state => state === 'cancelled')).toHaveLength(cancelled)
      expect(Object.values(end.outcomes).reduce((sum, count) => sum + count, 0)).toBe(end.executions)
    }), seeded)
  })

  it('is counted right at every moment, and holds no more than a chunk', () => {
    fc.assert(fc.property(campaigns(), seeds, fc.array(fc.integer({ min: 1, max: 3_000_000 }), { maxLength: 30 }), (options, seed, moves) => {
      const clock = new VirtualClock()
      const campaign = new Campaign(options, clock, seededRandom(seed))
      for (const move of moves) {
        clock.advanceBy(move)
        const { jobs, inserted, scheduling, workers, orphaned, series, accepted } = campaign.snapshot()
        expect(Object.values(jobs).reduce((sum, count) => sum + count, 0)).toBe(inserted)
        expect(Math.min(...Object.values(jobs))).toBeGreaterThanOrEqual(0)
        expect(workers.filter(Boolean).length + orphaned).toBe(jobs.executing)
        expect(scheduling.rowsHeld).toBeLessThanOrEqual(options.chunkSize!)
        expect(series.accepted).toHaveLength(100)
        if (clock.nowUs < 9_900_000)
          expect(series.accepted.reduce((sum, count) => sum + count, 0)).toBe(accepted)
      }
    }), seeded)
  })

  it('never has SES accept more than burst and rate allow in any stretch of time, nor the daily quota in a day', () => {
    fc.assert(fc.property(campaigns(), seeds, (options, seed) => {
      const { ratePerSecond, burst, dailyQuota } = options.ses as { ratePerSecond: number, burst: number, dailyQuota: number }
      const times = only(watch(options, seed).events, 'accepted').map(({ atUs }) => atUs)
      times.forEach((fromUs, first) => {
        times.slice(first).forEach((toUs, more) => {
          if (more + 1 > burst + (ratePerSecond * (toUs - fromUs)) / 1e6 + 1e-6)
            throw new Error(`${more + 1} accepted from ${fromUs} to ${toUs}`)
        })
        const dayAfter = times[first + dailyQuota]
        expect(dayAfter === undefined || dayAfter - fromUs >= 24 * HOUR_US).toBe(true)
      })
    }), seeded)
  })

  it('is the same again with the same seed, and another with another', () => {
    fc.assert(fc.property(campaigns({ members: fc.integer({ min: 5, max: 40 }), spans: fc.constant({}) }), seeds, seeds, (options, seed, other) => {
      expect(watch(options, seed)).toEqual(watch(options, seed))
      fc.pre(seed !== other)
      expect(watch(options, seed).events).not.toEqual(watch(options, other).events)
    }), { ...seeded, numRuns: 25 })
  })

  it('never runs back in time, and takes a job up only after it was due', () => {
    fc.assert(fc.property(campaigns(), seeds, (options, seed) => {
      const due = new Map<number, number>()
      let nowUs = 0
      for (const event of watch(options, seed).events) {
        expect(event.atUs).toBeGreaterThanOrEqual(nowUs)
        nowUs = event.atUs
        if (event.type === 'started')
          expect(event.atUs).toBeGreaterThanOrEqual(due.get(event.jobId) ?? 0)
        if (event.type === 'executed')
          due.set(event.jobId, event.atUs + (event.delayUs ?? 0))
      }
    }), seeded)
  })

  it('goes the same way whether anybody listens or not', () => {
    fc.assert(fc.property(campaigns(), seeds, (options, seed) => {
      const clock = new VirtualClock()
      const campaign = new Campaign(options, clock, seededRandom(seed))
      while (clock.step());
      expect(campaign.snapshot()).toEqual(watch(options, seed).end)
    }), { ...seeded, numRuns: 25 })
  })

  it('gives snapshots that are plain data and stay as they are', () => {
    fc.assert(fc.property(campaigns({ members: fc.integer({ min: 1, max: 60 }) }), seeds, fc.integer({ min: 0, max: 10_000_000 }), (options, seed, timeUs) => {
      const clock = new VirtualClock()
      const campaign = new Campaign(options, clock, seededRandom(seed))
      clock.advanceTo(timeUs)
      const snapshot = campaign.snapshot()
      const copy = JSON.parse(JSON.stringify(snapshot))
      expect(copy).toEqual(snapshot)
      expect(campaign.snapshot()).toEqual(snapshot)
      clock.advanceBy(2_000_000)
      expect(snapshot).toEqual(copy)
    }), { ...seeded, numRuns: 25 })
  })
})

describe('a campaign with a ledger', () => {
  it('sends twice only what it has counted as unconfirmed before', () => {
    fc.assert(fc.property(campaigns({ ledger: fc.constant(true) }), seeds, (options, seed) => {
      const { events, end } = watch(options, seed)
      let sentTwice = 0
      for (const ofMember of byMember(events).values()) {
        let doubts = 0
        for (const event of ofMember) {
          if (event.type === 'unconfirmed')
            doubts++
          if (event.type === 'accepted' && event.again) {
            sentTwice++
            expect(--doubts).toBeGreaterThanOrEqual(0)
          }
        }
      }
      expect(end.sentTwice).toBe(sentTwice)
      expect(end.unconfirmed).toBe(only(events, 'unconfirmed').length)
    }), seeded)
  })

  it('has one double send, and one unconfirmed, for each crash in the window', () => {
    const mild = chancesOf(['crash', 'duplicate-job', 'throttle', 'daily-limit', 'bounce', 'invalid-email'])
    fc.assert(fc.property(campaigns({ ...careful, faultChances: mild, maxAttempts: fc.constant(20) }), seeds, (options, seed) => {
      const { end } = watch(options, seed)
      expect(end.sentTwice).toBe(end.outcomes.crash)
      expect(end.unconfirmed).toBe(end.outcomes.crash)
    }), seeded)
  })

  it('sends nobody anything twice when nothing crashes, duplicate jobs or not', () => {
    const harmless = chancesOf(faults.filter(fault => fault !== 'crash'))
    fc.assert(fc.property(campaigns({ ledger: fc.constant(true), faultChances: harmless }), seeds, (options, seed) => {
      const { end } = watch(options, seed)
      expect(end.sentTwice).toBe(0)
    }), seeded)
  })
})

describe('a careful campaign', () => {
  it('leaves nobody out, but for a reason', () => {
    fc.assert(fc.property(campaigns({ careless: fc.constant(false) }), seeds, (options, seed) => {
      const { events, end } = watch(options, seed)
      const states = lastStates(events)
      const members = byMember(events)
      expect(members.size).toBe(options.members)
      for (const ofMember of members.values()) {
        const reached = ofMember.some(event => event.type === 'accepted')
        const ends = only(ofMember, 'executed').filter(({ jobId, jobState }) => jobState === states.get(jobId))
        const reasons = ends.filter(({ outcome, jobState }) => outcome === 'invalid-email' || (outcome === 'error' && jobState === 'discarded'))
        expect(reached || reasons.length > 0).toBe(true)
      }
      expect(end.lost).toBe(0)
    }), seeded)
  })

  it('never has SES refuse for the rate when its limiter stays below the quota', () => {
    const fitting = fc.record({ limiter: limits, spans, moreRate: fc.nat(50) }).map(({ limiter, spans, moreRate }) => {
      // Emails that were granted apart can arrive at SES together, as far as their way differs.
      const late = ((spans as Record<string, { mostUs: number }>).send!.mostUs * limiter.ratePerSecond) / 1e6
      return { limiter, spans, ses: { ratePerSecond: limiter.ratePerSecond + moreRate, burst: limiter.capacity + Math.ceil(late) + 1 } }
    })
    const calm = chancesOf(faults.filter(fault => fault !== 'throttle'))
    fc.assert(fc.property(campaigns({ faultChances: calm }), fitting, seeds, (options, fit, seed) => {
      const { end } = watch({ ...options, ...fit }, seed)
      expect(end.throttled).toBe(0)
      expect(end.granted).toBeGreaterThanOrEqual(end.accepted)
    }), seeded)
  })
})

describe('a careless campaign', () => {
  it('loses exactly what SES refused', () => {
    const answered = chancesOf(faults.filter(fault => fault !== 'no-answer'))
    fc.assert(fc.property(campaigns({ careless: fc.constant(true), faultChances: answered }), seeds, (options, seed) => {
      const { events, end } = watch(options, seed)
      expect(end.lost).toBe(end.throttled + end.dailyLimited + end.rejected)
      expect(end.outcomes.sent + end.lost).toBe(end.jobs.completed)
      expect(end.accepted).toBe(only(events, 'accepted').length)
      expect(end.accepted).toBe(end.outcomes.sent + end.outcomes.crash)
    }), seeded)
  })
})
