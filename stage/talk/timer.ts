import type { TalkState } from '../protocol'
import * as v from 'valibot'
import { instantMs, wholeNumber } from '../protocol'

/**
 * The speaker's timer as plain JSON. It holds an instant of the wall clock and nothing that ticks, so it goes on right
 * after the process was started anew or the laptop has slept: the talk went on meanwhile, too.
 */
export const timer = v.strictObject({
  /** Since when it has been running; null while it is paused. */
  startedAtMs: v.nullable(instantMs),
  /** What had been counted before that. */
  countedMs: wholeNumber,
})
export type Timer = v.InferOutput<typeof timer>

/** A timer at zero that does not run: a new one, and one that was reset. */
export const timerAtZero: Timer = { startedAtMs: null, countedMs: 0 }

/** What a state can carry: eleven days. */
const LONGEST_MS = 1_000_000_000

/** How long it has been running in all. A clock that was set back takes nothing away from what had been counted. */
export function elapsedOf({ startedAtMs, countedMs }: Timer, nowMs: number): number {
  const sinceMs = startedAtMs === null ? 0 : Math.max(0, Math.round(nowMs - startedAtMs))
  return Math.min(countedMs + sinceMs, LONGEST_MS)
}

/** Lets it run from an instant on, which may have gone by already; one that runs is left alone. */
export function started(given: Timer, atMs: number): Timer {
  return given.startedAtMs === null ? { ...given, startedAtMs: Math.max(0, Math.round(atMs)) } : given
}

/** Lets it stand still from an instant on, which may have gone by already. */
export function paused(given: Timer, atMs: number): Timer {
  return { startedAtMs: null, countedMs: elapsedOf(given, atMs) }
}

/** Reports of a running timer differ by the delay of the network; what differs by more is a timer that was set. */
const SAME_RUN_MS = 1_000

/**
 * When a timer that is reported from afar would have stood at zero, by the clock of who hears of it. Every report comes
 * late, so of several about the same run the earliest is nearest to the truth; going by the last one instead, the seconds on
 * a phone would hop back and forth with the network.
 *
 * @param told the timer as a state tells it
 * @param heardAtMs when it was told
 * @param before what this function said of the report before
 * @returns undefined for a timer that stands still
 */
export function zeroOf(told: TalkState['timer'], heardAtMs: number, before: number | undefined): number | undefined {
  if (!told.isRunning)
    return undefined
  const zeroMs = heardAtMs - told.elapsedMs
  const isSameRun = before !== undefined && zeroMs > before && zeroMs - before < SAME_RUN_MS
  return isSameRun ? before : zeroMs
}
