import type { BeamOffer } from '../../components/live/engines'
import type { LimiterOptions } from '../../components/rate-limiter/limiterOptions'
import type { EngineSurroundings } from './beamEngine'
import { canIsolateByReload, reloadIsolated, takeResume, whyNotIsolated } from '../isolation/isolation'
import { LimiterOnBeam } from './limiterOnBeam'
import { pageVm } from './onePerPage'
import { TreeOnBeam } from './treeOnBeam'

const engines: Record<string, (settings: unknown, surroundings: EngineSurroundings) => LimiterOnBeam | TreeOnBeam> = {
  // The slide has checked its own settings.
  'rate-limiter': (settings, surroundings) => new LimiterOnBeam(settings as LimiterOptions, surroundings),
  'supervision': (_settings, surroundings) => new TreeOnBeam(surroundings),
}

/**
 * The BEAM as the panels are offered it.
 *
 * @param folder where the VM's files are served, closing slash included
 */
export function beamOffer(folder: string): BeamOffer {
  // Asked in any case: that also ends the page's memory of having been loaded once more.
  let resumed = takeResume()?.panel
  return {
    runs: panel => Object.hasOwn(engines, panel),
    whyNot: whyNotIsolated,
    helpsToReload: canIsolateByReload,
    reloadFor: panel => reloadIsolated({ panel }),
    takeResumed() {
      const panel = resumed
      resumed = undefined
      return panel
    },
    start: (panel, settings, onFailed) => engines[panel]!(settings, { vm: () => pageVm(folder), onFailed }),
  }
}
