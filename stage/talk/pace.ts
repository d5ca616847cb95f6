import type { Position, SlideInfo } from '../protocol'
import { clamped, clicksOf } from './position'

/** How the talk stands against its plan. */
export interface Pace {
  /** `before` until the timer has counted anything, `over` once the planned time is used up; `unplanned` without a plan. */
  phase: 'unplanned' | 'before' | 'during' | 'over'
  /** How long the whole talk is planned to take. */
  plannedMs: number
  /** How far ahead of the plan the talk is; less than 0 when it is behind. */
  aheadMs: number
  /** Where the plan says that the talk should be; null without a plan. */
  planned: Position | null
  /** What is left of the planned time; less than 0 in overtime. */
  leftMs: number
  /** How long the plan gives to what has not been said yet. */
  toSayMs: number
}

/** What the pace needs to know of a slide. */
export type PlannedSlide = Pick<SlideInfo, 'clicks' | 'plannedMs'>

const MINUTE_MS = 60_000
/** Who is nearer to the plan than this is on time. */
const ON_TIME_MS = 30_000

/**
 * Compares the talk with its plan.
 *
 * A slide of n clicks has n + 1 steps, and each gets an equal part of the slide's time. A step is on time for as long as its
 * part lasts: who stays on it longer is behind, who left the one before early is ahead. Were it compared with one instant,
 * a slide of three minutes would be called late in its third minute although nothing is wrong.
 *
 * @param slides all slides, in order
 * @param position where the talk is; the nearest place of the deck counts
 * @param elapsedMs what the timer shows
 */
export function paceOf(slides: readonly PlannedSlide[], position: Position, elapsedMs: number): Pace {
  const plannedMs = slides.reduce((sum, slide) => sum + slide.plannedMs, 0)
  if (plannedMs === 0)
    return { phase: 'unplanned', plannedMs, aheadMs: 0, planned: null, leftMs: 0, toSayMs: 0 }
  const leftMs = plannedMs - elapsedMs
  const planned = placeAt(slides, elapsedMs)
  const { fromMs, untilMs } = partOf(slides, position)
  if (elapsedMs <= 0)
    return { phase: 'before', plannedMs, aheadMs: 0, planned, leftMs, toSayMs: plannedMs - fromMs }
  const dueMs = Math.min(Math.max(elapsedMs, fromMs), untilMs)
  return { phase: leftMs < 0 ? 'over' : 'during', plannedMs, aheadMs: dueMs - elapsedMs, planned, leftMs, toSayMs: plannedMs - dueMs }
}

/** The part of the planned time that belongs to a step. */
function partOf(slides: readonly PlannedSlide[], position: Position): { fromMs: number, untilMs: number } {
  const { slide, click } = clamped(position, clicksOf(slides))
  const startMs = slides.slice(0, slide - 1).reduce((sum, before) => sum + before.plannedMs, 0)
  const stepMs = slides[slide - 1]!.plannedMs / (slides[slide - 1]!.clicks + 1)
  return { fromMs: startMs + click * stepMs, untilMs: startMs + (click + 1) * stepMs }
}

/** The step that the plan gives an instant to; after the end it is the last one. */
function placeAt(slides: readonly PlannedSlide[], elapsedMs: number): Position {
  let startMs = 0
  const atMs = Math.max(0, elapsedMs)
  for (const [index, { clicks, plannedMs }] of slides.entries()) {
    if (atMs < startMs + plannedMs)
      return { slide: index + 1, click: Math.min(clicks, Math.floor((atMs - startMs) / plannedMs * (clicks + 1))) }
    startMs += plannedMs
  }
  return { slide: slides.length, click: slides.at(-1)!.clicks }
}

/**
 * Whether the speaker has to hurry: what the words call "behind" or "over". Who is over by some time is behind by as much at
 * least, because the plan ends where the time does.
 */
export function isLate({ aheadMs }: Pace): boolean {
  return aheadMs < -ON_TIME_MS
}

/**
 * The pace in words for a glance: "on time", "2 min ahead", "2 min behind", "3 min over". In overtime it is the time
 * over that counts, because the next speaker waits.
 */
export function paceInWords(pace: Pace): string {
  const { phase, aheadMs, leftMs } = pace
  if (phase === 'unplanned')
    return 'no plan'
  if (phase === 'before')
    return 'not started'
  if (-leftMs > ON_TIME_MS)
    return `${inMinutes(-leftMs)} over`
  if (isLate(pace))
    return `${inMinutes(-aheadMs)} behind`
  return aheadMs > ON_TIME_MS ? `${inMinutes(aheadMs)} ahead` : 'on time'
}

function inMinutes(ms: number): string {
  return `${Math.max(1, Math.round(ms / MINUTE_MS))} min`
}
