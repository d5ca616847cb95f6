import { requireInteger } from './requirements'

/** What a scheduler run is made of; what is left out has the default given. */
export interface SchedulingOptions {
  /** Who is to get the email: 0 or more. */
  members: number
  /**
   * Rows that come over the cursor, and jobs that go into the queue, at a time.
   *
   * @default 2_000
   */
  chunkSize?: number
  /**
   * How long a full chunk takes over the cursor, in microseconds. A smaller one takes its share.
   *
   * @default 8_000
   */
  fetchUs?: number
  /**
   * How long the bulk insert of a full chunk takes, in microseconds. A smaller one takes its share.
   *
   * @default 40_000
   */
  insertUs?: number
  /**
   * How long the commit takes that makes the jobs visible, in microseconds.
   *
   * @default 20_000
   */
  commitUs?: number
  /**
   * Parameters that one job takes in the insert statement. Postgres counts them in 16 bits, so a statement has at most
   * 65,535 and `chunkSize` has an upper bound.
   *
   * @default 12
   */
  parametersPerJob?: number
}

/** Postgres takes no more parameters than this in one statement. */
export const MOST_PARAMETERS = 65_535

/** A checked scheduler run; see `schedulingPlan`. */
export interface SchedulingPlan extends Readonly<Required<SchedulingOptions>> {
  readonly chunksTotal: number
  /** From the first row to the commit. Both ways take as long: they do the same work in another order. */
  readonly durationUs: number
}

/**
 * How the rows get from the query to the queue: chunk by chunk over a cursor (`Repo.stream`), or all of them into
 * memory first (`Repo.all`), then inserted chunk by chunk.
 */
export type SchedulingWay = 'stream' | 'load'

/** What the scheduler is at. */
export type SchedulingPhase = 'fetching' | 'inserting' | 'committing' | 'committed'

/** Where a scheduler run stands at one moment. */
export interface SchedulingState {
  elapsedUs: number
  phase: SchedulingPhase
  /** Members read from the database. */
  rowsRead: number
  /** Rows in the scheduler's memory now. */
  rowsHeld: number
  /** The most it has held up to now. */
  mostRowsHeld: number
  jobsInserted: number
  /** Jobs that others can see: none before the commit. */
  jobsVisible: number
  /** Chunks inserted. */
  chunksDone: number
  chunksTotal: number
}

/** A point of a curve over time. */
export interface SchedulingPoint {
  elapsedUs: number
  rowsHeld: number
  /** The most it held since the point before: drawn instead of `rowsHeld`, no peak falls between two points. */
  mostRowsHeld: number
}

/**
 * Checks a scheduler run and adds up its time.
 *
 * @throws {RangeError} naming the option that is out of bounds; also when a chunk has more parameters than one statement
 * can take
 */
export function schedulingPlan(options: SchedulingOptions): SchedulingPlan {
  const { members, chunkSize = 2_000, fetchUs = 8_000, insertUs = 40_000, commitUs = 20_000, parametersPerJob = 12 } = options
  requireInteger('members', members, 0)
  requireInteger('chunkSize', chunkSize, 1)
  requireInteger('fetchUs', fetchUs, 1)
  requireInteger('insertUs', insertUs, 1)
  requireInteger('commitUs', commitUs, 0)
  requireInteger('parametersPerJob', parametersPerJob, 1, MOST_PARAMETERS)
  if (chunkSize * parametersPerJob > MOST_PARAMETERS) {
    const fitting = Math.floor(MOST_PARAMETERS / parametersPerJob)
    throw new RangeError(`chunkSize must be at most ${fitting} with ${parametersPerJob} parameters a job, not ${chunkSize}: Postgres takes at most ${MOST_PARAMETERS} parameters a statement`)
  }
  const plan = { members, chunkSize, fetchUs, insertUs, commitUs, parametersPerJob, chunksTotal: Math.ceil(members / chunkSize) }
  const durationUs = timeOf(plan, fetchUs) + timeOf(plan, insertUs) + commitUs
  requireInteger('the time that members, fetchUs, insertUs and commitUs add up to', durationUs, 0)
  return Object.freeze({ ...plan, durationUs })
}

/**
 * Where a run stands at a moment. Rows come one after the other, evenly; a chunk's jobs count as inserted when its
 * statement is through. What is loaded is held through the commit: it is the scheduler's own list.
 *
 * @param plan the run
 * @param way how it goes about it
 * @param elapsedUs time since its start; less than 0 counts as the start, more than its duration as the end
 */
export function schedulingAt(plan: SchedulingPlan, way: SchedulingWay, elapsedUs: number): SchedulingState {
  const timeUs = Math.min(Math.max(elapsedUs, 0), plan.durationUs)
  const { rowsRead, jobsInserted, fetching } = way === 'stream' ? streamedAt(plan, timeUs) : loadedAt(plan, timeUs)
  const rowsHeld = way === 'stream' ? rowsRead - jobsInserted : rowsRead
  const phase = phaseAt(plan, timeUs, fetching)
  return {
    elapsedUs: timeUs,
    phase,
    rowsRead,
    rowsHeld,
    mostRowsHeld: way === 'stream' ? Math.min(rowsRead, plan.chunkSize) : rowsRead,
    jobsInserted,
    jobsVisible: phase === 'committed' ? jobsInserted : 0,
    chunksDone: Math.ceil(jobsInserted / plan.chunkSize),
    chunksTotal: plan.chunksTotal,
  }
}

/**
 * The rows held over time, at evenly spaced moments. The work grows with the points, not with the members.
 *
 * @param plan the run
 * @param way how it goes about it
 * @param points how many: 2 or more
 * @param untilUs when the last one is
 * @throws {RangeError} when there are fewer than 2 points or `untilUs` lies outside of the run
 */
export function schedulingCurve(plan: SchedulingPlan, way: SchedulingWay, points: number, untilUs = plan.durationUs): SchedulingPoint[] {
  requireInteger('points', points, 2)
  if (!(untilUs >= 0 && untilUs <= plan.durationUs))
    throw new RangeError(`untilUs must lie within the run's ${plan.durationUs} microseconds, not at ${untilUs}`)
  let previous = schedulingAt(plan, way, 0)
  return Array.from({ length: points }, (_, index) => {
    const state = schedulingAt(plan, way, Math.round((untilUs * index) / (points - 1)))
    const mostRowsHeld = Math.max(previous.rowsHeld, state.rowsHeld, way === 'stream' ? peakBetween(plan, previous.elapsedUs, state.elapsedUs) : 0)
    previous = state
    return { elapsedUs: state.elapsedUs, rowsHeld: state.rowsHeld, mostRowsHeld }
  })
}

/** How far a run has come with its rows and its jobs, and whether it waits for rows. */
interface Work { rowsRead: number, jobsInserted: number, fetching: boolean }

/** Chunks that are full; one more may follow, with what is left. */
function fullChunks({ members, chunkSize }: Pick<SchedulingPlan, 'members' | 'chunkSize'>): number {
  return Math.floor(members / chunkSize)
}

/** What a step takes for the last, smaller chunk, if a full one takes `chunkUs`. */
function shareUs({ members, chunkSize }: Pick<SchedulingPlan, 'members' | 'chunkSize'>, chunkUs: number): number {
  const rest = members % chunkSize
  return rest === 0 ? 0 : Math.max(1, Math.round((chunkUs * rest) / chunkSize))
}

/** What a step takes for all chunks together. */
function timeOf(campaign: Pick<SchedulingPlan, 'members' | 'chunkSize'>, chunkUs: number): number {
  return fullChunks(campaign) * chunkUs + shareUs(campaign, chunkUs)
}

/** Fetch, insert, fetch, insert: never more than a chunk between the two. */
function streamedAt(plan: SchedulingPlan, timeUs: number): Work {
  const cycleUs = plan.fetchUs + plan.insertUs
  const full = fullChunks(plan)
  const before = Math.min(Math.floor(timeUs / cycleUs), full)
  const isLast = before === full
  const rows = isLast ? plan.members % plan.chunkSize : plan.chunkSize
  const fetchUs = isLast ? shareUs(plan, plan.fetchUs) : plan.fetchUs
  const insertUs = isLast ? shareUs(plan, plan.insertUs) : plan.insertUs
  const sinceUs = timeUs - before * cycleUs
  const done = before * plan.chunkSize
  return {
    rowsRead: done + (sinceUs < fetchUs ? Math.floor((rows * sinceUs) / fetchUs) : rows),
    jobsInserted: done + (sinceUs < fetchUs + insertUs ? 0 : rows),
    fetching: sinceUs < fetchUs,
  }
}

/** Everything is fetched before anything is inserted. */
function loadedAt(plan: SchedulingPlan, timeUs: number): Work {
  const fetchedUs = timeOf(plan, plan.fetchUs)
  if (timeUs < fetchedUs)
    return { rowsRead: rowsAfter(plan, timeUs, plan.fetchUs), jobsInserted: 0, fetching: true }
  const rows = rowsAfter(plan, timeUs - fetchedUs, plan.insertUs)
  // A statement inserts its whole chunk or nothing yet.
  const jobsInserted = rows === plan.members ? rows : rows - rows % plan.chunkSize
  return { rowsRead: plan.members, jobsInserted, fetching: false }
}

/** Rows that one step, done for chunk after chunk, has got through. */
function rowsAfter(plan: SchedulingPlan, timeUs: number, chunkUs: number): number {
  const before = Math.min(Math.floor(timeUs / chunkUs), fullChunks(plan))
  const sinceUs = timeUs - before * chunkUs
  const done = before * plan.chunkSize
  if (before < fullChunks(plan))
    return done + Math.floor((plan.chunkSize * sinceUs) / chunkUs)
  const restUs = shareUs(plan, chunkUs)
  return sinceUs >= restUs ? plan.members : done + Math.floor(((plan.members - done) * sinceUs) / restUs)
}

function phaseAt(plan: SchedulingPlan, timeUs: number, fetching: boolean): SchedulingPhase {
  if (timeUs >= plan.durationUs)
    return 'committed'
  if (timeUs >= plan.durationUs - plan.commitUs)
    return 'committing'
  return fetching ? 'fetching' : 'inserting'
}

/** The highest of the streaming's peaks between two moments: it holds most while a chunk is inserted. 0 if there is none. */
function peakBetween(plan: SchedulingPlan, fromUs: number, toUs: number): number {
  const cycleUs = plan.fetchUs + plan.insertUs
  const full = fullChunks(plan)
  const next = Math.max(0, Math.ceil((fromUs - plan.fetchUs) / cycleUs))
  if (next < full && next * cycleUs + plan.fetchUs <= toUs)
    return plan.chunkSize
  const lastUs = full * cycleUs + shareUs(plan, plan.fetchUs)
  return lastUs >= fromUs && lastUs <= toUs ? plan.members % plan.chunkSize : 0
}
