import type { Answer } from '../../models/tokenBucket'
import type { LimiterOptions, limiterSteps } from './limiterOptions'
import type { SentSeries } from './sentSeries'
import { fullBucket, refill, take } from '../../models/tokenBucket'

/** What SES takes in a second; in the listing the limiter's rate is set to it. */
export const quotaPerSecond = 100

/** When each worker of the walk asks `ready?`, in microseconds: a crowd at once, a few 30 milliseconds later. */
const asksAtUs = [...Array.from<number>({ length: 12 }).fill(0), 30_000, 30_000, 30_000, 30_000]

/** Where the walk stands at a step: what time it is, how many asks were answered, how many wait in the mailbox. */
interface Moment { nowUs: number, answered: number, waiting: number }

const moments: Record<typeof limiterSteps[number], Moment> = {
  whole: { nowUs: 0, answered: 0, waiting: 0 },
  full: { nowUs: 0, answered: 0, waiting: 0 },
  ask: { nowUs: 0, answered: 0, waiting: 12 },
  refill: { nowUs: 30_000, answered: 12, waiting: 4 },
  grant: { nowUs: 30_000, answered: 13, waiting: 3 },
  refuse: { nowUs: 30_000, answered: 16, waiting: 0 },
}

/** What the panel draws. */
export interface LimiterDrawing {
  /** Whether the workers ask the limiter at all. */
  limiterOn: boolean
  ratePerSecond: number
  capacity: number
  elapsedMs: number
  tokens: number
  /** Asks in the limiter's mailbox. */
  waiting: number
  granted: number
  snoozed: number
  /** Jobs that were told to ask again a second later, and still wait for that. */
  asleep: number
  /** Sent, refused by SES, and nobody noticed. */
  lost: number
  /** The answer that went out last; absent before the first, and while a crowd's answers are long gone. */
  lastAnswer?: Pick<Answer, 'granted'>
  sent: SentSeries
}

/** Runs the model up to a moment of the walk. */
function drawingAt({ nowUs, answered, waiting }: Moment, { rate: ratePerSecond, burst: capacity }: LimiterOptions): LimiterDrawing {
  let bucket = fullBucket(ratePerSecond, capacity)
  const answers: Answer[] = []
  for (const askedUs of asksAtUs.slice(0, answered)) {
    const taken = take(bucket, askedUs)
    bucket = taken.bucket
    answers.push(taken.answer)
  }
  const granted = answers.filter(answer => answer.granted).length
  return {
    limiterOn: true,
    ratePerSecond,
    capacity,
    elapsedMs: nowUs / 1000,
    tokens: refill(bucket, nowUs).tokens,
    waiting,
    granted,
    snoozed: answers.length - granted,
    // The walk is over before anybody wakes up.
    asleep: answers.length - granted,
    lost: 0,
    lastAnswer: asksAtUs[answered - 1] === nowUs ? answers.at(-1) : undefined,
    // All of it happens in one tenth of a second.
    sent: { offered: [answered + waiting], accepted: [granted], lost: [0] },
  }
}

/** The walk, computed by the model: the drawing of each step. */
export function limiterWalk(options: LimiterOptions): Record<string, LimiterDrawing> {
  return Object.fromEntries(Object.entries(moments).map(([step, moment]) => [step, drawingAt(moment, options)]))
}
