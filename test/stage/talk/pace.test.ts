import type { PlannedSlide } from '../../../stage/talk/pace'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLate, paceInWords, paceOf } from '../../../stage/talk/pace'
import { clicksOf, nextOf } from '../../../stage/talk/position'

const MINUTE_MS = 60_000
/** Ten minutes: 1 + 6 (three steps of two minutes) + 0 + 3. */
const slides: PlannedSlide[] = [
  { clicks: 0, plannedMs: MINUTE_MS },
  { clicks: 2, plannedMs: 6 * MINUTE_MS },
  { clicks: 1, plannedMs: 0 },
  { clicks: 0, plannedMs: 3 * MINUTE_MS },
]
const at = (slide: number, click: number, minutes: number): ReturnType<typeof paceOf> => paceOf(slides, { slide, click }, minutes * MINUTE_MS)

describe('the pace of a talk', () => {
  it.each<[slide: number, click: number, minutes: number, words: string]>([
    [1, 0, 0.5, 'on time'],
    // The second step of slide 2 is planned from minute 3 to minute 5.
    [2, 1, 3, 'on time'],
    [2, 1, 5, 'on time'],
    [2, 1, 5.5, 'on time'],
    [2, 1, 5.6, '1 min behind'],
    [2, 1, 7.2, '2 min behind'],
    [2, 1, 2.5, 'on time'],
    [2, 1, 1.2, '2 min ahead'],
    // A slide without a time of its own is an instant.
    [3, 1, 7, 'on time'],
    [3, 0, 8, '1 min behind'],
    // Back to the first slide in the middle, for a question.
    [1, 0, 6, '5 min behind'],
    // Overtime, wherever the talk is.
    [4, 0, 10, 'on time'],
    [4, 0, 10.4, 'on time'],
    [4, 0, 11, '1 min over'],
    [2, 0, 13, '3 min over'],
    [4, 0, 90, '80 min over'],
  ])('on %i-%i after %f minutes is said to be %s', (slide, click, minutes, words) => {
    expect(paceInWords(at(slide, click, minutes))).toBe(words)
  })

  it('says nothing of haste before the talk has begun, on whichever slide', () => {
    expect(at(2, 1, 0)).toEqual({ phase: 'before', plannedMs: 10 * MINUTE_MS, aheadMs: 0, planned: { slide: 1, click: 0 }, leftMs: 10 * MINUTE_MS, toSayMs: 7 * MINUTE_MS })
    expect(paceInWords(at(2, 1, 0))).toBe('not started')
  })

  it('says where the plan is, what is left and what is still to be said', () => {
    expect(at(2, 0, 6)).toEqual({ phase: 'during', plannedMs: 10 * MINUTE_MS, aheadMs: -3 * MINUTE_MS, planned: { slide: 2, click: 2 }, leftMs: 4 * MINUTE_MS, toSayMs: 7 * MINUTE_MS })
    expect(at(4, 0, 4)).toMatchObject({ aheadMs: 3 * MINUTE_MS, planned: { slide: 2, click: 1 }, toSayMs: 3 * MINUTE_MS })
    expect(at(4, 0, 12)).toMatchObject({ phase: 'over', aheadMs: -2 * MINUTE_MS, planned: { slide: 4, click: 0 }, leftMs: -2 * MINUTE_MS, toSayMs: 0 })
  })

  it('has nothing to compare with when nothing is planned', () => {
    for (const unplanned of [[], [{ clicks: 3, plannedMs: 0 }]]) {
      const pace = paceOf(unplanned, { slide: 1, click: 0 }, 5 * MINUTE_MS)
      expect(pace).toMatchObject({ phase: 'unplanned', aheadMs: 0, planned: null, leftMs: 0, toSayMs: 0 })
      expect(paceInWords(pace)).toBe('no plan')
    }
  })

  it('is late when the words say so and never else', () => {
    const plans = fc.array(fc.record({ clicks: fc.integer({ min: 0, max: 3 }), plannedMs: fc.integer({ min: 0, max: 2 * MINUTE_MS }) }), { maxLength: 5 })
    const said = new Set<string>()
    fc.assert(fc.property(plans, fc.nat(5), fc.nat(15 * MINUTE_MS), (plan, slide, elapsedMs) => {
      const pace = paceOf(plan, { slide: slide + 1, click: 0 }, elapsedMs)
      const words = paceInWords(pace)
      expect(isLate(pace)).toBe(/behind|over/.test(words))
      said.add(words.replace(/^\d+ min /, ''))
    }), { seed: 7, numRuns: 500, examples: [[slides, 3, 10 * MINUTE_MS + 30_000], [slides, 3, 10 * MINUTE_MS + 30_001], [slides, 3, 0], [slides, 3, 10 * MINUTE_MS - 1], [slides, 3, 2 * MINUTE_MS]] })
    expect([...said].toSorted()).toEqual(['ahead', 'behind', 'no plan', 'not started', 'on time', 'over'])
  })

  it('is on time, with any plan, at every instant for who keeps to it', () => {
    const plans = fc.array(fc.record({ clicks: fc.integer({ min: 0, max: 5 }), plannedMs: fc.integer({ min: 1, max: 300_000 }) }), { minLength: 1, maxLength: 8 })
    fc.assert(fc.property(plans, fc.double({ min: 0.001, max: 1, noNaN: true }), (plan, share) => {
      const elapsedMs = plan.reduce((sum, { plannedMs }) => sum + plannedMs, 0) * share
      const { planned, leftMs } = paceOf(plan, { slide: 1, click: 0 }, elapsedMs)
      const there = paceOf(plan, planned!, elapsedMs)
      expect(there.aheadMs).toBeCloseTo(0, 3)
      expect(there.toSayMs).toBeCloseTo(leftMs, 3)
    }))
  })

  it('never speaks of less time to go after a step on than before it', () => {
    const clicks = clicksOf(slides)
    fc.assert(fc.property(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 15 * MINUTE_MS }), (count, elapsedMs) => {
      let place = { slide: 1, click: 0 }
      for (let step = 0; step < count; step++)
        place = nextOf(place, clicks)
      const before = paceOf(slides, place, elapsedMs)
      const after = paceOf(slides, nextOf(place, clicks), elapsedMs)
      expect(after.aheadMs).toBeGreaterThanOrEqual(before.aheadMs)
      expect(after.toSayMs).toBeLessThanOrEqual(before.toSayMs)
    }))
  })
})
