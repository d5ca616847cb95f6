import type { Random } from '../random'

/** How long a lost connection waits before it tries again: twice as long each time, up to a cap, less some jitter. */
export interface BackOff {
  /** Before the first attempt, in integer microseconds. */
  firstUs: number
  /** Never longer than this. */
  capUs: number
  /**
   * The share of the wait that is left to chance, so that connections lost together do not all come back together:
   * 0 to 0.5. With more than half, a later wait could be shorter than the one before it.
   */
  jitter: number
}

/**
 * The wait before an attempt, in integer microseconds: from `1 - jitter` of the doubled wait to all of it.
 *
 * @param attempt 1 for the first
 */
export function backOffUs(attempt: number, { firstUs, capUs, jitter }: BackOff, random: Random): number {
  const longest = Math.min(capUs, firstUs * 2 ** (attempt - 1))
  return Math.round(longest * (1 - jitter * random.fraction()))
}
