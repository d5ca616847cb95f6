import type { Strategy } from '../../models/supervisor'
import type { LivePanel } from '../live/engine'
import type { TreeSettings } from './adminTree'
import type { TreeSnapshot } from './treeRun'
import { children } from './adminTree'
import { strategies } from './treeOptions'
import { TreeRun } from './treeRun'

/** What the controls of the live tree ask for. */
export type TreeAction
  = | { kind: 'kill', child: string }
    /** Ends the tree and starts it anew, with another strategy. */
    | { kind: 'strategy', strategy: Strategy }
    /** The same, with the strategy it had. */
    | { kind: 'reset' }

/** The supervision tree, live on the model: it stands still until somebody kills a child. */
export function treeLive(settings: TreeSettings): LivePanel<TreeSnapshot, TreeAction> {
  return {
    name: 'supervision',
    engine: 'model',
    start() {
      let current = settings
      let run = new TreeRun(current)
      return {
        advance: elapsedUs => run.advance(elapsedUs),
        act(action) {
          if (action.kind === 'kill' && children.some(({ name }) => name === action.child))
            run.kill(action.child)
          if (action.kind === 'strategy' && strategies.includes(action.strategy))
            run = new TreeRun(current = { ...current, strategy: action.strategy })
          if (action.kind === 'reset')
            run = new TreeRun(current)
        },
        snapshot: () => run.snapshot(),
      }
    },
  }
}
