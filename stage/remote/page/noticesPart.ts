import type { Deeds, Part } from './seen'
import { drawing, element } from './dom'

/** What has to be said, over the notes: the newest last, each until it is put away. */
export function noticesPart(deeds: Deeds): Part {
  const list = element('div', { class: 'notices', role: 'status' })
  let shown: readonly string[] = []
  return {
    element: list,
    show({ notices }) {
      if (notices.length === shown.length && notices.every((notice, index) => notice === shown[index]))
        return
      shown = notices
      list.replaceChildren(...notices.map(notice => element('p', {}, element('span', {}, notice), element('button', { 'type': 'button', 'aria-label': 'Put away', 'onclick': () => deeds.dismiss(notice) }, drawing('close')))))
    },
  }
}
