import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { schedulingAt, schedulingCurve, schedulingPlan } from '../../models/scheduling'

const seeded = { seed: 7, numRuns: 500 }

const plans = fc.record({
  members: fc.oneof(fc.nat(30), fc.nat(1_000_000)),
  chunkSize: fc.integer({ min: 1, max: 5_000 }),
  fetchUs: fc.integer({ min: 1, max: 100_000 }),
  insertUs: fc.integer({ min: 1, max: 100_000 }),
  commitUs: fc.nat(50_000),
}).map(schedulingPlan)
/** A moment of a run, as a share of it. */
const share = fc.double({ min: 0, max: 1, noNaN: true })
const ways = fc.constantFrom('stream' as const, 'load' as const)

describe('a scheduler run in time', () => {
  it('streams at most a chunk at a time, whatever moment one looks', () => {
    fc.assert(fc.property(plans, share, (plan, share) => {
      const state = schedulingAt(plan, 'stream', Math.round(plan.durationUs * share))
      expect(state.rowsHeld).toBeLessThanOrEqual(Math.min(plan.chunkSize, plan.members))
      expect(state.rowsHeld).toBe(state.rowsRead - state.jobsInserted)
      expect(state.rowsHeld).toBeLessThanOrEqual(state.mostRowsHeld)
      expect(state.chunksDone).toBe(Math.ceil(state.jobsInserted / plan.chunkSize))
    }), seeded)
  })

  it('only ever grows when everything is loaded, up to all members', () => {
    fc.assert(fc.property(plans, share, share, (plan, one, other) => {
      const [earlier, later] = [Math.min(one, other), Math.max(one, other)].map(share => schedulingAt(plan, 'load', Math.round(plan.durationUs * share)))
      expect(earlier!.rowsHeld).toBeLessThanOrEqual(later!.rowsHeld)
      expect(earlier!.jobsInserted === 0 || earlier!.rowsHeld === plan.members).toBe(true)
      expect(schedulingAt(plan, 'load', plan.durationUs).rowsHeld).toBe(plan.members)
    }), seeded)
  })

  it('reads and inserts ever more, and holds at least as much loading as streaming', () => {
    fc.assert(fc.property(plans, ways, share, share, (plan, way, one, other) => {
      const [earlier, later] = [Math.min(one, other), Math.max(one, other)].map(share => schedulingAt(plan, way, Math.round(plan.durationUs * share)))
      for (const count of ['rowsRead', 'jobsInserted', 'jobsVisible', 'chunksDone', 'mostRowsHeld'] as const)
        expect(earlier![count]).toBeLessThanOrEqual(later![count])
      const { elapsedUs } = later!
      expect(schedulingAt(plan, 'load', elapsedUs).rowsHeld).toBeGreaterThanOrEqual(schedulingAt(plan, 'stream', elapsedUs).rowsHeld)
    }), seeded)
  })

  it('ends both ways with a visible job for each member, and shows none before', () => {
    fc.assert(fc.property(plans, ways, (plan, way) => {
      expect(schedulingAt(plan, way, plan.durationUs)).toMatchObject({ phase: 'committed', jobsInserted: plan.members, jobsVisible: plan.members, chunksDone: plan.chunksTotal })
      if (plan.durationUs > 0)
        expect(schedulingAt(plan, way, plan.durationUs - 1)).toMatchObject({ jobsVisible: 0 })
    }), seeded)
  })

  it('goes through its phases, chunk by chunk or step by step', () => {
    const plan = schedulingPlan({ members: 5, chunkSize: 2, fetchUs: 20, insertUs: 10, commitUs: 5 })
    const rowsAndJobs = (way: 'stream' | 'load'): string[] => Array.from({ length: 17 }, (_, index) => {
      const { phase, rowsHeld, jobsInserted, jobsVisible } = schedulingAt(plan, way, index * 5)
      return `${phase} ${rowsHeld} ${jobsInserted} ${jobsVisible}`
    })
    expect(plan).toMatchObject({ durationUs: 80, chunksTotal: 3 })
    expect(rowsAndJobs('stream')).toEqual([
      ...['fetching 0 0 0', 'fetching 0 0 0', 'fetching 1 0 0', 'fetching 1 0 0', 'inserting 2 0 0', 'inserting 2 0 0'],
      ...['fetching 0 2 0', 'fetching 0 2 0', 'fetching 1 2 0', 'fetching 1 2 0', 'inserting 2 2 0', 'inserting 2 2 0'],
      ...['fetching 0 4 0', 'fetching 0 4 0', 'inserting 1 4 0', 'committing 0 5 0', 'committed 0 5 5'],
    ])
    expect(rowsAndJobs('load')).toEqual([
      ...['fetching 0 0 0', 'fetching 0 0 0', 'fetching 1 0 0', 'fetching 1 0 0', 'fetching 2 0 0', 'fetching 2 0 0', 'fetching 3 0 0', 'fetching 3 0 0', 'fetching 4 0 0', 'fetching 4 0 0'],
      ...['inserting 5 0 0', 'inserting 5 0 0', 'inserting 5 2 0', 'inserting 5 2 0', 'inserting 5 4 0', 'committing 5 5 0', 'committed 5 5 5'],
    ])
  })

  it('is the campaign of the slide: half a million in 250 chunks', () => {
    const plan = schedulingPlan({ members: 500_000 })
    expect(plan).toMatchObject({ chunkSize: 2_000, chunksTotal: 250, durationUs: 250 * 48_000 + 20_000 })
    expect(schedulingAt(plan, 'stream', plan.durationUs).mostRowsHeld).toBe(2_000)
    expect(schedulingAt(plan, 'load', plan.durationUs).mostRowsHeld).toBe(500_000)
  })

  it('takes a moment before its start for the start, and one after its end for the end', () => {
    const plan = schedulingPlan({ members: 10 })
    expect(schedulingAt(plan, 'stream', -5)).toEqual(schedulingAt(plan, 'stream', 0))
    expect(schedulingAt(plan, 'load', Infinity)).toEqual(schedulingAt(plan, 'load', plan.durationUs))
  })

  it('commits at once when there is nobody', () => {
    expect(schedulingAt(schedulingPlan({ members: 0, commitUs: 0 }), 'stream', 0)).toMatchObject({ phase: 'committed', chunksTotal: 0, jobsVisible: 0 })
    expect(schedulingAt(schedulingPlan({ members: 0 }), 'load', 0)).toMatchObject({ phase: 'committing', rowsHeld: 0 })
  })

  it.each([
    [{ members: 1.5 }, /^members/],
    [{ members: 1, chunkSize: 0 }, /^chunkSize must be an integer of 1 or more/],
    [{ members: 1, fetchUs: 0 }, /^fetchUs/],
    [{ members: 1, insertUs: Number.NaN }, /^insertUs/],
    [{ members: 1, commitUs: -1 }, /^commitUs/],
    [{ members: 1, parametersPerJob: 0 }, /^parametersPerJob/],
    [{ members: 1, chunkSize: 5_462 }, /^chunkSize must be at most 5461 with 12 parameters a job, not 5462: Postgres takes at most 65535 parameters a statement$/],
    [{ members: Number.MAX_SAFE_INTEGER, chunkSize: 1 }, /^the time that members/],
  ])('refuses %j', (options, message) => {
    expect(() => schedulingPlan(options)).toThrow(RangeError)
    expect(() => schedulingPlan(options)).toThrow(message)
  })

  it('takes as many parameters as Postgres does', () => {
    expect(schedulingPlan({ members: 1, chunkSize: 5_461 }).chunkSize).toBe(5_461)
    expect(schedulingPlan({ members: 1, chunkSize: 65_535, parametersPerJob: 1 }).chunkSize).toBe(65_535)
  })
})

describe('the curve of a scheduler run', () => {
  it('is what the run holds at evenly spaced moments', () => {
    fc.assert(fc.property(plans, ways, fc.integer({ min: 2, max: 40 }), (plan, way, points) => {
      const curve = schedulingCurve(plan, way, points)
      expect(curve).toHaveLength(points)
      expect([curve[0]!.elapsedUs, curve.at(-1)!.elapsedUs]).toEqual([0, plan.durationUs])
      for (const { elapsedUs, rowsHeld } of curve)
        expect(rowsHeld).toBe(schedulingAt(plan, way, elapsedUs).rowsHeld)
    }), { ...seeded, numRuns: 100 })
  })

  it('misses no peak between its points', () => {
    const small = fc.record({ members: fc.nat(30), chunkSize: fc.integer({ min: 1, max: 8 }), fetchUs: fc.integer({ min: 1, max: 12 }), insertUs: fc.integer({ min: 1, max: 12 }), commitUs: fc.nat(9) }).map(schedulingPlan)
    fc.assert(fc.property(small, ways, fc.integer({ min: 2, max: 12 }), (plan, way, points) => {
      const curve = schedulingCurve(plan, way, points)
      curve.slice(1).forEach(({ elapsedUs, mostRowsHeld }, index) => {
        const fromUs = curve[index]!.elapsedUs
        const held = Array.from({ length: elapsedUs - fromUs + 1 }, (_, us) => schedulingAt(plan, way, fromUs + us).rowsHeld)
        expect(mostRowsHeld).toBe(Math.max(...held))
      })
    }), { ...seeded, numRuns: 200 })
  })

  it('can end before the run does', () => {
    const plan = schedulingPlan({ members: 500_000 })
    const curve = schedulingCurve(plan, 'load', 3, 1_000_000)
    expect(curve.map(({ elapsedUs }) => elapsedUs)).toEqual([0, 500_000, 1_000_000])
    expect(curve.map(({ rowsHeld }) => rowsHeld)).toEqual([0, 125_000, 250_000])
  })

  it.each([[1, undefined, /^points/], [2.5, undefined, /^points/], [2, -1, /^untilUs/], [2, 1e12, /^untilUs/]])('refuses %d points until %s', (points, untilUs, message) => {
    expect(() => schedulingCurve(schedulingPlan({ members: 10 }), 'stream', points, untilUs)).toThrow(message)
  })
})
