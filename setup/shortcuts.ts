import { defineShortcutsSetup } from '@slidev/types'
import { toggleLiveRun } from '../components/live/currentPanel'

/** The deck's own keys, beside Slidev's. */
export default defineShortcutsSetup((_nav, shortcuts) => [
  ...shortcuts,
  { name: 'toggle_live_run', key: 'l', fn: toggleLiveRun },
])
