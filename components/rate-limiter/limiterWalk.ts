import type { Answer } from '../../models/tokenBucket'
import { fullBucket, refill, take } from '../../models/tokenBucket'

/** The defaults of the listing: `rate: 100.0, burst: 10.0`. */
export const limits = { ratePerSecond: 100, capacity: 10 }

/** When each worker of the walk asks `ready?`, in microseconds: a crowd at once, a few 30 milliseconds later. */
const asksAtUs = [...Array.from<number>({ length: 12 }).fill(0), 30_000, 30_000, 30_000, 30_000]

/** Where the walk stands at a step: what time it is, how many asks were answered, how many wait in the mailbox. */
interface Moment { nowUs: number, answered: number, waiting: number }

const moments: Record<string, Moment> = {
  whole: { nowUs: 0, answered: 0, waiting: 0 },
  full: { nowUs: 0, answered: 0, waiting: 0 },
  ask: { nowUs: 0, answered: 0, waiting: 12 },
  refill: { nowUs: 30_000, answered: 12, waiting: 4 },
  grant: { nowUs: 30_000, answered: 13, waiting: 3 },
  refuse: { nowUs: 30_000, answered: 16, waiting: 0 },
}

/** What the panel draws. */
export interface LimiterDrawing {
  elapsedMs: number
  tokens: number
  waiting: number
  granted: number
  snoozed: number
  /** The answer that went out last; absent before the first, and while a crowd's answers are long gone. */
  lastAnswer?: Answer
}

/** Runs the model up to a moment of the walk. */
function drawingAt({ nowUs, answered, waiting }: Moment): LimiterDrawing {
  let bucket = fullBucket(limits.ratePerSecond, limits.capacity)
  const answers: Answer[] = []
  for (const askedUs of asksAtUs.slice(0, answered)) {
    const taken = take(bucket, askedUs)
    bucket = taken.bucket
    answers.push(taken.answer)
  }
  const granted = answers.filter(answer => answer.granted).length
  return {
    elapsedMs: nowUs / 1000,
    tokens: refill(bucket, nowUs).tokens,
    waiting,
    granted,
    snoozed: answers.length - granted,
    lastAnswer: asksAtUs[answered - 1] === nowUs ? answers.at(-1) : undefined,
  }
}

export const limiterWalk: Record<string, LimiterDrawing> = Object.fromEntries(
  Object.entries(moments).map(([step, moment]) => [step, drawingAt(moment)]),
)
