import type { SlidevData } from '@slidev/types'
import type { SlideInfo, TalkInfo } from '../protocol'
import { describeDeck } from '../../scripts/deck'
import { Problem } from '../../scripts/problem'
import { readNotes } from './notes'

/** The talk as it is written: everything but its pictures, and since when it is so. */
export type WrittenTalk = Omit<TalkInfo, 'edition' | 'pictures'>

/**
 * The talk in slides that have been loaded: what is said at each click, and how long each slide is planned to take.
 *
 * @throws Problem when slides have no plan, naming each
 */
export function talkOf(data: Pick<SlidevData, 'headmatter' | 'slides'>): WrittenTalk {
  const deck = describeDeck(data)
  const unplanned: string[] = []
  const slides = data.slides.map(({ frontmatter, note }, index): SlideInfo => {
    const { no, title } = deck.slides[index]!
    const minutes: unknown = frontmatter.minutes
    const plannedMs = isPlan(minutes) ? Math.round(minutes * 60_000) : 0
    if (plannedMs === 0)
      unplanned.push(`slide ${no} ("${title}") has ${minutes === undefined || minutes === null ? 'none' : JSON.stringify(minutes)}`)
    const { said, asides } = readNotes(note ?? '')
    return { no, title, clicks: said.length - 1, plannedMs, notes: said, asides }
  })
  if (unplanned.length > 0)
    throw new Problem(`Each slide needs \`minutes:\` in its frontmatter, a number such as 1.5, for the pace to be known: ${unplanned.join(', ')}.`)
  return { title: deck.title, slides }
}

/** A day is more than any slide takes; and what is planned for no time at all has been forgotten. */
function isPlan(minutes: unknown): minutes is number {
  return typeof minutes === 'number' && minutes > 0 && minutes <= 24 * 60
}
