import type { PhoneControl, PhoneView } from '../live/phoneControls'
import type { LimiterAction, LimiterRun } from './limiterLive'
import { speedChoice } from '../live/phoneControls'
import { limiterSays, speeds } from './limiterLive'
import { settings } from './limiterOptions'

const deeds: PhoneControl<LimiterAction>[] = [
  { kind: 'button', id: 'crowd', label: '12 at once', ask: () => ({ kind: 'crowd' }) },
  { kind: 'button', id: 'kill', label: 'Kill it', ask: () => ({ kind: 'kill' }) },
]

/** The live limiter on a phone; the BEAM has no slow motion, but a process that can be killed. */
export function limiterOnPhone(run: LimiterRun): PhoneView<LimiterAction> {
  return {
    says: limiterSays(run),
    controls: [
      ...settings.map(({ name, unit, ...setting }) => ({
        kind: 'slider' as const,
        id: name,
        ...setting,
        unit: unit(run[name]),
        value: run[name],
        ask: (value: number) => ({ kind: 'set' as const, name, value }),
      })),
      { kind: 'switch', id: 'limiter', label: 'limiter', isOn: run.limiterOn, ask: on => ({ kind: 'limiter', on }) },
      ...run.process ? deeds : [speedChoice(speeds, run.speed, (speed): LimiterAction => ({ kind: 'speed', speed }))],
    ],
  }
}
