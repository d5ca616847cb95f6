import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundaryTransitions } from '../../components/transitions'
import { outline } from '../deck/outline'

const loudness = ['slide-left', 'fade', 'zoom']
const transitions = fc.array(fc.constantFrom(...loudness), { minLength: 1, maxLength: 40 })

describe('boundaryTransitions', () => {
  const declared = outline.map(slide => slide.transition)
  const seen = boundaryTransitions(declared)
  /** What is seen on the way into a slide and out of it. */
  const around = (no: number) => [...(no > 1 ? [seen[no - 2]] : []), ...(no < seen.length ? [seen[no - 1]] : [])]

  it('zooms into and out of every section of the talk', () => {
    for (const { no } of outline.filter(slide => slide.layout === 'section'))
      expect(new Set(around(no))).toEqual(new Set(['zoom']))
  })

  it('fades into and out of every screenshot, but for the way in from a section', () => {
    const screenshots = outline.filter(slide => slide.layout === 'screenshot')
    expect(screenshots.map(({ no, alias }) => [alias, ...around(no)])).toEqual([
      ['marketing-screen', 'zoom', 'fade'],
      ['orbitfour-screen', 'zoom', 'fade'],
      ['epp-health', 'fade', 'fade'],
      ['admin-screen', 'zoom', 'fade'],
    ])
  })

  it('slides between pages of text and code', () => {
    for (const [index, { layout }] of outline.slice(0, -1).entries()) {
      const next = outline[index + 1]!.layout
      if ([layout, next].every(name => name === 'default' || name === 'code-panel'))
        expect(seen[index]).toBe('slide-left')
    }
  })

  it('shows the louder of two neighbours, whatever their order', () => {
    fc.assert(fc.property(transitions, (any) => {
      const result = boundaryTransitions(any)
      const loud = (name: string | undefined) => loudness.indexOf(name!)
      result.forEach((name, index) => expect(loud(name)).toBe(Math.max(loud(any[index]), loud(any[index + 1]))))
      expect(boundaryTransitions(any.toReversed()).slice(0, -1)).toEqual(result.slice(0, -1).toReversed())
    }), { seed: 2 })
  })

  it('leaves the last slide its own, and the given list alone', () => {
    const given = Object.freeze(['fade', 'zoom', 'slide-left'])
    expect(boundaryTransitions([...given])).toEqual(['zoom', 'zoom', 'slide-left'])
  })

  it('has nothing to say about no slides', () => {
    expect(boundaryTransitions([])).toEqual([])
  })
})
