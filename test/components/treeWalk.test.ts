import type { NodeState } from '../../models/supervisor'
import { describe, expect, it } from 'vitest'
import { children, supervisorName } from '../../components/supervision/adminTree'
import { strategies, treeSteps } from '../../components/supervision/treeOptions'
import { treeWalk } from '../../components/supervision/treeWalk'
import { between, listing } from './listing'

const code = listing('vianet_admin/application.ex')
const names = children.map(({ name }) => name)
const defaults = { strategy: 'one_for_one', maxRestarts: 3, maxSeconds: 5 } as const
const walk = treeWalk(defaults)
const statesAt = (step: string, drawn = walk): NodeState[] => drawn[step]!.tree.supervisor.children.map(({ state }) => state)
const generationsAt = (step: string, drawn = walk): number[] => drawn[step]!.tree.supervisor.children.map(({ generation }) => generation)
const allRun = names.map(() => 'running')
const allFirst = names.map(() => 1)

describe('the walk through the supervision tree', () => {
  it('has the children of the listing, in start order', () => {
    const entries = between(code, 'children = [', ']').replace(/#.*/g, '')
    expect(names).toEqual(entries.split(',').map(name => name.trim()))
    expect(names).toHaveLength(7)
  })

  it('has the supervisor of the listing, and its strategy', () => {
    expect(code).toContain(`name: ${supervisorName}`)
    expect(code).toContain(`strategy: :${defaults.strategy}`)
  })

  it('has the steps that slides may name, in their order', () => {
    expect(Object.keys(walk)).toEqual(treeSteps)
  })

  it.each(treeSteps)('speaks only of nodes that are there: %s', (step) => {
    expect([supervisorName, ...names]).toEqual(expect.arrayContaining(walk[step]!.lit))
  })

  it('shows every child once on the way from the first to the last', () => {
    expect(['own-repo', 'site-repos', 'helpers'].flatMap(step => walk[step]!.lit)).toEqual(names)
  })

  it('has all children running until one crashes', () => {
    for (const step of ['whole', 'own-repo', 'site-repos', 'helpers', 'strategy'])
      expect([statesAt(step), generationsAt(step)]).toEqual([allRun, allFirst])
  })

  it('shows the crash before the supervisor has dealt with it', () => {
    expect(statesAt('crash')).toEqual(names.map(name => name === 'RoommatesRepo' ? 'exited' : 'running'))
    expect(walk.crash!.tree.supervisor.restarts).toEqual([])
  })

  it('brings that child back, counts it, and leaves the others as they were', () => {
    expect(statesAt('restart')).toEqual(allRun)
    expect(generationsAt('restart')).toEqual(names.map(name => name === 'RoommatesRepo' ? 2 : 1))
    expect(walk.restart!.tree.supervisor.restarts).toHaveLength(1)
  })

  it.each([
    { strategy: 'one_for_all', restarted: names },
    { strategy: 'rest_for_one', restarted: names.slice(names.indexOf('RoommatesRepo')) },
  ] as const)('restarts with $strategy whom that strategy restarts', ({ strategy, restarted }) => {
    const other = treeWalk({ ...defaults, strategy })
    expect(generationsAt('restart', other)).toEqual(names.map(name => (restarted as string[]).includes(name) ? 2 : 1))
    expect(other.restart!.tree.startedAgain).toEqual(restarted)
  })

  it('gives up where no restart is allowed', () => {
    const { supervisor } = treeWalk({ ...defaults, maxRestarts: 0 }).restart!.tree
    expect([supervisor.gaveUp, supervisor.exit?.reason]).toEqual([true, 'shutdown'])
  })

  it('knows the strategies that Elixir has', () => {
    expect(strategies).toEqual(['one_for_one', 'one_for_all', 'rest_for_one'])
  })
})
