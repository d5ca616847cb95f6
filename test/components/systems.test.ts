import { describe, expect, it } from 'vitest'
import { systemNames, systemOf, systems } from '../../components/systems'

describe('systemOf', () => {
  it.each([
    ['marketing', 'marketing'],
    ['admin cards', 'admin'],
    ['story  orbitfour lead', 'orbitfour'],
    ['frame covered', 'frame'],
  ])('reads %j as %s', (slideClass, system) => {
    expect(systemOf(slideClass)).toBe(system)
  })

  it.each([undefined, null, '', 'cards', 'administrator', 'marketing-page', 42])('takes %j for the frame', (slideClass) => {
    expect(systemOf(slideClass)).toBe('frame')
  })

  it('knows the systems in the order of the talk, each with a name', () => {
    expect(systems).toEqual(['frame', 'marketing', 'orbitfour', 'admin'])
    expect(Object.values(systemNames).every(name => name.length > 0)).toBe(true)
  })
})
