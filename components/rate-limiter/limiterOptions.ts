import * as v from 'valibot'
import { numberFrom, wholeNumberFrom } from '../panels/panelOptions'

/** The steps of the walk, in the order of the clicks; limiterWalk.ts says what each shows. */
export const limiterSteps = ['whole', 'full', 'ask', 'refill', 'grant', 'refuse'] as const

const aSecond = (): string => 'a second'

/** What so many tokens are called: "1 token", "10 tokens". */
export function tokensWord(count: number): string {
  return count === 1 ? 'token' : 'tokens'
}

/** What can be set while it runs, how far, and the unit as it stands behind a value. */
export const settings = [
  { name: 'ratePerSecond', label: 'rate', unit: aSecond, least: 1, most: 300 },
  { name: 'capacity', label: 'burst', unit: tokensWord, least: 1, most: 50 },
  { name: 'loadPerSecond', label: 'load', unit: aSecond, least: 0, most: 300 },
] as const

const [rate, burst, load] = settings

/**
 * What can be set on `<RateLimiterPanel>`: rate and burst as in the listing, `rate: 100.0, burst: 10.0`, and the load that
 * a live run begins with, which is more than the limiter lets through.
 */
export const limiterOptions = v.strictObject({
  rate: v.optional(numberFrom(rate.least, rate.most), 100),
  burst: v.optional(wholeNumberFrom(burst.least, burst.most), 10),
  load: v.optional(numberFrom(load.least, load.most), 150),
})

export type LimiterOptions = v.InferOutput<typeof limiterOptions>
