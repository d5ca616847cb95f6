import type { Deeds, Part } from './seen'
import { element } from './dom'
import { headerPart } from './headerPart'
import { laserPart } from './laserPart'
import { livePart } from './livePart'
import { notesPart } from './notesPart'
import { noticesPart } from './noticesPart'
import { slidesPart } from './slidesPart'
import { stepsPart } from './stepsPart'
import { stripPart } from './stripPart'
import { timerPart } from './timerPart'
import { toolsPart } from './toolsPart'

/** The page of a phone that drives the talk. */
export function drivePage(deeds: Deeds): Part {
  const header = headerPart()
  const middle = [stripPart(), laserPart(deeds), slidesPart(deeds), livePart(deeds), timerPart(deeds), notesPart(deeds), noticesPart(deeds)]
  const tools = toolsPart(deeds)
  const steps = stepsPart(deeds)
  const parts = [header, ...middle, tools, steps]
  const page = element('div', { class: 'drive' }, header.element, element('main', { class: 'middle' }, ...middle.map(part => part.element)), element('footer', { class: 'thumb' }, tools.element, steps.element))
  return {
    element: page,
    show(seen) {
      page.dataset.panel = seen.panel
      for (const part of parts)
        part.show(seen)
    },
  }
}
