import type { Notice } from './notices'
import type { Deeds, Part } from './seen'
import { drawing, element, write } from './dom'

/** What has to be said, over the notes: the newest last, each until it is put away. */
export function noticesPart(deeds: Deeds): Part {
  const list = element('div', { class: 'notices', role: 'status' })
  let drawn = new Map<string, HTMLElement>()

  const draw = ({ about }: Notice): HTMLElement =>
    element('p', {}, element('span', {}), element('button', { 'type': 'button', 'aria-label': 'Put away', 'onclick': () => deeds.putAway(about) }, drawing('close')))

  return {
    element: list,
    show({ notices }) {
      const shown = new Map(notices.map(notice => [notice.about, drawn.get(notice.about) ?? draw(notice)]))
      for (const { about, words } of notices)
        write(shown.get(about)!.firstElementChild!, words)
      // What stands stays where it is, so that a screen reader says only what is new.
      for (const [about, line] of drawn) {
        if (!shown.has(about))
          line.remove()
      }
      for (const [about, line] of shown) {
        if (!drawn.has(about))
          list.append(line)
      }
      drawn = shown
    },
  }
}
