import type { Scheduling } from '../../models/scheduling'

/** The campaign of the slide. */
export const campaign: Scheduling = { members: 500_000, chunkSize: 2_000 }

/** What the panel shows at a step: how many chunks are done, and whether others can see the jobs yet. */
export interface SchedulingDrawing {
  chunksDone: number
  /** Jobs inserted in a transaction become visible at its commit. */
  committed: boolean
}

export const schedulingWalk: Record<string, SchedulingDrawing> = {
  whole: { chunksDone: 0, committed: false },
  transaction: { chunksDone: 0, committed: false },
  stream: { chunksDone: 40, committed: false },
  job: { chunksDone: 100, committed: false },
  insert: { chunksDone: 175, committed: false },
  commit: { chunksDone: 250, committed: true },
}
