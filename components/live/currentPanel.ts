/** What the key for the live run needs of a panel. */
interface Switchable {
  readonly snapshot: unknown
  start: () => void
  stop: () => void
}

/** The panel on the slide that is shown; undefined on a slide without one. */
let current: Switchable | undefined

/** Says which panel the key for the live run is for. */
export function offerPanel(panel: Switchable): void {
  current = panel
}

/** Takes a panel back, once its slide is left. */
export function withdrawPanel(panel: Switchable): void {
  if (current === panel)
    current = undefined
}

/** Starts the live run of the slide that is shown, or ends it; does nothing on a slide without a panel. */
export function toggleLiveRun(): void {
  const panel = current
  if (panel?.snapshot === undefined)
    panel?.start()
  else
    panel.stop()
}
