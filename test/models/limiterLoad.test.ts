import type { LimiterLoadOptions, LimiterLoadSnapshot } from '../../models/limiterLoad'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../models/clock'
import { LimiterLoad, limiterLoadBounds } from '../../models/limiterLoad'
import { seededRandom } from '../../models/random'

function start(options: LimiterLoadOptions = {}, seed = 1): { clock: VirtualClock, load: LimiterLoad } {
  const clock = new VirtualClock()
  return { clock, load: new LimiterLoad(options, clock, seededRandom(seed)) }
}

/** What happened in a second. */
function secondOf({ clock, load }: { clock: VirtualClock, load: LimiterLoad }): Record<'asked' | 'granted' | 'accepted' | 'lost', number> {
  const before = load.snapshot()
  clock.advanceBy(1_000_000)
  const after = load.snapshot()
  const gone = (count: 'asked' | 'granted' | 'accepted' | 'lost'): number => after[count] - before[count]
  return { asked: gone('asked'), granted: gone('granted'), accepted: gone('accepted'), lost: gone('lost') }
}

describe('the limiter under load', () => {
  it('grants the burst and the rate, snoozes the rest, and loses nothing', () => {
    const { clock, load } = start({ loadPerSecond: 150 })
    clock.advanceBy(10_000_000)
    const { asked, granted, snoozed, accepted, lost, mailbox } = load.snapshot()
    expect(granted).toBeGreaterThan(1_000)
    expect(granted).toBeLessThanOrEqual(1_010)
    expect(granted + snoozed + mailbox).toBe(asked)
    expect([accepted, lost]).toEqual([granted, 0])
  })

  it('loses in silence what SES refuses when it is switched off, and nothing more when it is on again', () => {
    const run = start({ loadPerSecond: 150 })
    run.clock.advanceBy(3_000_000)
    run.load.setLimiter(false)
    run.clock.advanceBy(2_000_000)
    const off = secondOf(run)
    expect(off.granted).toBe(0)
    expect(off.accepted).toBeGreaterThan(97)
    expect(off.accepted).toBeLessThan(103)
    expect(off.accepted + off.lost).toBe(off.asked)
    expect(off.lost).toBeGreaterThan(30)

    run.load.setLimiter(true)
    run.clock.advanceBy(2_000_000)
    expect(secondOf(run)).toMatchObject({ lost: 0 })
  })

  it('loses mail with the limiter on, if that is set faster than the quota', () => {
    const run = start({ loadPerSecond: 300, ratePerSecond: 200 })
    run.clock.advanceBy(3_000_000)
    const { granted, accepted, lost } = secondOf(run)
    expect(granted).toBeGreaterThan(195)
    expect(accepted + lost).toBe(granted)
    expect(lost).toBeGreaterThan(90)
  })

  it('lets everybody pass when the load is below the rate, and works off what had gathered', () => {
    const run = start({ loadPerSecond: 300 })
    run.clock.advanceBy(5_000_000)
    expect(run.load.snapshot().snoozing).toBeGreaterThan(300)
    run.load.setLoad(20)
    run.clock.advanceBy(15_000_000)
    expect(run.load.snapshot().snoozing).toBe(0)
    expect(secondOf(run).granted).toBeLessThan(30)
  })

  it('follows a new load at once', () => {
    const run = start({ loadPerSecond: 0 })
    run.clock.advanceBy(5_000_000)
    expect(run.load.snapshot().asked).toBe(0)
    run.load.setLoad(50)
    expect(secondOf(run).asked).toBeGreaterThan(35)
    run.load.setLoad(0)
    expect(secondOf(run).asked).toBeLessThanOrEqual(1)
  })

  it('goes on while its load is being dragged about', () => {
    const { clock, load } = start({ loadPerSecond: 2 })
    for (let move = 0; move < 600; move++) {
      load.setLoad(2 + (move % 2))
      clock.advanceBy(16_000)
    }
    expect(load.snapshot().asked).toBeGreaterThan(10)
    expect(load.snapshot().asked).toBeLessThan(40)
  })

  it('answers one message at a time: those who ask meanwhile wait in its mailbox', () => {
    const { clock, load } = start({ loadPerSecond: 100, serviceUs: 100_000, snoozedMost: 40 })
    clock.advanceBy(2_000_000)
    const { mailbox, granted, snoozed, snoozing } = load.snapshot()
    expect(mailbox).toBeGreaterThan(10)
    expect(granted + snoozed).toBeLessThanOrEqual(20)
    expect(mailbox + snoozing).toBeLessThanOrEqual(40)
  })

  it('keeps its tokens when rate and burst are set', () => {
    const { clock, load } = start({ loadPerSecond: 0, capacity: 10 })
    load.setRate(1)
    expect(load.snapshot()).toMatchObject({ ratePerSecond: 1, capacity: 10, tokens: 10 })
    load.setCapacity(4)
    expect(load.snapshot()).toMatchObject({ ratePerSecond: 1, capacity: 4, tokens: 4 })
    load.setCapacity(8)
    expect(load.snapshot().tokens).toBe(4)
    clock.advanceBy(2_000_000)
    expect(load.snapshot().tokens).toBe(6)
  })

  it('stays within its bounds and counts right, whatever is done to it', () => {
    const action = fc.oneof(
      fc.record({ set: fc.constant('setRate' as const), to: fc.integer({ min: 1, max: 1_000 }) }),
      fc.record({ set: fc.constant('setCapacity' as const), to: fc.integer({ min: 1, max: 50 }) }),
      fc.record({ set: fc.constant('setLoad' as const), to: fc.integer({ min: 0, max: 800 }) }),
      fc.record({ set: fc.constant('setLimiter' as const), to: fc.boolean() }),
    )
    const steps = fc.array(fc.tuple(action, fc.nat(1_500_000)), { maxLength: 12 })
    fc.assert(fc.property(steps, fc.nat(), fc.integer({ min: 1, max: 60 }), (steps, seed, snoozedMost) => {
      const run = (): LimiterLoadSnapshot[] => {
        const { clock, load } = start({ snoozedMost }, seed)
        return steps.map(([{ set, to }, waitUs]) => {
          load[set](to as never)
          clock.advanceBy(waitUs)
          return load.snapshot()
        })
      }
      const snapshots = run()
      for (const { asked, accepted, lost, granted, snoozed, mailbox, snoozing, tokens, capacity, nowUs, series } of snapshots) {
        expect(tokens).toBeGreaterThanOrEqual(0)
        expect(tokens).toBeLessThanOrEqual(capacity)
        expect(mailbox + snoozing).toBeLessThanOrEqual(snoozedMost)
        expect(asked - mailbox).toBeGreaterThanOrEqual(granted + snoozed)
        expect(asked - mailbox - snoozed).toBe(accepted + lost)
        expect(accepted).toBeLessThanOrEqual(20 + 100 * nowUs / 1e6)
        for (const counts of [series.offered, series.granted, series.accepted, series.lost])
          expect(counts).toHaveLength(100)
      }
      // The same seed, the same run.
      expect(run()).toEqual(snapshots)
    }), { seed: 9, numRuns: 60 })
  })

  it('shows the last ten seconds', () => {
    const { clock, load } = start({ loadPerSecond: 150 })
    clock.advanceBy(25_000_000)
    const before = load.snapshot()
    clock.advanceBy(9_900_000)
    const { series, asked, granted, accepted } = load.snapshot()
    const sum = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0)
    expect([sum(series.offered), sum(series.granted), sum(series.accepted), sum(series.lost)])
      .toEqual([asked - before.asked, granted - before.granted, accepted - before.accepted, 0])
    expect([series.fromUs, series.bucketUs]).toEqual([25_000_000, 100_000])
  })

  it('gives snapshots that are plain data', () => {
    const { clock, load } = start()
    clock.advanceBy(3_000_000)
    const snapshot = load.snapshot()
    const copy = JSON.parse(JSON.stringify(snapshot))
    clock.advanceBy(3_000_000)
    expect(snapshot).toEqual(copy)
  })

  it('cannot be set to what makes no sense, and stays as it was', () => {
    const { load } = start()
    const before = load.snapshot()
    for (const value of [-1, Number.NaN, Infinity, 1e9]) {
      expect(() => load.setRate(value)).toThrow(`ratePerSecond must be a number from 1 to 1000, not ${value}`)
      expect(() => load.setCapacity(value)).toThrow(`capacity must be a number from 1 to 1000, not ${value}`)
      expect(() => load.setLoad(value)).toThrow(`loadPerSecond must be a number from 0 to 2000, not ${value}`)
    }
    expect(load.snapshot()).toEqual(before)
  })

  it('runs at its bounds', () => {
    const { ratePerSecond, capacity, loadPerSecond } = limiterLoadBounds
    const { clock, load } = start({ ratePerSecond: ratePerSecond.most, capacity: capacity.most, loadPerSecond: loadPerSecond.most })
    clock.advanceBy(3_000_000)
    expect(load.snapshot().mailbox + load.snapshot().snoozing).toBeLessThanOrEqual(500)
    load.setRate(ratePerSecond.least)
    load.setCapacity(capacity.least)
    clock.advanceBy(3_000_000)
    load.setLoad(loadPerSecond.least)
    clock.advanceBy(3_000_000)
    expect(load.snapshot().tokens).toBeLessThanOrEqual(1)
  })

  it.each<[LimiterLoadOptions, string]>([
    [{ ratePerSecond: 0 }, 'ratePerSecond'],
    [{ capacity: 0 }, 'capacity'],
    [{ loadPerSecond: -1 }, 'loadPerSecond'],
    [{ quota: { ratePerSecond: 0, capacity: 1 } }, 'quota.ratePerSecond'],
    [{ quota: { ratePerSecond: 1, capacity: 0 } }, 'quota.capacity'],
    [{ serviceUs: 0 }, 'serviceUs'],
    [{ snoozedMost: 0 }, 'snoozedMost'],
  ])('refuses to start with %j', (options, name) => {
    expect(() => start(options)).toThrow(name)
  })
})
