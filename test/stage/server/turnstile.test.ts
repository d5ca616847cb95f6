import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Turnstile } from '../../../stage/server/turnstile'

const LIMITS = { atOnce: 5, perSecond: 10, waitMs: 1_000 }

describe('the turnstile', () => {
  it('lets so many in at once, has so many a second wait for their turn, and sends the rest away', () => {
    const turnstile = new Turnstile(LIMITS)
    const waits = Array.from({ length: 20 }, () => turnstile.waitOf('crowd', 7_000))
    expect(waits).toEqual([0, 0, 0, 0, 0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000, null, null, null, null, null])
    expect(turnstile.waitOf('neighbour', 7_000)).toBe(0)
    // Who was sent away is not counted, or an address could be kept shut.
    expect(turnstile.waitOf('crowd', 7_100)).toBe(1_000)
  })

  it('in no span of time lets more in than that, and never has anybody wait who asks less', () => {
    const gaps = fc.array(fc.oneof(fc.constant(0), fc.nat(50), fc.nat(2_000)), { minLength: 10, maxLength: 100, size: 'max' })
    fc.assert(fc.property(gaps, (gaps) => {
      const turnstile = new Turnstile(LIMITS)
      let nowMs = 0
      const admitted: number[] = []
      for (const gap of gaps) {
        nowMs += gap
        const isLittle = admitted.filter(at => at > nowMs - 500).length === 0
        const wait = turnstile.waitOf('somebody', nowMs)
        if (isLittle)
          expect(wait).toBe(0)
        if (wait !== null)
          admitted.push(nowMs + wait)
        // Forgetting makes no difference.
        turnstile.tidy(nowMs)
      }
      for (const [index, from] of admitted.entries()) {
        for (const [more, to] of admitted.slice(index).entries())
          expect(more + 1).toBeLessThanOrEqual(LIMITS.atOnce + (to - from) / 1000 * LIMITS.perSecond + 1e-6)
      }
    }), { numRuns: 50 })
  })

  it('remembers nobody for longer than it has to', () => {
    const turnstile = new Turnstile({ atOnce: 2, perSecond: 10, waitMs: 0 })
    expect([0, 0, 0].map(nowMs => turnstile.waitOf('a', nowMs))).toEqual([0, 0, null])
    turnstile.tidy(199)
    expect(turnstile.size).toBe(1)
    turnstile.tidy(200)
    expect(turnstile.size).toBe(0)
    expect([200, 200, 200].map(nowMs => turnstile.waitOf('a', nowMs))).toEqual([0, 0, null])
  })
})
