import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../models/random'

function draw(seed: number, count: number): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, random.fraction)
}

describe('the seeded generator', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (seed, other) => {
      expect(draw(seed, 20)).toEqual(draw(seed, 20))
      fc.pre(seed !== other)
      expect(draw(seed, 20)).not.toEqual(draw(other, 20))
    }))
  })

  it('gives these numbers, on every machine', () => {
    const random = seededRandom(2026)
    expect(Array.from({ length: 5 }, () => random.integer(0, 999))).toMatchInlineSnapshot(`
      [
        359,
        430,
        176,
        338,
        541,
      ]
    `)
  })

  it('spreads evenly', () => {
    const buckets = Array.from<number>({ length: 10 }).fill(0)
    for (const fraction of draw(1, 100_000))
      buckets[Math.floor(fraction * 10)]!++
    expect(Math.min(...buckets)).toBeGreaterThan(9_700)
    expect(Math.max(...buckets)).toBeLessThan(10_300)
  })

  it('keeps to its bounds', () => {
    fc.assert(fc.property(fc.integer(), fc.integer({ min: -1e6, max: 1e6 }), fc.nat(1e6), (seed, least, more) => {
      const number = seededRandom(seed).integer(least, least + more)
      expect(Number.isInteger(number) && number >= least && number <= least + more).toBe(true)
    }))
  })

  it('knows never and always', () => {
    const random = seededRandom(3)
    expect(Array.from({ length: 50 }, () => random.chance(0))).not.toContain(true)
    expect(Array.from({ length: 50 }, () => random.chance(1))).not.toContain(false)
  })

  it.each([[2, 1], [0.5, 2], [0, Number.NaN]])('refuses bounds of %s and %s', (least, most) => {
    expect(() => seededRandom(1).integer(least, most)).toThrow(`between ${least} and ${most}`)
  })

  it.each([0.5, Number.NaN, Infinity])('refuses %s as a seed', (seed) => {
    expect(() => seededRandom(seed)).toThrow(`not ${seed}`)
  })
})
