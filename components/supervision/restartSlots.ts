import type { TreeSnapshot } from './treeRun'

/** The restart intensity as it is drawn. */
export interface RestartSlots {
  /** Restarts that count at this moment. */
  counting: number
  /** As many as there may be. */
  most: number
  /** The window's length. */
  seconds: number
  /** Of each slot, from the newest restart on, how much of its time in the window is left: 0 (none in it) to 1. */
  left: number[]
  /** Whether there was one too many: the supervisor has given up. */
  isOver: boolean
}

/** The restart window of a tree at its moment. */
export function windowOf({ nowUs, supervisor }: TreeSnapshot): RestartSlots {
  const { restarts, maxRestarts, maxSeconds, gaveUp } = supervisor
  const left = restarts.map(({ timeUs, leavesAtUs }) => Math.min(1, Math.max(0, (leavesAtUs - nowUs) / (leavesAtUs - timeUs)))).toReversed()
  return {
    counting: restarts.length,
    most: maxRestarts,
    seconds: maxSeconds,
    left: Array.from({ length: Math.max(maxRestarts, 1) }, (_, slot) => left[slot] ?? 0),
    isOver: gaveUp,
  }
}
