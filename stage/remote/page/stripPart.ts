import type { Part } from './seen'
import { clicksOf, isSamePlace, nextOf } from '../../talk/position'
import { element, setAttribute, write } from './dom'
import { pictureOf, stepPicture } from './picture'

/** What the room sees now and next, and the title of the slide after. */
export function stripPart(): Part {
  const now = stepPicture({ alt: 'What the room sees now' })
  const next = stepPicture({ alt: 'What the room sees next' })
  const slideAfter = element('strong', {})
  const caption = element('p', { class: 'after' }, 'Next slide', slideAfter)
  const strip = element('section', { 'class': 'strip', 'aria-label': 'Pictures' }, now.element, element('span', { class: 'dark' }, 'Blank'), element('div', { class: 'next' }, next.element, caption))

  return {
    element: strip,
    show({ info, position, isBlank, panel, link }) {
      const after = nextOf(position, clicksOf(info.slides))
      const isEnd = isSamePlace(after, position)
      now.show(pictureOf(info, position), link)
      next.show(isEnd ? undefined : pictureOf(info, after), link)
      write(slideAfter, info.slides[position.slide]?.title ?? 'None: this is the last')
      setAttribute(strip, 'data-blank', isBlank)
      strip.hidden = panel !== 'notes'
    },
  }
}
