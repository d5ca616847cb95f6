import type { SlideInfo, TalkInfo } from '../../protocol'
import type { StepPicture } from './picture'
import type { Deeds, Part, Seen } from './seen'
import { element, setAttribute } from './dom'
import { pictureOf, stepPicture } from './picture'

/** A slide in the grid. */
interface Entry {
  slide: SlideInfo
  button: HTMLButtonElement
  picture: StepPicture
}

/** All slides, to jump to one. */
export function slidesPart(deeds: Deeds): Part {
  const list = element('ol', {})
  const grid = element('nav', { 'class': 'slides scrolls', 'id': 'panel-slides', 'aria-label': 'Slides' }, list)
  let filledWith: TalkInfo['slides'] | undefined
  let entries: Entry[] = []

  return {
    element: grid,
    show({ info, position, panel, link }: Seen) {
      const opens = grid.hidden && panel === 'slides'
      grid.hidden = panel !== 'slides'
      if (grid.hidden)
        return
      if (filledWith !== info.slides) {
        entries = info.slides.map(slide => entryOf(slide, deeds))
        list.replaceChildren(...entries.map(({ button }) => element('li', {}, button)))
        filledWith = info.slides
      }
      for (const { slide, button, picture } of entries) {
        setAttribute(button, 'aria-current', slide.no === position.slide ? 'true' : undefined)
        // After all its clicks a slide is known by its looks.
        picture.show(pictureOf(info, { slide: slide.no, click: slide.clicks }), link)
      }
      if (opens)
        entries[position.slide - 1]?.button.scrollIntoView({ block: 'center' })
    },
  }
}

function entryOf(slide: SlideInfo, deeds: Deeds): Entry {
  const picture = stepPicture({ alt: '', isLazy: true })
  const button = element('button', {
    type: 'button',
    // Not `onPress`: a touch that only stops the grid from rolling on makes no click, and would take the room to another slide.
    onclick: () => {
      deeds.give({ kind: 'go', to: { slide: slide.no, click: 0 } })
      deeds.open('notes')
    },
  }, picture.element, element('b', {}, String(slide.no)), element('span', {}, slide.title))
  return { slide, button, picture }
}
