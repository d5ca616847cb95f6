import type { Benchmark } from './benchmark'
import { VirtualClock } from '../../models/clock'
import { RateLimiter } from '../../models/rateLimiter'
import { schedulingCurve, schedulingPlan } from '../../models/scheduling'
import { fullBucket, take } from '../../models/tokenBucket'
import { runOut } from './run-clock'

const MILLION = 1_000_000

/** What the models of time and rate do by themselves. */
export const timeBenchmarks: Benchmark[] = [
  {
    name: 'clock, 16 timers waiting',
    unit: 'events',
    run(checkpoint) {
      const clock = new VirtualClock()
      let arranged = 0
      const tick = (): void => {
        if (arranged++ < MILLION)
          clock.after(1_000 + (arranged * 7_919) % 50_021, tick)
      }
      for (let timer = 0; timer < 16; timer++)
        tick()
      return { count: runOut(clock, checkpoint, MILLION) }
    },
  },
  {
    name: 'tokenBucket: take',
    unit: 'takes',
    run(checkpoint) {
      let bucket = fullBucket(100, 10)
      for (let ask = 0; ask < MILLION; ask++)
        bucket = take(bucket, ask * 7_000).bucket
      checkpoint()
      return { count: MILLION }
    },
  },
  {
    name: 'rateLimiter: ready',
    unit: 'asks',
    run(checkpoint) {
      const clock = new VirtualClock()
      const limiter = new RateLimiter({ ratePerSecond: 100, capacity: 10 }, clock)
      for (let ask = 0; ask < MILLION; ask++) {
        clock.advanceBy(7_000)
        limiter.ready()
      }
      checkpoint()
      return { count: MILLION }
    },
  },
  {
    name: 'scheduling: two curves of 500 points',
    unit: 'points',
    run(checkpoint) {
      const plan = schedulingPlan({ members: 500_000 })
      const curves = [schedulingCurve(plan, 'stream', 500), schedulingCurve(plan, 'load', 500)]
      checkpoint()
      return { count: curves.flat().length }
    },
  },
]
