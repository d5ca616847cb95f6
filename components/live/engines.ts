import type { Engine } from './engine'
import { shallowRef } from 'vue'

/** The BEAM in this tab, as far as a panel need know it; setup offers it, so that components do not depend on it. */
export interface BeamOffer {
  /** Whether a panel can run on it at all, wherever the page is. */
  runs: (panel: string) => boolean
  /** Why it cannot be had in this page, in one sentence; undefined when it can. */
  whyNot: () => string | undefined
  /** Whether it could be had if the page were loaded once more. */
  helpsToReload: () => Promise<boolean>
  /** Loads the page once more; then the panel's run is started there. Answers why not, when it does not. */
  reloadFor: (panel: string) => string | undefined
  /** The panel whose run is to be started because the page was loaded once more for it; asked once. */
  takeResumed: () => string | undefined
  /**
   * Begins a panel's run. It returns at once and shows that the VM is being started.
   *
   * @param panel its name
   * @param settings of the panel's own shape, as its slide has them
   * @param onFailed is told, in one sentence, why the run cannot begin or go on; then the engine is dead
   */
  start: (panel: string, settings: unknown, onFailed: (why: string) => void) => Engine<unknown, never>
}

const offer = shallowRef<BeamOffer>()

/** For setup: from now on panels may run on it. */
export function offerBeam(beam: BeamOffer): void {
  offer.value = beam
}

/** The BEAM, if this panel can run on it; it may be offered a while after the slide is shown. */
export function beamFor(panel: string): BeamOffer | undefined {
  return offer.value?.runs(panel) ? offer.value : undefined
}
