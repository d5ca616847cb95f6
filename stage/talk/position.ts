import type { Position, SlideInfo } from '../protocol'

/** How many clicks each slide has, the first slide's first. */
export type Clicks = readonly number[]

/** How many clicks each of some slides has. */
export function clicksOf(slides: readonly Pick<SlideInfo, 'clicks'>[]): Clicks {
  return slides.map(({ clicks }) => clicks)
}

/** Whether two positions are the same place. */
export function isSamePlace(one: Position, other: Position): boolean {
  return one.slide === other.slide && one.click === other.click
}

/** The nearest place that the deck has: for a position from elsewhere, or from before the deck was changed. */
export function clamped({ slide, click }: Position, clicks: Clicks): Position {
  const nearest = Math.min(Math.max(slide, 1), clicks.length)
  return { slide: nearest, click: Math.min(Math.max(click, 0), clicks[nearest - 1]!) }
}

/** One step on: the next click, or the next slide before any click. At the end of the talk it stays there. */
export function nextOf(position: Position, clicks: Clicks): Position {
  const { slide, click } = clamped(position, clicks)
  if (click < clicks[slide - 1]!)
    return { slide, click: click + 1 }
  return slide < clicks.length ? { slide: slide + 1, click: 0 } : { slide, click }
}

/** One step back: the click before, or the slide before with all its clicks made. At the start of the talk it stays there. */
export function previousOf(position: Position, clicks: Clicks): Position {
  const { slide, click } = clamped(position, clicks)
  if (click > 0)
    return { slide, click: click - 1 }
  return slide > 1 ? { slide: slide - 1, click: clicks[slide - 2]! } : { slide, click }
}
