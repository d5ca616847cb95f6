import type { LivePanel } from '../live/engine'
import type { SchedulingDrawing } from './schedulingWalk'
import { Figures } from '../live/figures'
import { plan, schedulingDrawing } from './schedulingWalk'

/** How much model time goes by in a second of real time. */
export const speeds = [0.25, 1, 4] as const
export type Speed = typeof speeds[number]

/** What the panel draws while it runs: both ways, ten times a second; where the curves are, with every frame; and how fast. */
export interface SchedulingRun extends SchedulingDrawing {
  /** How far the curves are drawn, in microseconds of model time. */
  drawnUs: number
  speed: Speed
}

export type SchedulingAction = { kind: 'speed', speed: Speed } | { kind: 'restart' }

/** All 500,000, both ways side by side, from the first row to the commit; there it stands still. */
export const schedulingLive: LivePanel<SchedulingRun, SchedulingAction> = {
  name: 'scheduling',
  engine: 'model',
  start() {
    let elapsedUs = 0
    let speed: Speed = 1
    // Beyond the commit it is the commit.
    const figures = new Figures(() => schedulingDrawing(Math.floor(elapsedUs)))
    return {
      advance(realUs) {
        elapsedUs = Math.min(elapsedUs + realUs * speed, plan.durationUs)
        figures.advance(realUs)
        if (elapsedUs === plan.durationUs)
          figures.refresh()
      },
      act(action) {
        if (action.kind === 'restart')
          elapsedUs = 0
        else if (speeds.includes(action.speed))
          speed = action.speed
        figures.refresh()
      },
      snapshot: () => ({ ...figures.shown, drawnUs: Math.floor(elapsedUs), speed }),
    }
  },
}

/** One sentence on what is to be seen; another one only when the scheduling enters another part. */
export function schedulingSays({ stream, load }: SchedulingDrawing): string {
  if (stream.phase === 'committed')
    return 'Committed: 500,000 jobs both ways. One way held 500,000 rows for them, the other 2,000.'
  if (load.phase === 'fetching')
    return 'Load everything first: the rows pile up, and no job is inserted. The stream inserts already.'
  return 'All 500,000 rows are in memory and stay there; the stream still holds one chunk at the most.'
}
