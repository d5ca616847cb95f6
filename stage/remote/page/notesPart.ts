import type { SlideInfo } from '../../protocol'
import type { Deeds, Part } from './seen'
import { element, setAttribute } from './dom'
import { onSwipe } from './swipe'

/** What is seen of the sentences before, above those of the current click. */
const SEEN_BEFORE_PX = 28

/** What is said, the sentences of the current click lit; it follows the clicks, and can be scrolled by hand. */
export function notesPart(deeds: Deeds): Part {
  const notes = element('section', { 'class': 'notes scrolls', 'tabindex': 0, 'aria-label': 'Notes' })
  onSwipe(notes, towards => deeds.give({ kind: towards === 'left' ? 'next' : 'previous' }))

  let shown: SlideInfo | undefined
  let groups: HTMLElement[] = []
  let lit = -1

  // Turned to its side, or beside an open panel, the page has another place for the words.
  new ResizeObserver(() => scrollTo(notes, groups[lit], true)).observe(notes)

  const fill = (slide: SlideInfo): void => {
    groups = slide.notes.map(paragraphs => element('div', { class: 'said' }, ...paragraphs.map(text => element('p', {}, text))))
    const asides = slide.asides.length > 0
      ? [element('aside', { 'class': 'asides', 'aria-label': 'Good to know' }, ...slide.asides.map(asideOf))]
      : []
    const isSilent = slide.notes.every(paragraphs => paragraphs.length === 0)
    notes.replaceChildren(...isSilent ? [element('p', { class: 'silent' }, 'No notes for this slide.')] : groups, ...asides)
    lit = -1
  }

  return {
    element: notes,
    show({ info, position }) {
      const slide = info.slides[position.slide - 1]
      if (!slide)
        return
      const isNew = slide !== shown
      if (isNew)
        fill(slide)
      shown = slide

      const now = spokenAt(slide.notes, position.click)
      if (now === lit)
        return
      lit = now
      for (const [index, group] of groups.entries()) {
        setAttribute(group, 'data-is', index === lit ? 'now' : index < lit ? 'before' : 'after')
        setAttribute(group, 'aria-current', index === lit ? 'step' : undefined)
      }
      scrollTo(notes, groups[lit], isNew)
    },
  }
}

/** The click whose sentences are being said: the last one, up to the current, that has any. */
function spokenAt(notes: SlideInfo['notes'], click: number): number {
  const spoken = notes.slice(0, click + 1).map((paragraphs, at) => paragraphs.length > 0 ? at : 0)
  return Math.max(0, ...spoken)
}

/** "Precise: a bucket starts full" with its first word as a label. */
function asideOf(text: string): HTMLElement {
  const label = /^[^:.]{1,20}:/.exec(text)?.[0]
  return label
    ? element('p', {}, element('strong', {}, label), text.slice(label.length))
    : element('p', {}, text)
}

function scrollTo(notes: HTMLElement, group: HTMLElement | undefined, atOnce: boolean): void {
  const top = group && group.offsetTop > SEEN_BEFORE_PX ? group.offsetTop - SEEN_BEFORE_PX : 0
  const isCalm = atOnce || matchMedia('(prefers-reduced-motion: reduce)').matches
  notes.scrollTo({ top, behavior: isCalm ? 'instant' : 'smooth' })
}
