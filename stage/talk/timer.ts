import type { TalkState } from '../protocol'
import * as v from 'valibot'
import { clientId, instantMs, LONGEST_MS, wholeNumber } from '../protocol'

/**
 * The speaker's timer as plain JSON. It holds an instant of the wall clock and nothing that ticks, so it goes on right
 * after the process was started anew or the laptop has slept: the talk went on meanwhile, too.
 */
export const timer = v.strictObject({
  /** Since when it has been running; null while it is paused. */
  startedAtMs: v.nullable(instantMs),
  /** What had been counted before that. */
  countedMs: wholeNumber,
  /** When it was set last, and by which client. */
  touchedAtMs: v.optional(instantMs, 0),
  touchedBy: v.optional(v.nullable(clientId), null),
})
export type Timer = v.InferOutput<typeof timer>

/** A timer at zero that does not run: a new one, and one that was reset. */
export const timerAtZero: Timer = { startedAtMs: null, countedMs: 0, touchedAtMs: 0, touchedBy: null }

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
  return { ...given, startedAtMs: null, countedMs: elapsedOf(given, atMs) }
}

const DEEDS = { start: started, pause: paused, reset: () => timerAtZero }

/** What it is after it was set as of an instant by a client. */
export function touched(given: Timer, deed: keyof typeof DEEDS, atMs: number, by: string): Timer {
  return { ...DEEDS[deed](given, atMs), touchedAtMs: Math.max(0, Math.round(atMs)), touchedBy: by }
}

/**
 * Whether another client has set it since an instant. One client's own deeds come in order, whatever the network makes of their
 * age; and what lies ahead of the clock was noted before that was set back.
 */
export function wasTouchedSince({ touchedAtMs, touchedBy }: Timer, atMs: number, by: string, nowMs: number): boolean {
  return touchedBy !== by && touchedAtMs > atMs && touchedAtMs <= nowMs
}

/** When a run of a timer was at zero, by the clock of who hears of it, and which run that is: since when, by the stage's clock. */
export interface Zero {
  atMs: number
  startedAtMs: number
}

/**
 * When a timer that is reported from afar would have stood at zero, by the clock of who hears of it. Every report comes
 * late, so of several about the same run the earliest is nearest to the truth; going by the last one instead, the seconds on
 * a phone would hop back and forth with the network.
 *
 * @param told the timer as a state tells it
 * @param told.startedAtMs which run it is
 * @param told.elapsedMs what it showed
 * @param heardAtMs when it was told
 * @param before what this function said of the report before
 * @returns undefined for a timer that stands still
 */
export function zeroOf({ startedAtMs, elapsedMs }: TalkState['timer'], heardAtMs: number, before: Zero | undefined): Zero | undefined {
  if (startedAtMs === null)
    return undefined
  const atMs = heardAtMs - elapsedMs
  return { startedAtMs, atMs: before?.startedAtMs === startedAtMs ? Math.min(before.atMs, atMs) : atMs }
}
