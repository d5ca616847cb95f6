import type { Deeds, Panel, Part } from './seen'
import { drawing, element, setAttribute } from './dom'
import { onPress } from './press'

const PANELS = [
  { panel: 'slides', label: 'Slides' },
  { panel: 'laser', label: 'Laser' },
  { panel: 'live', label: 'Live' },
  { panel: 'timer', label: 'Timer' },
] as const satisfies readonly { panel: Panel, label: string }[]

/** The row of tools between what is read and what is pressed. */
export function toolsPart(deeds: Deeds): Part {
  const openers = PANELS.map(({ panel, label }) => ({
    panel,
    button: element('button', { 'type': 'button', 'class': 'tool', 'aria-controls': `panel-${panel}` }, drawing(panel), element('span', {}, label)),
  }))
  for (const { panel, button } of openers)
    onPress(button, () => deeds.open(panel))
  let isBlank = false
  const blank = element('button', { type: 'button', class: 'tool' }, drawing('blank'), element('span', {}, 'Blank'))
  onPress(blank, () => deeds.give({ kind: 'blank', isBlank: !isBlank }))

  return {
    element: element('div', { 'class': 'tools', 'role': 'group', 'aria-label': 'Tools' }, ...openers.map(({ button }) => button), blank),
    show(seen) {
      for (const { panel, button } of openers) {
        setAttribute(button, 'aria-expanded', String(seen.panel === panel))
        if (panel === 'live') {
          setAttribute(button, 'disabled', !seen.state.canRun && !seen.state.run)
          setAttribute(button, 'data-is', seen.state.run ? 'running' : undefined)
        }
      }
      isBlank = seen.isBlank
      setAttribute(blank, 'aria-pressed', String(isBlank))
    },
  }
}
