import type { PhoneView } from '../live/phoneControls'
import type { SchedulingAction, SchedulingRun } from './schedulingLive'
import { speedChoice } from '../live/phoneControls'
import { schedulingSays, speeds } from './schedulingLive'

/** The live scheduling on a phone. */
export function schedulingOnPhone(run: SchedulingRun): PhoneView<SchedulingAction> {
  return {
    says: schedulingSays(run),
    controls: [
      speedChoice(speeds, run.speed, speed => ({ kind: 'speed', speed })),
      { kind: 'button', id: 'restart', label: 'Restart', ask: () => ({ kind: 'restart' }) },
    ],
  }
}
