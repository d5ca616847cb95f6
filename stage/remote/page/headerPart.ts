import type { Position, TalkInfo } from '../../protocol'
import type { Part } from './seen'
import { clockOf } from '../../talk/clock'
import { paceInWords, paceOf } from '../../talk/pace'
import { element, setAttribute, write } from './dom'
import { wordsOfLink } from './words'

/** Where the talk is, whether the laptop is reached, and the time. */
export function headerPart(): Part {
  const number = element('span', { class: 'number' })
  const title = element('h1', {})
  const link = element('span', { class: 'link' })
  const step = element('span', { class: 'step' })
  const clock = element('span', { class: 'clock' })
  const pacing = element('span', { class: 'pacing' })
  // Said aloud only when it turns, not at every second that is counted.
  const aloud = element('p', { class: 'aloud', role: 'status' })
  const done = element('div', { class: 'done' })
  const planned = element('div', { class: 'planned' })

  return {
    element: element('header', { class: 'header' }, element('div', { class: 'where' }, number, title, clock), element('div', { class: 'how' }, link, step, pacing), element('div', { 'class': 'progress', 'aria-hidden': 'true' }, done, planned), aloud),
    show({ info, position, state, elapsedMs, link: reached, nowMs }) {
      const slide = info.slides[position.slide - 1]
      write(number, `${position.slide}/${info.slides.length}`)
      setAttribute(number, 'aria-label', `Slide ${position.slide} of ${info.slides.length}`)
      write(title, slide?.title ?? '')
      write(step, slide?.clicks ? `click ${position.click} of ${slide.clicks}` : '')

      write(link, wordsOfLink(reached, nowMs))
      setAttribute(link, 'data-is', reached.is)
      write(aloud, reached.is === 'offline' ? 'Offline. Taps are kept.' : wordsOfLink(reached, nowMs))

      const pace = paceOf(info.slides, position, elapsedMs)
      write(clock, clockOf(elapsedMs))
      setAttribute(clock, 'data-is', state.timer.startedAtMs === null ? 'paused' : 'running')
      write(pacing, paceInWords(pace))
      done.style.width = percent(wayTo(position, info))
      planned.hidden = !pace.planned || pace.phase === 'before'
      planned.style.left = percent(pace.planned ? wayTo(pace.planned, info) : 0)
    },
  }
}

/** How much of the way through the slides a place is, from 0 to 1. */
function wayTo({ slide, click }: Position, { slides }: TalkInfo): number {
  const steps = (slides[slide - 1]?.clicks ?? 0) + 1
  return (slide - 1 + (click + 1) / steps) / slides.length
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}
