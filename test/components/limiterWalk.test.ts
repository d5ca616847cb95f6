import { describe, expect, it } from 'vitest'
import { limiterWalk, limits } from '../../components/rate-limiter/limiterWalk'
import { listing } from './listing'

const at = (step: string) => limiterWalk[step]!

describe('the walk through the rate limiter', () => {
  it('has the limits of the listing', () => {
    const [, rate, burst] = /defstruct rate: ([\d.]+), burst: ([\d.]+)/.exec(listing('marketing/email_rate_limiter.ex'))!
    expect(limits).toEqual({ ratePerSecond: Number(rate), capacity: Number(burst) })
  })

  it('starts with a full bucket', () => {
    expect(at('full')).toEqual({ elapsedMs: 0, tokens: 10, waiting: 0, granted: 0, snoozed: 0, lastAnswer: undefined })
  })

  it('has twelve workers wait, and none answered, when they ask', () => {
    expect(at('ask')).toMatchObject({ tokens: 10, waiting: 12, granted: 0, snoozed: 0 })
  })

  it('grants ten of twelve, and earns three tokens in the 30 ms that follow', () => {
    expect(at('refill')).toMatchObject({ elapsedMs: 30, tokens: 3, granted: 10, snoozed: 2 })
  })

  it('takes one token for one email', () => {
    expect(at('grant')).toMatchObject({ tokens: 2, granted: 11, snoozed: 2, lastAnswer: { granted: true } })
  })

  it('refuses when the bucket is empty, and says when to ask again', () => {
    expect(at('refuse')).toMatchObject({ tokens: 0, granted: 13, snoozed: 3, lastAnswer: { granted: false, retryAfterUs: 10_000 } })
  })

  it.each(Object.entries(limiterWalk))('keeps account at %s: what was there and what came in is what went out and what is left', (_, drawing) => {
    const { capacity, ratePerSecond } = limits
    expect(drawing.tokens).toBeLessThanOrEqual(capacity)
    // Up to the last moment the bucket was empty before it earned anything, so that nothing ran over.
    expect(drawing.granted + drawing.tokens).toBe(capacity + (drawing.elapsedMs / 1000) * ratePerSecond)
  })

  it('never takes back an answer', () => {
    const answered = Object.values(limiterWalk).map(({ granted, snoozed }) => granted + snoozed)
    expect(answered).toEqual(answered.toSorted((a, b) => a - b))
  })
})
