import { describe, expect, it } from 'vitest'
import { drawingOf, stepAt } from '../../components/steps/steps'

const steps = { whole: 'All of it.', refill: 'The clock has earned three tokens.', refuse: 'Empty again.' }

describe('stepAt', () => {
  it('goes through the steps in the order of the clicks', () => {
    expect([0, 1, 2].map(clicks => stepAt(steps, clicks).name)).toEqual(['whole', 'refill', 'refuse'])
  })

  it('gives the sentence with the name', () => {
    expect(stepAt(steps, 1)).toEqual({ name: 'refill', sentence: 'The clock has earned three tokens.' })
  })

  it('stays on the last step beyond it, and on the first before it', () => {
    expect(stepAt(steps, 99_999).name).toBe('refuse')
    expect(stepAt(steps, -1).name).toBe('whole')
  })

  it.each([undefined, {}])('tells the author of a slide with %j for steps what to write', (none) => {
    expect(() => stepAt(none, 0)).toThrow('needs `steps` in its frontmatter')
  })
})

describe('drawingOf', () => {
  it('finds the drawing of a step', () => {
    expect(drawingOf('Panel', { whole: 1, refill: 2 }, 'refill')).toBe(2)
  })

  it('takes a drawing of nothing for a drawing', () => {
    expect(drawingOf('Panel', { chain: null }, 'chain')).toBeNull()
  })

  it('names the panel, the unknown step and the known ones', () => {
    expect(() => drawingOf('Panel', { whole: 1, refill: 2 }, 'refil'))
      .toThrow('Panel has no step "refil". It has: whole, refill.')
  })

  it('does not take for a step what every object has', () => {
    expect(() => drawingOf('Panel', { whole: 1 }, 'constructor')).toThrow('no step "constructor"')
  })
})
