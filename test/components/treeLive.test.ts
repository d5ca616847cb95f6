import type { Engine } from '../../components/live/engine'
import type { TreeAction } from '../../components/supervision/treeLive'
import type { TreeSnapshot } from '../../components/supervision/treeRun'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { children } from '../../components/supervision/adminTree'
import { windowOf } from '../../components/supervision/restartSlots'
import { treeLive } from '../../components/supervision/treeLive'
import { endOf, nodesOf } from '../../components/supervision/treeNodes'
import { strategies } from '../../components/supervision/treeOptions'

const names = children.map(({ name }) => name)
const settings = { strategy: 'one_for_one', maxRestarts: 3, maxSeconds: 5 } as const
const SECOND = 1_000_000
const LONG_ENOUGH = 10 * SECOND

let engine: Engine<TreeSnapshot, TreeAction>
beforeEach(() => void (engine = treeLive(settings).start()))

function kill(child: string, waitUs = SECOND): TreeSnapshot {
  engine.act({ kind: 'kill', child })
  engine.advance(waitUs)
  return engine.snapshot()
}
const generations = (): number[] => engine.snapshot().supervisor.children.map(({ generation }) => generation)

describe('the live supervision tree', () => {
  it('stands still until somebody kills a child', () => {
    const before = engine.snapshot()
    engine.advance(LONG_ENOUGH)
    expect(engine.snapshot()).toEqual({ ...before, nowUs: before.nowUs + LONG_ENOUGH })
    expect(nodesOf(before).map(({ tone }) => tone)).toEqual(names.map(() => 'good'))
  })

  it('restarts a killed child alone, and says so', () => {
    const { says, startedAgain } = kill('PuppiesRepo')
    expect(startedAgain).toEqual(['PuppiesRepo'])
    expect(generations()).toEqual([1, 2, 1, 1, 1, 1, 1])
    expect(says).toBe('PuppiesRepo was started again; nobody else noticed.')
  })

  it('shows each child of a group stop in reverse and start in order', () => {
    engine.act({ kind: 'strategy', strategy: 'rest_for_one' })
    engine.act({ kind: 'kill', child: 'GeocodeRepo' })
    const seen: string[] = []
    for (let step = 0; step < 200; step++) {
      engine.advance(20_000)
      const line = nodesOf(engine.snapshot()).slice(4).map(({ word }) => word).join(' ')
      if (line !== seen.at(-1))
        seen.push(line)
    }
    expect(seen).toEqual([
      'dead running stopping',
      'dead stopping stopped',
      'starting stopped stopped',
      'running starting stopped',
      'running running starting',
      'running running running',
    ])
    expect(engine.snapshot().startedAgain).toEqual(['GeocodeRepo', 'ConnectionMonitor', 'Presence'])
    expect(engine.snapshot().says).toBe('GeocodeRepo died: two more stopped in reverse, then three started in order.')
  })

  it('drains the restart window as the seconds go by', () => {
    kill('RRRepo')
    kill('RRRepo')
    const { counting, left, isOver } = windowOf(engine.snapshot())
    expect([counting, isOver]).toEqual([2, false])
    expect(left[0]).toBeGreaterThan(left[1]!)
    expect(left[2]).toBe(0)
    engine.advance(6 * SECOND)
    expect(windowOf(engine.snapshot())).toMatchObject({ counting: 0, left: [0, 0, 0] })
  })

  it('gives up on the fourth restart in five seconds, and stays ended until it is reset', () => {
    for (const child of ['PuppiesRepo', 'RRRepo', 'GeocodeRepo', 'Presence'])
      kill(child, 400_000)
    engine.advance(LONG_ENOUGH)
    const { supervisor, says } = engine.snapshot()
    expect([supervisor.gaveUp, endOf(supervisor)]).toEqual([true, 'exited, :shutdown'])
    expect(says).toContain('Restart 4 within 5 seconds is one too many')
    expect(windowOf(engine.snapshot()).isOver).toBe(true)
    const ended = engine.snapshot()
    engine.act({ kind: 'kill', child: 'PuppiesRepo' })
    expect(engine.snapshot()).toEqual(ended)
    engine.act({ kind: 'reset' })
    expect(generations()).toEqual(names.map(() => 1))
    expect(engine.snapshot().supervisor).toMatchObject({ state: 'running', gaveUp: false, strategy: 'one_for_one' })
  })

  it('keeps a strategy that was chosen when it is reset', () => {
    engine.act({ kind: 'strategy', strategy: 'one_for_all' })
    engine.act({ kind: 'reset' })
    expect(engine.snapshot().supervisor.strategy).toBe('one_for_all')
  })

  it('does nothing about a child or a strategy that is not there', () => {
    const before = engine.snapshot()
    engine.act({ kind: 'kill', child: 'OtherRepo' })
    engine.act({ kind: 'strategy', strategy: 'one_for_none' as never })
    engine.act({ kind: 'dance' } as never)
    expect(engine.snapshot()).toEqual(before)
  })

  it('survives any hands on its controls: same hands, same snapshots, always plain data, ended or at rest in the end', () => {
    const action: fc.Arbitrary<TreeAction | number> = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('kill' as const), child: fc.constantFrom(...names) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('strategy' as const), strategy: fc.constantFrom(...strategies) }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'reset' as const }) },
      { weight: 6, arbitrary: fc.nat(2 * SECOND) },
    )
    fc.assert(fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const run = (): TreeSnapshot[] => {
        const engine = treeLive(settings).start()
        return [...actions, LONG_ENOUGH].map((step) => {
          if (typeof step === 'number')
            engine.advance(step)
          else
            engine.act(step)
          return engine.snapshot()
        })
      }
      const snapshots = run()
      expect(structuredClone(snapshots)).toEqual(run())
      const { supervisor } = snapshots.at(-1)!
      const wanted = supervisor.gaveUp ? ['over', 'bad'] : ['good']
      expect(nodesOf(snapshots.at(-1)!).filter(({ tone }) => !wanted.includes(tone))).toEqual([])
    }))
  })
})
