import type { LiveView } from './useLiveRun'
import { shallowRef } from 'vue'

const current = shallowRef<LiveView<unknown, never>>()

/** The panel on the slide that is shown in this window, with its controls; undefined on a slide without one. */
export function currentPanel(): LiveView<unknown, never> | undefined {
  return current.value
}

/** Says which panel the key for the live run, and a phone, are for. */
export function offerPanel(panel: LiveView<unknown, never>): void {
  current.value = panel
}

/** Takes a panel back, once its slide is left. */
export function withdrawPanel(panel: LiveView<unknown, never>): void {
  if (current.value === panel)
    current.value = undefined
}

/** Starts the live run of the slide that is shown, or ends it; does nothing on a slide without a panel. */
export function toggleLiveRun(): void {
  const panel = current.value
  if (panel?.snapshot === undefined)
    panel?.start()
  else
    panel.stop()
}
