import type { SchedulingAction, SchedulingRun } from '../../components/scheduling/schedulingLive'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { schedulingLive, schedulingSays, speeds } from '../../components/scheduling/schedulingLive'
import { plan } from '../../components/scheduling/schedulingWalk'

/** A run after some actions, each followed by so many microseconds of real time. */
function runAfter(...parts: (SchedulingAction | number)[]): SchedulingRun {
  const engine = schedulingLive.start()
  for (const part of parts) {
    if (typeof part === 'number')
      engine.advance(part)
    else
      engine.act(part)
  }
  return engine.snapshot()
}

const actions = fc.oneof(
  fc.constant({ kind: 'restart' as const }),
  fc.record({ kind: fc.constant('speed' as const), speed: fc.constantFrom(...speeds) }),
)

describe('the scheduling, live', () => {
  it('runs all 500,000 in about twelve seconds', () => {
    expect(runAfter(11_500_000).stream.phase).not.toBe('committed')
    expect(runAfter(12_500_000)).toMatchObject({
      stream: { phase: 'committed', jobsInserted: 500_000, jobsVisible: 500_000, mostRowsHeld: 2_000 },
      load: { phase: 'committed', jobsInserted: 500_000, jobsVisible: 500_000, mostRowsHeld: 500_000 },
    })
  })

  it('stands still when it is done', () => {
    expect(runAfter(20_000_000)).toEqual(runAfter(900_000_000))
  })

  it('goes as fast as is chosen, and keeps what has been done', () => {
    expect(runAfter({ kind: 'speed', speed: 4 }, 1_000_000).stream.elapsedUs).toBe(4_000_000)
    expect(runAfter(1_000_000, { kind: 'speed', speed: 0.25 }, 1_000_000).stream.elapsedUs).toBe(1_250_000)
    expect(runAfter({ kind: 'speed', speed: 1000 as never }, 1_000_000)).toMatchObject({ speed: 1, stream: { elapsedUs: 1_000_000 } })
  })

  it('begins anew, as fast as it was, even when it is done', () => {
    const again = runAfter({ kind: 'speed', speed: 4 }, 20_000_000, { kind: 'restart' })
    expect(again).toMatchObject({ speed: 4, stream: { elapsedUs: 0, jobsInserted: 0 }, load: { elapsedUs: 0 } })
  })

  it('holds a chunk at the most in one way, shows no job before the commit, and gives the same each time', () => {
    fc.assert(fc.property(fc.array(fc.oneof(actions, fc.integer({ min: 0, max: 100_000 })), { maxLength: 100 }), (parts) => {
      const run = runAfter(...parts)
      expect(run.stream.rowsHeld).toBeLessThanOrEqual(2_000)
      expect(run.stream.jobsVisible).toBe(run.stream.phase === 'committed' ? 500_000 : 0)
      expect(run.load.elapsedUs).toBe(run.stream.elapsedUs)
      expect(Number.isInteger(run.stream.elapsedUs)).toBe(true)
      expect(structuredClone(run)).toEqual(run)
      expect(runAfter(...parts)).toEqual(run)
    }), { seed: 7, numRuns: 100 })
  })

  it('says three things in all: rows pile up, they stay, it is committed', () => {
    const engine = schedulingLive.start()
    const said = new Set<string>()
    for (let frame = 0; frame < 800; frame++) {
      said.add(schedulingSays(engine.snapshot()))
      engine.advance(16_667)
    }
    expect([...said]).toEqual([
      expect.stringContaining('pile up'),
      expect.stringContaining('stay there'),
      expect.stringContaining('Committed'),
    ])
    expect(plan.durationUs).toBeLessThan(800 * 16_667)
  })
})
