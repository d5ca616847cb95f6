import { describe, expect, it } from 'vitest'
import { children, stateOf, supervisorName, treeWalk } from '../../components/supervision/treeWalk'
import { between, listing } from './listing'

const code = listing('vianet_admin/application.ex')
const names = children.map(({ name }) => name)

describe('the walk through the supervision tree', () => {
  it('has the children of the listing, in start order', () => {
    const entries = between(code, 'children = [', ']').replace(/#.*/g, '')
    expect(names).toEqual(entries.split(',').map(name => name.trim()))
    expect(names).toHaveLength(7)
  })

  it('has the supervisor of the listing', () => {
    expect(code).toContain(`name: ${supervisorName}`)
  })

  it.each(Object.entries(treeWalk))('speaks only of nodes that are there: %s', (_, { lit, crashed }) => {
    expect([supervisorName, ...names]).toEqual(expect.arrayContaining(lit))
    expect(names).toEqual(expect.arrayContaining(crashed ? [crashed.name] : []))
  })

  it('shows every child once on the way from the first to the last', () => {
    const shown = ['own-repo', 'site-repos', 'helpers'].flatMap(step => treeWalk[step]!.lit)
    expect(shown).toEqual(names)
  })

  it('brings the crashed child back, and leaves the others as they were', () => {
    const states = (step: string) => names.map(name => stateOf(treeWalk[step]!, name)).filter(state => state !== 'running')
    expect(states('strategy')).toEqual([])
    expect(states('crash')).toEqual(['down'])
    expect(states('restart')).toEqual(['restarted'])
    expect(treeWalk.restart!.crashed!.name).toBe(treeWalk.crash!.crashed!.name)
  })
})
