import { describe, expect, it } from 'vitest'
import { readOptions } from '../../components/panels/panelOptions'
import { limiterOptions, limiterSteps } from '../../components/rate-limiter/limiterOptions'
import { limiterWalk } from '../../components/rate-limiter/limiterWalk'
import { area, stepLine } from '../../components/rate-limiter/sentSeries'
import { circles, tokenGrid } from '../../components/rate-limiter/tokenGrid'
import { listing } from './listing'

const options = readOptions('RateLimiterPanel', limiterOptions, {})
const walk = limiterWalk(options)
const at = (step: string) => walk[step]!

describe('the walk through the rate limiter', () => {
  it('has the limits of the listing', () => {
    const [, rate, burst] = /defstruct rate: ([\d.]+), burst: ([\d.]+)/.exec(listing('marketing/email_rate_limiter.ex'))!
    expect(options).toMatchObject({ rate: Number(rate), burst: Number(burst) })
  })

  it('has the steps that slides may name, in their order', () => {
    expect(Object.keys(walk)).toEqual(limiterSteps)
  })

  it('reckons with other limits when they are set', () => {
    const other = limiterWalk({ rate: 200, burst: 12, load: 0 })
    expect(other.refill).toMatchObject({ tokens: 6, capacity: 12, granted: 12, snoozed: 0 })
  })

  it('starts with a full bucket', () => {
    expect(at('full')).toMatchObject({ elapsedMs: 0, tokens: 10, waiting: 0, granted: 0, snoozed: 0, lost: 0, lastAnswer: undefined })
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

  it.each(Object.entries(walk))('keeps account at %s: what was there and what came in is what went out and what is left', (_, drawing) => {
    const { burst: capacity, rate: ratePerSecond } = options
    expect(drawing.tokens).toBeLessThanOrEqual(capacity)
    // Up to the last moment the bucket was empty before it earned anything, so that nothing ran over.
    expect(drawing.granted + drawing.tokens).toBe(capacity + (drawing.elapsedMs / 1000) * ratePerSecond)
  })

  it.each(Object.entries(walk))('loses nothing, and charts what was granted, at %s', (_, drawing) => {
    expect(drawing.lost).toBe(0)
    expect(drawing.sent).toEqual({ offered: [drawing.granted + drawing.snoozed + drawing.waiting], accepted: [drawing.granted], lost: [0] })
  })

  it('never takes back an answer', () => {
    const answered = Object.values(walk).map(({ granted, snoozed }) => granted + snoozed)
    expect(answered).toEqual(answered.toSorted((a, b) => a - b))
  })
})

describe('the drawing of the bucket', () => {
  const box = { width: 176, height: 116 }

  it.each(Array.from({ length: 50 }, (_, index) => index + 1))('has a place for each of %d tokens, in the box and apart', (capacity) => {
    const { radius, places } = tokenGrid(capacity, box.width, box.height)
    expect(places).toHaveLength(capacity)
    expect(radius).toBeGreaterThan(5)
    for (const [index, { x, y }] of places.entries()) {
      expect(Math.min(x - radius, box.width - x - radius, y - radius, box.height - y - radius)).toBeGreaterThan(0)
      for (const other of places.slice(index + 1))
        expect(Math.hypot(x - other.x, y - other.y)).toBeGreaterThan(2 * radius)
    }
  })

  it('fills the bucket from the floor up, row by row', () => {
    const heights = tokenGrid(10, box.width, box.height).places.map(({ y }) => y)
    expect(heights).toEqual(heights.toSorted((a, b) => b - a))
    expect(new Set(heights).size).toBe(2)
  })

  it('draws a circle a token', () => {
    expect(circles([{ x: 5, y: 5 }, { x: 15, y: 5 }], 4)).toBe('M1.00 5.00a4.00 4.00 0 1 0 8.00 0a4.00 4.00 0 1 0 -8.00 0M11.00 5.00a4.00 4.00 0 1 0 8.00 0a4.00 4.00 0 1 0 -8.00 0')
    expect(circles([], 4)).toBe('')
  })
})

describe('the drawing of the rate', () => {
  it('goes up and down in steps', () => {
    expect(stepLine([2, 0, 3], 10)).toBe('M0 8H1V10H2V7H3')
  })

  it('runs along the upper edge where there is no more room', () => {
    expect(stepLine([99], 10)).toBe('M0 0H1')
  })

  it('fills what lies between two lines', () => {
    expect(area([1, 1], [2, 3], 10)).toBe('M0 8H1V7H2V9H1V9H0Z')
  })

  it('draws nothing of nothing', () => {
    expect(stepLine([], 10)).toBe('')
  })
})
