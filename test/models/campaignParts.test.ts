import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DailyQuota } from '../../models/campaign/dailyQuota'
import { backoffS } from '../../models/campaign/jobQueue'
import { VirtualClock } from '../../models/clock'
import { seededRandom } from '../../models/random'
import { RateLimiter } from '../../models/rateLimiter'
import { RateSeries } from '../../models/rateSeries'
import { fullBucket, refill, take } from '../../models/tokenBucket'

const seeded = { seed: 9, numRuns: 200 }
const DAY_US = 24 * 3_600e6

describe('the limiter', () => {
  const limits = fc.record({ ratePerSecond: fc.double({ min: 0.01, max: 10_000, noNaN: true }), capacity: fc.double({ min: 1, max: 1_000, noNaN: true }) })

  it('answers as the token bucket does, to the last bit', () => {
    fc.assert(fc.property(limits, fc.array(fc.nat(3_000_000), { maxLength: 60 }), ({ ratePerSecond, capacity }, waits) => {
      const clock = new VirtualClock()
      clock.advanceTo(12_345)
      const limiter = new RateLimiter({ ratePerSecond, capacity }, clock)
      let bucket = fullBucket(ratePerSecond, capacity, clock.nowUs)
      for (const waitUs of waits) {
        clock.advanceBy(waitUs)
        expect(limiter.tokens).toBe(refill(bucket, clock.nowUs).tokens)
        const taken = take(bucket, clock.nowUs)
        bucket = taken.bucket
        expect(limiter.ready()).toBe(taken.answer.granted)
        expect(limiter.tokens).toBe(bucket.tokens)
      }
    }), seeded)
  })

  it('keeps its tokens when its rate changes, and as many as fit when its capacity does', () => {
    const clock = new VirtualClock()
    const limiter = new RateLimiter({ ratePerSecond: 10, capacity: 10 }, clock)
    for (let ask = 0; ask < 10; ask++)
      limiter.ready()
    clock.advanceBy(500_000)
    limiter.change({ ratePerSecond: 1_000, capacity: 10 })
    // Half a second at the old rate.
    expect(limiter.tokens).toBe(5)
    clock.advanceBy(1_000)
    expect(limiter.tokens).toBe(6)
    limiter.change({ ratePerSecond: 1_000, capacity: 2 })
    expect(limiter.tokens).toBe(2)
    expect(() => limiter.change({ ratePerSecond: 0, capacity: 50 })).toThrow(RangeError)
    expect([limiter.ratePerSecond, limiter.capacity, limiter.tokens]).toEqual([1_000, 2, 2])
  })
})

describe('the daily quota', () => {
  it('lets no 24 hours see more, and frees a place at most a minute late', () => {
    const waits = fc.array(fc.oneof(fc.nat(5e6), fc.nat(4 * 3_600e6), fc.nat(3 * DAY_US)), { maxLength: 80 })
    fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), waits, (most, waits) => {
      const quota = new DailyQuota(most)
      const used: number[] = []
      let nowUs = 0
      for (const waitUs of waits) {
        nowUs += waitUs
        const within = (spanUs: number): number => used.filter(atUs => atUs > nowUs - spanUs).length
        if (within(DAY_US) >= most)
          expect(quota.hasRoom(nowUs)).toBe(false)
        if (within(DAY_US + 60e6) < most)
          expect(quota.hasRoom(nowUs)).toBe(true)
        if (quota.hasRoom(nowUs)) {
          quota.use(nowUs)
          used.push(nowUs)
        }
        else {
          // Not a second before it says so.
          const freeUs = nowUs + quota.secondsUntilFreed(nowUs) * 1e6
          expect(freeUs - used.at(-most)!).toBeGreaterThanOrEqual(DAY_US)
          expect(freeUs - used.at(-most)!).toBeLessThanOrEqual(DAY_US + 61e6)
        }
      }
    }), seeded)
  })

  it('forgets everything in some idle days', () => {
    // The minute that comes round to the place of the first one, in a ring of 1,441.
    for (const minute of [1_442, 2_881, 2_882, 2_883, 10_000]) {
      const quota = new DailyQuota(1)
      quota.use(60e6)
      expect(quota.hasRoom(minute * 60e6), `minute ${minute}`).toBe(true)
    }
  })

  it('says when the oldest is forgotten, up to its last moment', () => {
    const quota = new DailyQuota(1)
    quota.use(0)
    const lastMinuteUs = DAY_US + 30e6
    expect([quota.hasRoom(lastMinuteUs), quota.secondsUntilFreed(lastMinuteUs)]).toEqual([false, 30])
    expect(quota.hasRoom(lastMinuteUs + 30e6)).toBe(true)
  })

  it('is free again in a day at the latest, as far as is known', () => {
    expect(new DailyQuota(1).secondsUntilFreed(5_000_000)).toBe(86_400)
  })
})

describe('the series of the last seconds', () => {
  it('counts each tenth of a second, and forgets what is ten seconds old', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.nat(300_000), fc.nat(15_000_000)), { maxLength: 60 }), (waits) => {
      const series = new RateSeries()
      const happened: number[] = []
      let nowUs = 0
      for (const waitUs of waits) {
        nowUs += waitUs
        series.count(nowUs)
        happened.push(nowUs)
      }
      nowUs += 40_000
      const { bucketUs, fromUs, counts } = series.read(nowUs)
      expect([bucketUs, fromUs + 100 * bucketUs > nowUs, fromUs + 99 * bucketUs <= nowUs]).toEqual([100_000, true, true])
      expect(counts).toEqual(counts.map((_, index) => happened.filter(atUs => Math.floor((atUs - fromUs) / bucketUs) === index).length))
      const endUs = fromUs + 99 * bucketUs
      expect(series.lastSecond(nowUs)).toBe(happened.filter(atUs => atUs >= endUs - 1_000_000 && atUs < endUs).length)
    }), seeded)
  })
})

describe('the back-off', () => {
  it('is Oban\'s: 15 seconds and a power of two, and up to a tenth more', () => {
    const random = seededRandom(1)
    const least = { ...random, fraction: () => 0 }
    const most = { ...random, fraction: () => 1 - 2 ** -32 }
    expect([1, 2, 10, 19].map(attempt => backoffS({ attempt, maxAttempts: 20 }, least))).toEqual([17, 19, 1_039, 524_303])
    expect([1, 10].map(attempt => backoffS({ attempt, maxAttempts: 20 }, most))).toEqual([18, 1_142])
  })

  it('does not count snoozes, which raise the number of attempts', () => {
    const least = { ...seededRandom(1), fraction: () => 0 }
    expect(backoffS({ attempt: 101, maxAttempts: 120 }, least)).toBe(15 + 2 ** 17)
    expect(backoffS({ attempt: 1_000, maxAttempts: 1_019 }, least)).toBe(15 + 2 ** 20)
  })
})
