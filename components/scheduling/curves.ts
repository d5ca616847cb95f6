import type { SchedulingWay } from '../../models/scheduling'
import { schedulingAt, schedulingCurve } from '../../models/scheduling'
import { chunkUs, plan } from './schedulingWalk'

/** Points of a whole curve: enough for the corners at the width of a panel. */
const POINTS = 401

/** Chunks that the magnified curve shows, the one under way included. */
export const CHUNKS_MAGNIFIED = 10

/**
 * A curve of the rows held, from the start to the commit, as an SVG path in a box of 1 by 1: time to the right, all
 * members upwards. Peaks between two points are in it.
 */
export function rowsCurve(way: SchedulingWay): string {
  return path(schedulingCurve(plan, way, POINTS).map(({ elapsedUs, mostRowsHeld }) => [elapsedUs / plan.durationUs, mostRowsHeld / plan.members]))
}

/**
 * The rows that the stream held during the last chunks, as an SVG path in a box of 1 by 1: ten chunks to the right, one
 * chunk's rows upwards. The box moves on by whole chunks, so that what is drawn stands still while it runs.
 *
 * @param elapsedUs up to when, in model time
 */
export function magnifiedCurve(elapsedUs: number): string {
  const chunks = Math.min(Math.floor(elapsedUs / chunkUs), plan.chunksTotal - 1)
  const fromUs = Math.max(0, chunks + 1 - CHUNKS_MAGNIFIED) * chunkUs
  const untilUs = Math.min(elapsedUs, plan.chunksTotal * chunkUs)
  const timesUs = Array.from({ length: CHUNKS_MAGNIFIED }, (_, chunk) => fromUs + chunk * chunkUs)
    // Between these the curve is straight: nothing held, all of it fetched, held to the last moment of its insert.
    .flatMap(startUs => [startUs, startUs + plan.fetchUs, startUs + chunkUs - 1])
    .filter(timeUs => timeUs < untilUs)
  return path([...timesUs, untilUs].map(timeUs => [
    (timeUs - fromUs) / (CHUNKS_MAGNIFIED * chunkUs),
    schedulingAt(plan, 'stream', timeUs).rowsHeld / plan.chunkSize,
  ]))
}

function path(points: [x: number, y: number][]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(4)} ${(1 - y).toFixed(4)}`).join('L')}`
}
