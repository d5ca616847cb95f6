import type { Position } from '../../../stage/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clamped, isSamePlace, nextOf, previousOf } from '../../../stage/talk/position'

const decks = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 10 })
const anywhere = fc.record({ slide: fc.integer({ min: -3, max: 20 }), click: fc.integer({ min: -3, max: 20 }) })

/** Every step of a deck, in order: written down without stepping. */
function steps(clicks: readonly number[]): Position[] {
  return clicks.flatMap((count, index) => Array.from({ length: count + 1 }, (_, click) => ({ slide: index + 1, click })))
}

describe('stepping', () => {
  it('goes click by click, then to the next slide, and back the same way', () => {
    fc.assert(fc.property(decks, (clicks) => {
      const all = steps(clicks)
      expect(all.map(step => nextOf(step, clicks))).toEqual([...all.slice(1), all.at(-1)])
      expect(all.map(step => previousOf(step, clicks))).toEqual([all[0], ...all.slice(0, -1)])
    }))
  })

  it('comes from a place that the deck does not have to one that it has', () => {
    fc.assert(fc.property(decks, anywhere, (clicks, place) => {
      for (const position of [clamped(place, clicks), nextOf(place, clicks), previousOf(place, clicks)])
        expect(steps(clicks)).toContainEqual(position)
    }))
    expect(clamped({ slide: 3, click: 9 }, [0, 2])).toEqual({ slide: 2, click: 2 })
  })

  it('leaves a place alone that the deck has', () => {
    fc.assert(fc.property(decks, (clicks) => {
      expect(steps(clicks).every(step => isSamePlace(clamped(step, clicks), step))).toBe(true)
    }))
    expect(isSamePlace({ slide: 1, click: 2 }, { slide: 1, click: 1 })).toBe(false)
    expect(isSamePlace({ slide: 1, click: 2 }, { slide: 2, click: 2 })).toBe(false)
  })
})
