import type { EppPage } from './eppPage'

/*
 * The page is large: in one piece it would hold the browser up. So it is built up part by part, one a frame: its ground, its
 * bar, its title, then the parts of the cards, each card's in turn, then the events.
 */
const BAR = 2
const TITLE = 3
const CARDS = 2

/** The parts of a card that come before its rows. */
export const CARD_PARTS = { head: 1, figures: 2, chart: 3, table: 4 } as const
const ROWS = 5
const WHOLE_CARD = CARD_PARTS.table + ROWS

/** How many parts there are. */
export const MONITOR_PARTS = TITLE + CARDS * WHOLE_CARD + 1

/**
 * What is there when so many parts have been built.
 *
 * @returns whether there are a bar, a title and events, and how many parts each card has
 */
export function partsBuilt(built: number): { hasBar: boolean, hasTitle: boolean, cards: number[], hasEvents: boolean } {
  const ofCards = Math.min(built - TITLE, CARDS * WHOLE_CARD)
  return {
    hasBar: built >= BAR,
    hasTitle: built >= TITLE,
    cards: Array.from({ length: CARDS }, (_, card) => Math.max(0, Math.ceil((ofCards - card) / CARDS))),
    hasEvents: built >= MONITOR_PARTS,
  }
}

/** How many rows a card with so many parts has. */
export function rowsBuilt(parts: number): number {
  return Math.max(0, parts - CARD_PARTS.table)
}

/**
 * The way from one page to the next, a piece at a time: of each card first what is written above its connections, then
 * these, and at last the events.
 */
export function refreshSteps(before: EppPage, after: EppPage): EppPage[] {
  const steps: EppPage[] = []
  let cards = before.cards
  for (const [index, card] of after.cards.entries()) {
    for (const rows of [cards[index]!.rows, card.rows]) {
      cards = cards.with(index, { ...card, rows })
      steps.push({ ...after, cards, events: before.events })
    }
  }
  return [...steps, after]
}
