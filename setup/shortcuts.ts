import type { ShortcutOptions } from '@slidev/types'
import type { Command } from '../stage/protocol'
import { defineShortcutsSetup } from '@slidev/types'
import { toggleLiveRun } from '../components/live/currentPanel'
import { thisSpeaker } from '../stage/window/thisWindow'

/** Slidev's keys for a step: on stage they are commands, so that none is lost while the window is still on its way. */
const steps: Record<string, Command['kind'] & ('next' | 'previous')> = {
  next_space: 'next',
  next_right: 'next',
  next_page_key: 'next',
  prev_space: 'previous',
  prev_left: 'previous',
  prev_page_key: 'previous',
}

/** The deck's own keys, beside Slidev's. */
export default defineShortcutsSetup((_nav, shortcuts) => [
  ...shortcuts.map(onStage),
  { name: 'toggle_live_run', key: 'l', fn: toggleLiveRun },
  ...import.meta.env.VITE_STAGE === 'present'
    // A clicker's button for a blank screen sends one of these.
    ? ['b', '.'].map(key => ({ name: `blank_${key}`, key, fn: toggleBlank }))
    : [],
])

function onStage(shortcut: ShortcutOptions): ShortcutOptions {
  const kind = steps[shortcut.name ?? '']
  return kind && import.meta.env.VITE_STAGE === 'present' ? { ...shortcut, fn: () => thisSpeaker.value?.give({ kind }) } : shortcut
}

function toggleBlank(): void {
  const speaker = thisSpeaker.value
  speaker?.give({ kind: 'blank', isBlank: !speaker.isBlank.value })
}
