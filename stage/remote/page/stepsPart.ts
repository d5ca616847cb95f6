import type { Deeds, Part, Seen } from './seen'
import { clicksOf, isSamePlace, nextOf } from '../../talk/position'
import { drawing, element, setAttribute, write } from './dom'
import { onPress } from './press'
import { wordsOfWaiting } from './words'

/** The two buttons that the talk is given with, under the thumb. */
export function stepsPart(deeds: Deeds): Part {
  const comes = element('small', {})
  const next = element('button', { type: 'button', class: 'go-next' }, element('span', {}, 'Next', drawing('next')), comes)
  const previous = element('button', { type: 'button', class: 'go-previous' }, drawing('previous'), element('span', {}, 'Back'))
  const waiting = element('p', { class: 'waiting', role: 'status' })
  onPress(next, () => deeds.give({ kind: 'next' }))
  onPress(previous, () => deeds.give({ kind: 'previous' }))

  return {
    element: element('div', { 'class': 'steps', 'role': 'group', 'aria-label': 'Steps' }, previous, next, waiting),
    show(seen) {
      write(comes, whatComes(seen))
      setAttribute(previous, 'data-is', seen.position.slide === 1 && seen.position.click === 0 ? 'spent' : undefined)
      write(waiting, seen.waiting > 0 ? wordsOfWaiting(seen.waiting) : '')
    },
  }
}

/** What the next press brings: "click 3 of 5", or the slide. */
function whatComes({ info, position }: Seen): string {
  const after = nextOf(position, clicksOf(info.slides))
  if (isSamePlace(after, position))
    return 'this is the end'
  const { title, clicks } = info.slides[after.slide - 1]!
  return after.slide === position.slide ? `click ${after.click} of ${clicks}` : `${after.slide}. ${title}`
}
