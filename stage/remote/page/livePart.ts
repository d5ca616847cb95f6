import type { Control } from '../../protocol'
import type { Deeds, Part } from './seen'
import { element, setAttribute, write } from './dom'
import { onPress } from './press'

/** A control as it stands on the page, so that a finger on it is not disturbed by the next state. */
interface Drawn {
  element: HTMLElement
  show: (control: Control) => void
}

/** The live run of the current slide: start, pause and end, what has just happened, and its controls. */
export function livePart(deeds: Deeds): Part {
  const start = element('button', { type: 'button', class: 'act strong' }, 'Run live')
  const pause = element('button', { type: 'button', class: 'act' })
  const stop = element('button', { type: 'button', class: 'act' }, 'End')
  let isPaused = false
  onPress(start, () => deeds.give({ kind: 'run', deed: 'start' }))
  onPress(pause, () => deeds.give({ kind: 'run', deed: isPaused ? 'resume' : 'pause' }))
  onPress(stop, () => deeds.give({ kind: 'run', deed: 'stop' }))
  const says = element('p', { class: 'says' })
  const controls = element('div', { class: 'controls' })
  const live = element('section', { 'class': 'live scrolls', 'id': 'panel-live', 'aria-label': 'Live run' }, element('div', { class: 'acts' }, start, pause, stop), controls, says)

  let runId: string | undefined
  let drawn = new Map<string, Drawn>()

  return {
    element: live,
    show({ state, run, panel }) {
      live.hidden = panel !== 'live'
      start.hidden = run !== null
      stop.hidden = run === null
      pause.hidden = !run?.canPause
      isPaused = run?.isPaused ?? false
      write(pause, isPaused ? 'Go on' : 'Pause')
      write(says, run?.says ?? (state.canRun ? 'Starts on the projector; its controls appear here.' : 'Nothing runs on this slide.'))
      setAttribute(start, 'disabled', !state.canRun)

      if (run?.id !== runId)
        drawn = new Map()
      runId = run?.id
      const shown = (run?.controls ?? []).map((control) => {
        // The choices are part of what is drawn; other changes are shown in place.
        const key = JSON.stringify([control.kind, control.id, control.kind === 'choice' ? control.options : null])
        const part = drawn.get(key) ?? drawnControl(control, value => deeds.give({ kind: 'control', run: run!.id, id: control.id, value }))
        part.show(control)
        return [key, part] as const
      })
      drawn = new Map(shown)
      const elements = shown.map(([, part]) => part.element)
      if (elements.length !== controls.children.length || elements.some((part, index) => part !== controls.children[index]))
        controls.replaceChildren(...elements)
    },
  }
}

type Give = (value: number | boolean | string | null) => void

function drawnControl(control: Control, give: Give): Drawn {
  switch (control.kind) {
    case 'button': return drawnButton(give)
    case 'switch': return drawnSwitch(give)
    case 'slider': return drawnSlider(give)
    case 'choice': return drawnChoice(control.id, control.options, give)
  }
}

function drawnButton(give: Give): Drawn {
  const button = element('button', { type: 'button', class: 'act' })
  onPress(button, () => give(null))
  return {
    element: button,
    show(control) {
      if (control.kind !== 'button')
        return
      write(button, control.label)
      setAttribute(button, 'disabled', control.isOff)
    },
  }
}

function drawnSwitch(give: Give): Drawn {
  const label = element('span', {})
  let isOn = false
  const button = element('button', { type: 'button', class: 'switch', role: 'switch' }, label, element('span', { 'class': 'knob', 'aria-hidden': 'true' }))
  onPress(button, () => give(!isOn))
  return {
    element: button,
    show(control) {
      if (control.kind !== 'switch')
        return
      isOn = control.isOn
      write(label, control.label)
      setAttribute(button, 'aria-checked', String(isOn))
    },
  }
}

function drawnSlider(give: Give): Drawn {
  const name = element('span', {})
  const value = element('output', {})
  let unit = ''
  let isHeld = false
  const input = element('input', { type: 'range' })
  function say(): void {
    const number = numberOf(input.valueAsNumber)
    write(value, unit ? `${number} ${unit}` : number)
    setAttribute(input, 'aria-valuetext', value.textContent)
  }
  input.addEventListener('input', () => {
    isHeld = true
    say()
  })
  input.addEventListener('change', () => {
    isHeld = false
    give(input.valueAsNumber)
  })
  // A slider that was moved and put back is not changed, and says so by no event but these.
  for (const ends of ['pointerup', 'pointercancel', 'blur'])
    input.addEventListener(ends, () => isHeld = false)
  return {
    element: element('div', { class: 'slider' }, name, value, input),
    show(control) {
      if (control.kind !== 'slider')
        return
      write(name, control.label)
      // A label around them would be the output's, which comes first.
      setAttribute(input, 'aria-label', control.label)
      unit = control.unit
      setAttribute(input, 'min', control.least)
      setAttribute(input, 'max', control.most)
      setAttribute(input, 'step', stepOf(control.least, control.most))
      if (!isHeld)
        input.valueAsNumber = control.value
      say()
    },
  }
}

function drawnChoice(id: string, options: readonly string[], give: Give): Drawn {
  const legend = element('legend', {})
  const inputs = options.map(option => element('input', { type: 'radio', name: `choice ${id}`, value: option, onchange: () => give(option) }))
  const labels = inputs.map(input => element('label', {}, input, element('span', {}, input.value)))
  return {
    element: element('fieldset', { class: 'choice' }, legend, element('div', {}, ...labels)),
    show(control) {
      if (control.kind !== 'choice')
        return
      write(legend, control.label)
      for (const input of inputs)
        input.checked = input.value === control.value
    },
  }
}

/** Whole numbers where there are enough of them for a thumb, else a hundredth of the way. */
function stepOf(least: number, most: number): number {
  return most - least >= 10 && Number.isInteger(least) ? 1 : (most - least) / 100
}

function numberOf(value: number): string {
  return String(Math.round(value * 100) / 100)
}
