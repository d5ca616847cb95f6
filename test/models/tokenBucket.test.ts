import type { TokenBucket } from '../../models/tokenBucket'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fullBucket, refill, take } from '../../models/tokenBucket'

const limits = fc.record({
  ratePerSecond: fc.oneof(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0.01, max: 10_000, noNaN: true })),
  capacity: fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.double({ min: 1, max: 1_000, noNaN: true })),
})
/** Moments at which somebody asks; a clock that sometimes runs back among them. */
const waits = fc.array(fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 20_000 }),
  fc.integer({ min: 0, max: 5_000_000 }),
  fc.integer({ min: -100_000, max: -1 }),
), { minLength: 1, maxLength: 80 })
const crowds = fc.record({ limits, startUs: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), waits })
const seeded = { seed: 20_260, numRuns: 200 }

interface Ask { nowUs: number, granted: boolean, before: TokenBucket, after: TokenBucket }

/** Lets a crowd ask one after the other. */
function answers({ limits: { ratePerSecond, capacity }, startUs, waits }: { limits: { ratePerSecond: number, capacity: number }, startUs: number, waits: number[] }): Ask[] {
  let bucket = fullBucket(ratePerSecond, capacity, startUs)
  let nowUs = startUs
  return waits.map((waitUs) => {
    nowUs += waitUs
    const before = bucket
    const taken = take(bucket, nowUs)
    bucket = taken.bucket
    return { nowUs, granted: taken.answer.granted, before, after: bucket }
  })
}

describe('a token bucket', () => {
  it('starts full', () => {
    fc.assert(fc.property(limits, ({ ratePerSecond, capacity }) => {
      expect(fullBucket(ratePerSecond, capacity, 5)).toEqual({ tokens: capacity, ratePerSecond, capacity, lastUs: 5 })
    }), seeded)
  })

  it('grants as many at once as it holds, and not one more', () => {
    fc.assert(fc.property(limits, ({ ratePerSecond, capacity }) => {
      const granted = answers({ limits: { ratePerSecond, capacity }, startUs: 0, waits: Array.from({ length: Math.floor(capacity) + 2 }, () => 0) })
        .filter(ask => ask.granted)
      expect(granted).toHaveLength(Math.floor(capacity))
    }), { ...seeded, numRuns: 50 })
  })

  it('never holds more than its capacity, and never less than nothing', () => {
    fc.assert(fc.property(crowds, (crowd) => {
      for (const { after } of answers(crowd)) {
        expect(after.tokens).toBeLessThanOrEqual(after.capacity)
        expect(after.tokens).toBeGreaterThanOrEqual(0)
      }
    }), seeded)
  })

  it('never grants more in any stretch of time than its capacity and what the rate brings', () => {
    fc.assert(fc.property(crowds, (crowd) => {
      const { ratePerSecond, capacity } = crowd.limits
      const granted = answers(crowd).filter(ask => ask.granted)
      granted.forEach((first, from) => {
        // A clock that ran back brings nothing: what counts is the latest time the bucket has seen.
        const startUs = Math.max(first.nowUs, first.after.lastUs)
        granted.slice(from).forEach((last, index) => {
          const elapsedS = (last.after.lastUs - startUs) / 1e6
          expect(index + 1).toBeLessThanOrEqual(capacity + ratePerSecond * elapsedS + 1e-6)
        })
      })
    }), { ...seeded, numRuns: 150 })
  })

  it('takes one token for a grant, none for a refusal', () => {
    fc.assert(fc.property(crowds, (crowd) => {
      for (const { nowUs, granted, before, after } of answers(crowd))
        expect(after.tokens).toBe(refill(before, nowUs).tokens - (granted ? 1 : 0))
    }), seeded)
  })

  it('is not changed by time that runs back or stands still', () => {
    fc.assert(fc.property(crowds, fc.nat(), (crowd, backUs) => {
      const { after } = answers(crowd).at(-1)!
      expect(refill(after, after.lastUs - backUs)).toEqual(after)
      expect(take(after, after.lastUs - backUs)).toEqual(take(after, after.lastUs))
    }), seeded)
  })

  it('never forgets what it earned when it is asked in between', () => {
    fc.assert(fc.property(limits, fc.array(fc.nat(1_000_000), { maxLength: 20 }), ({ ratePerSecond, capacity }, waits) => {
      const empty = { ...fullBucket(ratePerSecond, capacity), tokens: 0 }
      let often = empty
      let nowUs = 0
      for (const waitUs of waits)
        often = refill(often, nowUs += waitUs)
      expect(often.tokens).toBeCloseTo(refill(empty, nowUs).tokens, 6)
    }), seeded)
  })

  it('has a token when it said it would, and not two microseconds sooner', () => {
    const cases = fc.record({ limits, share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), nowUs: fc.integer({ min: 0, max: 2 ** 40 }) })
    fc.assert(fc.property(cases, ({ limits: { ratePerSecond, capacity }, share, nowUs }) => {
      const bucket = { ...fullBucket(ratePerSecond, capacity, nowUs), tokens: share }
      const { answer } = take(bucket, nowUs)
      expect(answer.granted).toBe(false)
      const { retryAfterUs } = answer as { retryAfterUs: number }
      expect(Number.isInteger(retryAfterUs) && retryAfterUs > 0).toBe(true)
      expect(take(bucket, nowUs + retryAfterUs).answer).toEqual({ granted: true })
      if (retryAfterUs > 2)
        expect(take(bucket, nowUs + retryAfterUs - 2).answer.granted).toBe(false)
    }), { ...seeded, numRuns: 1_000 })
  })

  // What the listing computes on Erlang/OTP for these; any other order of its arithmetic differs in the last digits.
  it.each([
    [561, 100.1, 0.15615610000000002],
    [743, 100.1, 0.1743743],
    [771, 100.1, 0.17717709999999998],
  ])('agrees with Elixir to the last bit: 0.1 tokens and %d microseconds at %d a second', (elapsedUs, ratePerSecond, tokens) => {
    const bucket = { tokens: 0.1, ratePerSecond, capacity: 10, lastUs: 0 }
    expect(refill(bucket, elapsedUs).tokens).toBe(tokens)
    expect(tokens).not.toBe(0.1 + elapsedUs * (ratePerSecond / 1e6))
    expect(tokens).not.toBe(0.1 + (elapsedUs / 1e6) * ratePerSecond)
  })

  it('leaves the bucket that it is given as it was', () => {
    const bucket = Object.freeze(fullBucket(100, 10))
    expect(() => take(bucket, 1_000)).not.toThrow()
    expect(bucket).toEqual(fullBucket(100, 10))
  })

  it('can be asked for more than one token at a time', () => {
    const { answer, bucket } = take(fullBucket(100, 10), 0, 4)
    expect(answer).toEqual({ granted: true })
    expect(bucket.tokens).toBe(6)
    expect(take(bucket, 0, 7).answer).toEqual({ granted: false, retryAfterUs: 10_000 })
  })

  it.each([[0, 10], [-1, 10], [Number.NaN, 10], [100, 0.5], [100, 0], [100, Number.NaN]])('refuses a rate of %d with a capacity of %d', (ratePerSecond, capacity) => {
    expect(() => fullBucket(ratePerSecond, capacity)).toThrow(RangeError)
  })
})
