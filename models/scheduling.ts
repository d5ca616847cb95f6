/** A campaign being turned into jobs. */
export interface Scheduling {
  members: number
  /** Rows that come over the database cursor, and jobs that go into the queue, at a time. */
  chunkSize: number
}

/** How far it has come, in whole chunks. */
export interface SchedulingProgress {
  chunksDone: number
  chunksTotal: number
  jobsInserted: number
  /** Rows in the worker's memory while it streams: never more than one chunk. */
  rowsHeldStreaming: number
  /** Rows in memory when the whole result is loaded first: it only grows. */
  rowsHeldLoading: number
}

/**
 * Where the scheduling stands after some chunks.
 *
 * @param scheduling the campaign
 * @param chunksDone 0 to the number of chunks; beyond it counts as all
 */
export function schedulingAfter({ members, chunkSize }: Scheduling, chunksDone: number): SchedulingProgress {
  const chunksTotal = Math.ceil(members / chunkSize)
  const done = Math.min(Math.max(chunksDone, 0), chunksTotal)
  const rowsRead = Math.min(done * chunkSize, members)
  return {
    chunksDone: done,
    chunksTotal,
    jobsInserted: rowsRead,
    rowsHeldStreaming: done === 0 ? 0 : rowsRead - (done - 1) * chunkSize,
    rowsHeldLoading: rowsRead,
  }
}
