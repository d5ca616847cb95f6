import type { Pace } from '../../talk/pace'
import type { Deeds, Part } from './seen'
import { clockOf } from '../../talk/clock'
import { paceInWords, paceOf } from '../../talk/pace'
import { element, write } from './dom'
import { onPress } from './press'

/** How long the question whether to start from zero stands. */
const ASKS_MS = 4000

/** The time, large, and what is done with it. */
export function timerPart(deeds: Deeds): Part {
  let isRunning = false
  const clock = element('p', { class: 'clock' })
  const pacing = element('p', { class: 'pacing' })
  const toggle = element('button', { type: 'button', class: 'act strong' })
  onPress(toggle, () => deeds.give({ kind: 'timer', deed: isRunning ? 'pause' : 'start' }))

  const reset = element('button', { type: 'button', class: 'act' }, 'Reset')
  let calm: number | undefined
  const forget = (): void => {
    clearTimeout(calm)
    calm = undefined
    write(reset, 'Reset')
  }
  // The time of a talk is not given away at one touch.
  onPress(reset, () => {
    if (calm === undefined) {
      calm = window.setTimeout(forget, ASKS_MS)
      write(reset, 'Really reset?')
      return
    }
    forget()
    deeds.give({ kind: 'timer', deed: 'reset' })
  })
  const timer = element('section', { 'class': 'timer', 'id': 'panel-timer', 'aria-label': 'Timer' }, clock, pacing, element('div', { class: 'acts' }, toggle, reset))

  return {
    element: timer,
    show({ info, state, position, elapsedMs, panel }) {
      timer.hidden = panel !== 'timer'
      if (timer.hidden) {
        forget()
        return
      }
      isRunning = state.timer.startedAtMs !== null
      const pace = paceOf(info.slides, position, elapsedMs)
      write(clock, clockOf(elapsedMs))
      write(pacing, `${paceInWords(pace)}, ${leftInWords(pace)}`)
      write(toggle, isRunning ? 'Pause' : elapsedMs > 0 ? 'Go on' : 'Start')
    },
  }
}

/** "23:10 of 25:00 left"; nothing is left in overtime. */
function leftInWords({ plannedMs, leftMs }: Pace): string {
  return `${clockOf(leftMs)} of ${clockOf(plannedMs)} left`
}
