import type { Position } from '../protocol'
import type { DeckWindow } from './deckWindow'
import { watch } from 'vue'
import { isSamePlace } from '../talk/position'

/** What is to be done about a window that goes where it was not sent. */
export interface ItineraryOptions {
  /** Somebody has gone from a place of the talk to another one. */
  onWander: (position: Position) => void
  /** It has come from elsewhere, or does not know where it is: that says nothing, and it has to be sent to the talk. */
  onStray: () => void
}

/**
 * Tells the moves that the stage makes in a window from those that whoever sits before it makes.
 *
 * @param deck the window
 * @param options what is to be done about other moves than the stage's
 * @returns how to take the window to a place
 */
export function useItinerary(deck: DeckWindow, { onWander, onStray }: ItineraryOptions): (position: Position) => void {
  /** Where the window has been sent, and has not been seen to arrive. */
  let onTheWay: Position[] = []

  watch(deck.position, (position, before) => {
    const arrived = position ? onTheWay.findIndex(place => isSamePlace(place, position)) : -1
    // What was on the way before has been overtaken; by somebody's own move everything has.
    onTheWay = arrived < 0 ? [] : onTheWay.slice(arrived + 1)
    if (arrived >= 0)
      return
    if (position && before)
      onWander(position)
    else
      onStray()
  }, { flush: 'sync' })

  return (position) => {
    const heading = onTheWay.at(-1) ?? deck.position.value
    if (heading && isSamePlace(heading, position))
      return
    if (deck.goTo(position))
      onTheWay.push(position)
  }
}
