import type { Command, Position } from '../protocol'
import type { Clicks } from '../talk/position'
import { clamped, isSamePlace, nextOf, previousOf } from '../talk/position'

/**
 * The command that somebody gave who went from one place to another in a window: a step is relative, so that a step made
 * on a phone at the same moment counts as well.
 *
 * @param from where the window was
 * @param to where it is; more clicks than the slide has stand for all of them
 * @param clicks how many each slide has
 * @returns undefined when it is the same place
 */
export function commandOf(from: Position, to: Position, clicks: Clicks): Command | undefined {
  const place = clamped(to, clicks)
  if (isSamePlace(place, from))
    return undefined
  if (isSamePlace(place, nextOf(from, clicks)))
    return { kind: 'next' }
  if (isSamePlace(place, previousOf(from, clicks)))
    return { kind: 'previous' }
  return { kind: 'go', to: place }
}
