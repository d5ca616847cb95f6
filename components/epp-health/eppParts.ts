/**
 * The page is built up part by part, one a frame: the cards one after the other, then a row of each card's connections at a
 * time, then the events.
 */
const CARDS = 2
const ROWS = 5

/** How many parts there are. */
export const MONITOR_PARTS = CARDS + ROWS + 1

/** What is there when so many parts have been built. */
export function partsBuilt(built: number): { cards: number, rows: number, hasEvents: boolean } {
  return {
    cards: Math.min(built, CARDS),
    rows: Math.min(Math.max(built - CARDS, 0), ROWS),
    hasEvents: built >= MONITOR_PARTS,
  }
}
