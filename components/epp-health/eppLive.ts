import type { LivePanel } from '../live/engine'
import type { EppHealthSnapshot } from './eppHealth'
import { EppHealth } from './eppHealth'
import { eppScenario } from './eppScenario'

/** What the controls of the live monitor ask for. */
export interface EppAction {
  kind: 'drop'
  registry: string
  /** Counted from 1. */
  connection: number
}

/** The past that a run begins with is made up in pieces of this length, one an advance, lest it stall the browser. */
const PIECE_US = 10_000_000

/**
 * The EPP monitor, live on the model. The five minutes that the page looks back on go by first, in about half a
 * second; the picture is best left standing until `isWarmedUp`. From then on it runs in real time.
 */
export const eppLive: LivePanel<EppHealthSnapshot, EppAction> = {
  name: 'epp-health',
  engine: 'model',
  start() {
    const health = new EppHealth()
    let pastUs = eppScenario.warmUpUs
    return {
      advance(elapsedUs) {
        const pieceUs = Math.min(pastUs, PIECE_US)
        pastUs -= pieceUs
        health.advanceBy(pieceUs > 0 ? pieceUs : elapsedUs)
      },
      act({ kind, registry, connection }) {
        // A phone may ask for what another view has done already.
        if (kind === 'drop' && health.snapshot().openNow[registry]?.[connection - 1])
          health.drop(registry, connection)
      },
      snapshot: () => health.snapshot(),
    }
  },
}
