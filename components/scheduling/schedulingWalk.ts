import type { SchedulingState } from '../../models/scheduling'
import type { schedulingSteps } from './schedulingSteps'
import { schedulingAt, schedulingPlan } from '../../models/scheduling'

/** The campaign of the slide: as many at a time as the listing says. */
export const plan = schedulingPlan({ members: 500_000, chunkSize: 2_000 })

/** How long one chunk takes from its first row to the end of its insert, in microseconds. */
export const chunkUs = plan.fetchUs + plan.insertUs

/** What the panel draws: both ways at the same moment. */
export interface SchedulingDrawing {
  stream: SchedulingState
  load: SchedulingState
}

/**
 * Both ways, so long after their common start.
 *
 * @param elapsedUs model time in microseconds; before the start counts as the start, after the end as the end
 */
export function schedulingDrawing(elapsedUs: number): SchedulingDrawing {
  return { stream: schedulingAt(plan, 'stream', elapsedUs), load: schedulingAt(plan, 'load', elapsedUs) }
}

/** The moments of the walk, in microseconds of the model's time. */
const momentsUs: Record<typeof schedulingSteps[number], number> = {
  whole: 0,
  transaction: 0,
  // The loading is half way up.
  stream: 1_000_000,
  // The 101st chunk is being fetched.
  job: 100 * chunkUs + plan.fetchUs / 2,
  // The 176th is being inserted.
  insert: 175 * chunkUs + plan.fetchUs + plan.insertUs / 2,
  commit: plan.durationUs,
}

export const schedulingWalk: Record<string, SchedulingDrawing> = Object.fromEntries(
  Object.entries(momentsUs).map(([step, elapsedUs]) => [step, schedulingDrawing(elapsedUs)]),
)
