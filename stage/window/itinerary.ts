import type { Position } from '../protocol'
import type { DeckWindow } from './deckWindow'
import { watch } from 'vue'
import { isSamePlace } from '../talk/position'

/**
 * Tells the moves that the stage makes in a window from those that whoever sits before it makes.
 *
 * @param deck the window
 * @param onWander is told where somebody has gone
 * @returns how to take the window to a place
 */
export function useItinerary(deck: DeckWindow, onWander: (position: Position) => void): (position: Position) => void {
  /** Where the window has been sent, and has not been seen to arrive. */
  let onTheWay: Position[] = []

  watch(deck.position, (position) => {
    const arrived = onTheWay.findIndex(place => isSamePlace(place, position))
    // What was on the way before has been overtaken.
    onTheWay = onTheWay.slice(arrived + 1)
    if (arrived < 0)
      onWander(position)
  }, { flush: 'sync' })

  return (position) => {
    const isThere = onTheWay.length === 0 ? isSamePlace(deck.position.value, position) : isSamePlace(onTheWay.at(-1)!, position)
    if (isThere)
      return
    onTheWay.push(position)
    deck.goTo(position)
  }
}
