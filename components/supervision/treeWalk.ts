import type { TreeSettings } from './adminTree'
import type { treeSteps } from './treeOptions'
import type { TreeSnapshot } from './treeRun'
import { children, supervisorName } from './adminTree'
import { TreeRun } from './treeRun'

/** A step of the walk: which nodes it speaks of, and what is done to the tree up to it. */
interface TreeStep {
  lit: string[]
  /** Children killed, one after the other; each is back before the next dies. */
  killed: string[]
  /** Whether the supervisor has dealt with the last one, or is still to find out. */
  settled: boolean
}

const names = children.map(child => child.name)

const steps: Record<typeof treeSteps[number], TreeStep> = {
  'whole': { lit: [supervisorName, ...names], killed: [], settled: true },
  'own-repo': { lit: ['VianetAdmin.Repo'], killed: [], settled: true },
  'site-repos': { lit: ['PuppiesRepo', 'RRRepo', 'RoommatesRepo', 'GeocodeRepo'], killed: [], settled: true },
  'helpers': { lit: ['ConnectionMonitor', 'Presence'], killed: [], settled: true },
  'strategy': { lit: [supervisorName], killed: [], settled: true },
  'crash': { lit: ['RoommatesRepo'], killed: ['RoommatesRepo'], settled: false },
  'restart': { lit: [supervisorName, 'RoommatesRepo'], killed: ['RoommatesRepo'], settled: true },
}

/** What the panel draws at a step: the tree, and the nodes that the step speaks of. */
export interface TreeDrawing { tree: TreeSnapshot, lit: string[] }

/** The walk, computed by the model: the drawing of each step. */
export function treeWalk(settings: TreeSettings): Record<string, TreeDrawing> {
  return Object.fromEntries(Object.entries(steps).map(([step, { lit, killed, settled }]) => {
    const run = new TreeRun(settings)
    killed.forEach((child, index) => {
      run.kill(child)
      if (settled || index < killed.length - 1)
        run.settle()
    })
    return [step, { tree: run.snapshot(), lit }]
  }))
}
