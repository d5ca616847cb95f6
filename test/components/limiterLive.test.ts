import type { LimiterAction, LimiterRun } from '../../components/rate-limiter/limiterLive'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limiterLive, limiterSays, speeds } from '../../components/rate-limiter/limiterLive'
import { settings } from '../../components/rate-limiter/limiterOptions'
import { quotaPerSecond } from '../../components/rate-limiter/limiterWalk'
import { TENTHS } from '../../components/rate-limiter/sentSeries'
import { limiterLoadBounds } from '../../models/limiterLoad'

const FRAME_US = 16_667
const options = { rate: 100, burst: 10, load: 150 }
const limits = { ratePerSecond: options.rate, capacity: options.burst }
const start = () => limiterLive(options).start()

function runFor(engine: ReturnType<typeof start>, seconds: number): void {
  for (let frame = 0; frame < seconds * 60; frame++)
    engine.advance(FRAME_US)
}

/** A run after some actions, each followed by so many seconds of real time. */
function runAfter(...parts: (LimiterAction | number)[]): LimiterRun {
  const engine = start()
  for (const part of parts) {
    if (typeof part === 'number')
      runFor(engine, part)
    else
      engine.act(part)
  }
  return engine.snapshot()
}

const set = (name: typeof settings[number]['name'], value: number): LimiterAction => ({ kind: 'set', name, value })
const off: LimiterAction = { kind: 'limiter', on: false }
const total = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0)

const actions = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), name: fc.constantFrom(...settings.map(({ name }) => name)), value: fc.double() }),
  fc.record({ kind: fc.constant('limiter' as const), on: fc.boolean() }),
  fc.record({ kind: fc.constant('speed' as const), speed: fc.constantFrom(...speeds) }),
)
const runs = fc.array(fc.oneof(actions, fc.integer({ min: 0, max: 100_000 })), { maxLength: 60 })

describe('the rate limiter, live', () => {
  it('starts with the limits of the listing, and the bucket full', () => {
    expect(runAfter()).toMatchObject({ ...limits, tokens: limits.capacity, limiterOn: true, speed: 1, granted: 0, lost: 0 })
  })

  it('has settings that the model can take', () => {
    for (const { name, least, most } of settings) {
      expect(least).toBeGreaterThanOrEqual(limiterLoadBounds[name].least)
      expect(most).toBeLessThanOrEqual(limiterLoadBounds[name].most)
    }
  })

  it('keeps to the quota and loses nothing, whatever the load', () => {
    const run = runAfter(set('loadPerSecond', 300), 10)
    expect(run.granted).toBeLessThanOrEqual(limits.capacity + 10.01 * limits.ratePerSecond)
    expect(run.granted).toBeGreaterThan(990)
    expect(run.snoozed).toBeGreaterThan(0)
    expect(run.lost).toBe(0)
  })

  it('holds its rate for minutes: refused jobs do not come back all together', () => {
    const engine = start()
    engine.act(set('loadPerSecond', 300))
    runFor(engine, 100)
    const before = engine.snapshot().granted
    runFor(engine, 20)
    expect(engine.snapshot().granted - before).toBeGreaterThan(0.98 * 20 * limits.ratePerSecond)
  })

  it('loses what is above the quota once the limiter is off', () => {
    const run = runAfter(off, 10)
    expect(run.granted + run.snoozed).toBe(0)
    // 150 a second against 100, less the 20 that SES takes at once.
    expect(run.lost).toBeGreaterThan(400)
    expect(run.lost).toBeLessThan(560)
  })

  it('loses what a limiter lets through whose rate is above the quota', () => {
    const run = runAfter(set('ratePerSecond', 140), 10)
    expect(run.lost).toBeGreaterThan(300)
    expect(run.lost).toBeLessThan(450)
  })

  it('takes settings as they are set, and no further than they go', () => {
    expect(runAfter(set('ratePerSecond', 12.6), set('capacity', 1e9), set('loadPerSecond', -1)))
      .toMatchObject({ ratePerSecond: 13, capacity: 50, loadPerSecond: 0 })
    expect(runAfter(set('ratePerSecond', Number.NaN), set('capacity', Number.POSITIVE_INFINITY))).toMatchObject(limits)
    expect(runAfter({ kind: 'speed', speed: 7 as never }, set('tokens' as never, 5))).toEqual(runAfter())
  })

  it('goes a hundred times slower in slow motion, and loses no time over it', () => {
    expect(runAfter({ kind: 'speed', speed: 0.01 }, 10).elapsedMs).toBe(Math.floor(600 * FRAME_US / 100_000))
    expect(runAfter({ kind: 'speed', speed: 0.1 }, 1).elapsedMs).toBe(100)
  })

  it('charts from its start, and the last ten seconds later on', () => {
    expect(runAfter(1).sent.accepted).toHaveLength(11)
    const { sent, granted } = runAfter(5)
    expect(total(sent.accepted)).toBe(granted)
    expect(runAfter(15).sent.accepted).toHaveLength(TENTHS)
  })

  it('can be brought into no state that breaks it, and gives the same each time', () => {
    fc.assert(fc.property(runs, (parts) => {
      const [one, other] = [start(), start()]
      for (const part of parts) {
        for (const engine of [one, other]) {
          if (typeof part === 'number')
            engine.advance(part)
          else
            engine.act(part)
        }
        const run = one.snapshot()
        expect(other.snapshot()).toEqual(run)
        expect(structuredClone(run)).toEqual(run)
        expect(run.tokens).toBeGreaterThanOrEqual(0)
        expect(run.tokens).toBeLessThanOrEqual(run.capacity)
        for (const { name, least, most } of settings) {
          expect(run[name]).toBeGreaterThanOrEqual(least)
          expect(run[name]).toBeLessThanOrEqual(most)
        }
        expect(limiterSays(run)).toMatch(/^[A-Z].+\.$/)
      }
    }), { seed: 9, numRuns: 60 })
  })
})

describe('what is said of it', () => {
  const saidDuring = (seconds: number, ...before: LimiterAction[]): Set<string> => {
    const engine = start()
    before.forEach(action => engine.act(action))
    return new Set(Array.from({ length: seconds * 60 }, () => {
      engine.advance(FRAME_US)
      return limiterSays(engine.snapshot())
    }))
  }

  it('stays the same as long as nothing new happens', () => {
    expect([...saidDuring(20)]).toEqual([expect.stringContaining('nothing is lost')])
  })

  it('names the silent loss, soon after the limiter is off', () => {
    expect([...saidDuring(20, off)]).toEqual([expect.stringContaining('more goes out'), expect.stringContaining('lost in silence')])
  })

  it('says that the limiter is too generous when its rate is above the quota', () => {
    expect([...saidDuring(20, set('ratePerSecond', quotaPerSecond + 20))])
      .toEqual([expect.stringContaining('above the quota'), expect.stringContaining('lost in silence')])
  })

  it('calms down two seconds after the last loss', () => {
    expect(limiterSays(runAfter(off, 5, { kind: 'limiter', on: true }, 4))).toContain('nothing is lost')
  })

  it('says when nobody wants to send', () => {
    expect(limiterSays(runAfter(set('loadPerSecond', 0), 3))).toContain('Nobody new')
  })

  const onBeam = (run: LimiterRun, isFresh = false): LimiterRun => ({ ...run, process: { pid: '<0.9.0>', state: [], deaths: 0, isFresh } })

  it('does not claim that a bucket fills up by itself which a process of the BEAM keeps', () => {
    const idle = runAfter(set('loadPerSecond', 0), 3)
    expect(limiterSays(idle)).toContain('fills up')
    expect(limiterSays(onBeam(idle))).toMatch(/^Nobody new .* only when it is asked/)
    expect(limiterSays(onBeam(runAfter(3)))).toBe(limiterSays(runAfter(3)))
  })

  it('says that a fresh VM has taken the place of a dead one, and after a while no longer', () => {
    const replaced = (seconds: number): LimiterRun => ({ ...runAfter(seconds), process: { pid: '<0.9.0>', state: [], deaths: 1, isFresh: true } })
    expect(limiterSays(replaced(1))).toBe('The VM had died. A fresh one has taken its place, with a fresh limiter.')
    expect(limiterSays(replaced(7))).not.toContain('VM')
    expect(limiterSays(onBeam({ ...runAfter(1), elapsedMs: 0 }))).toBe('The VM is being started in this tab.')
  })

  it('says what a kill has done to the process, whatever else happens', () => {
    for (const run of [runAfter(3), runAfter(off, 5), runAfter(set('loadPerSecond', 0), 3)])
      expect(limiterSays(onBeam(run, true))).toMatch(/^It was killed\. .* child spec/)
  })
})

describe('the units of its settings', () => {
  it('are written behind a single one as behind many', () => {
    const words = (value: number): string[] => settings.map(({ unit }) => `${value} ${unit(value)}`)
    expect(words(1)).toEqual(['1 a second', '1 token', '1 a second'])
    expect(words(10)).toEqual(['10 a second', '10 tokens', '10 a second'])
  })
})
