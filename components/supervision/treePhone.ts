import type { EngineName } from '../live/engine'
import type { PhoneView } from '../live/phoneControls'
import type { TreeAction } from './treeLive'
import type { TreeSnapshot } from './treeRun'
import { strategyText } from './treeNodes'
import { strategies } from './treeOptions'

/** The live tree on a phone; on the BEAM the strategy is the listing's. */
export function treeOnPhone({ says, supervisor }: TreeSnapshot, engine: EngineName): PhoneView<TreeAction> {
  return {
    says,
    controls: [
      ...supervisor.children.map(({ id, state }) => ({
        kind: 'button' as const,
        id: `kill ${id}`,
        label: `Kill ${id}`,
        isOff: state !== 'running',
        ask: () => ({ kind: 'kill' as const, child: id }),
      })),
      ...engine === 'BEAM'
        ? []
        : [{
            kind: 'choice' as const,
            id: 'strategy',
            label: 'strategy',
            options: strategies.map(strategyText),
            value: strategyText(supervisor.strategy),
            ask: (text: string) => ({ kind: 'strategy' as const, strategy: strategies.find(each => strategyText(each) === text)! }),
          }],
      { kind: 'button', id: 'reset', label: 'Reset', ask: () => ({ kind: 'reset' }) },
    ],
  }
}
