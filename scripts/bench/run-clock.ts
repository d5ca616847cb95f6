import type { VirtualClock } from '../../models/clock'

/** How often in a run the memory is looked at. */
const CHECKPOINTS = 20

/**
 * Lets a clock run until nothing is left to happen.
 *
 * @param clock the clock
 * @param checkpoint called about twenty times on the way, if it is known how many events there will be
 * @param expected about how many events there will be
 * @returns how many there were
 */
export function runOut(clock: VirtualClock, checkpoint: () => void, expected: number): number {
  const stretch = Math.ceil(expected / CHECKPOINTS)
  let events = 0
  while (clock.step()) {
    if (++events % stretch === 0)
      checkpoint()
  }
  checkpoint()
  return events
}

/** Moves a clock on, in twenty steps, with a look at the memory after each. */
export function runFor(clock: VirtualClock, durationUs: number, checkpoint: () => void): void {
  for (let step = 0; step < CHECKPOINTS; step++) {
    clock.advanceBy(Math.floor(durationUs / CHECKPOINTS))
    checkpoint()
  }
}
