import type { SlideInfo, TalkInfo } from '../../protocol'
import type { Deeds, Part } from './seen'
import { element, setAttribute, write } from './dom'
import { stepPicture } from './picture'

/** All slides, to jump to one. */
export function slidesPart(deeds: Deeds): Part {
  const list = element('ol', {})
  const grid = element('nav', { 'class': 'slides scrolls', 'id': 'panel-slides', 'aria-label': 'Slides' }, list)
  let filledWith: TalkInfo | undefined
  let buttons: HTMLButtonElement[] = []

  return {
    element: grid,
    show({ info, position, panel }) {
      const opens = grid.hidden && panel === 'slides'
      grid.hidden = panel !== 'slides'
      if (grid.hidden)
        return
      if (filledWith !== info) {
        buttons = info.slides.map(slide => slideButton(slide, info.hasPictures, deeds))
        list.replaceChildren(...buttons.map(button => element('li', {}, button)))
        filledWith = info
      }
      for (const [index, button] of buttons.entries())
        setAttribute(button, 'aria-current', index === position.slide - 1 ? 'true' : undefined)
      if (opens)
        buttons[position.slide - 1]?.scrollIntoView({ block: 'center' })
    },
  }
}

function slideButton(slide: SlideInfo, hasPicture: boolean, deeds: Deeds): HTMLButtonElement {
  const title = element('span', {})
  write(title, slide.title)
  const button = element('button', {
    type: 'button',
    onclick: () => {
      deeds.give({ kind: 'go', to: { slide: slide.no, click: 0 } })
      deeds.open('notes')
    },
  }, element('b', {}, String(slide.no)), title)
  if (hasPicture) {
    // After all its clicks a slide is known by its looks.
    const picture = stepPicture({ alt: '', isLazy: true })
    picture.show({ slide: slide.no, click: slide.clicks })
    button.prepend(picture.element)
  }
  return button
}
