import type { NodeSnapshot, Strategy, TreeEvent } from '../../models/supervisor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generate } from './otp/generate'
import { play } from './otp/scenario'
import { nodes, start } from './supervisorRun'

const scenarios = fc.tuple(fc.constantFrom('instant', 'window', 'timed'), fc.integer({ min: 1, max: 2 ** 31 }))
  .map(([mode, seed]) => generate(mode, seed))
const seeded = { seed: 20_260, numRuns: 300 }

function eventsOf(scenario: Parameters<typeof play>[0]): TreeEvent[] {
  const events: TreeEvent[] = []
  play(scenario, event => events.push(event))
  return events
}

describe('whatever is done to a tree', () => {
  it('comes out the same each time, and time never runs back', () => {
    fc.assert(fc.property(scenarios, (scenario) => {
      const events = eventsOf(scenario)
      expect(eventsOf(scenario)).toEqual(events)
      expect(events.every(({ timeUs }, index) => index === 0 || timeUs >= events[index - 1]!.timeUs)).toBe(true)
    }), seeded)
  })

  it('no supervisor decides on more restarts in its window than it may without giving up', () => {
    fc.assert(fc.property(scenarios, (scenario) => {
      const limits = new Map(nodes(play({ ...scenario, script: [] }).snapshot()).filter(node => node.type === 'supervisor').map(node => [node.path, node]))
      const decided = new Map<string, number[]>()
      for (const event of eventsOf(scenario)) {
        if (event.kind === 'started')
          decided.delete(event.path)
        if (event.kind !== 'restart' && event.kind !== 'retry' && event.kind !== 'gave-up')
          continue
        const { maxRestarts, maxSeconds } = limits.get(event.supervisor!)!
        const now = Math.floor(event.timeUs / 1e6)
        const counting = [...decided.get(event.supervisor!) ?? [], now].filter(then => then >= now - maxSeconds)
        decided.set(event.supervisor!, counting)
        expect(event.count).toBe(counting.length)
        expect(event.kind === 'gave-up').toBe(counting.length > maxRestarts)
      }
    }), seeded)
  })

  it('once the dust has settled, under a living supervisor every permanent child runs, unless its start was ignored', () => {
    fc.assert(fc.property(scenarios, (scenario) => {
      const tree = play({ ...scenario, script: [...scenario.script, { atMs: 1_000_000, do: 'wait' }] })
      for (const node of nodes(tree.snapshot())) {
        if (node.type === 'supervisor' && node.pid !== undefined) {
          for (const child of node.children.filter(child => child.restart === 'permanent'))
            expect([child.path, child.state]).toEqual([child.path, expect.stringMatching(/^(running|ignored)$/)])
        }
      }
    }), seeded)
  })

  it('children stop in the reverse of the order in which they start', () => {
    fc.assert(fc.property(scenarios, ({ tree, mode }) => {
      const events: TreeEvent[] = []
      const before = play({ mode, tree, script: [{ atMs: 100_000, do: 'wait' }] }).snapshot()
      play({ mode, tree, script: [{ atMs: 100_000, do: 'stop', node: tree.id, reason: 'shutdown' }, { atMs: 1_000_000, do: 'wait' }] }, event => events.push(event))
      const exits = events.filter(({ kind, timeUs }) => kind === 'exited' && timeUs >= 100_000_000).map(({ path }) => path)
      const sequential = before.pid !== undefined && !nodes(before).some(({ type, shutdown }) => type === 'supervisor' && shutdown !== 'infinity')
      if (sequential)
        expect(exits).toEqual(stopOrder(before))
    }), seeded)
  })

  it('a kill replaces exactly the processes of its group', () => {
    const groups: Record<Strategy, (index: number, killed: number) => boolean> = {
      one_for_one: (index, killed) => index === killed,
      one_for_all: () => true,
      rest_for_one: (index, killed) => index >= killed,
    }
    fc.assert(fc.property(fc.constantFrom(...Object.keys(groups) as Strategy[]), fc.integer({ min: 1, max: 9 }), fc.nat(), (strategy, size, some) => {
      const run = start(Array.from({ length: size }, (_, index) => `c${index}`), { strategy })
      const killed = some % size
      const before = run.tree.snapshot().children.map(({ pid }) => pid)
      run.tree.kill(`c${killed}`)
      run.settle()
      const replaced = run.tree.snapshot().children.map(({ pid }, index) => pid !== before[index])
      expect(replaced).toEqual(before.map((_, index) => groups[strategy](index, killed)))
    }), seeded)
  })
})

/** The living nodes below and including one, in the order in which they are to stop. */
function stopOrder(node: NodeSnapshot): string[] {
  const below = node.type === 'supervisor' ? node.children.toReversed().flatMap(stopOrder) : []
  return node.pid === undefined ? [] : [...below, node.path]
}
