import type { Zero } from '../../../stage/talk/timer'
import { describe, expect, it } from 'vitest'
import { elapsedOf, paused, started, timerAtZero, zeroOf } from '../../../stage/talk/timer'

describe('the timer', () => {
  it('counts while it runs and keeps what it has counted while it is paused', () => {
    const first = paused(started(timerAtZero, 1_000), 4_000)
    expect(elapsedOf(first, 90_000)).toBe(3_000)
    const second = started(first, 100_000)
    expect(elapsedOf(second, 100_500)).toBe(3_500)
    expect(elapsedOf(timerAtZero, 90_000)).toBe(0)
  })

  it('is not set back by a second start', () => {
    expect(elapsedOf(started(started(timerAtZero, 1_000), 5_000), 6_000)).toBe(5_000)
  })

  it('goes on through a restart of the process and the sleep of the laptop', () => {
    const kept = JSON.parse(JSON.stringify(started(timerAtZero, 1_000)))
    expect(elapsedOf(kept, 1_801_000)).toBe(1_800_000)
  })

  it('does not count backwards when the clock is set back, nor beyond what a state can say', () => {
    expect(elapsedOf(started(paused(started(timerAtZero, 0), 7_000), 50_000), 20_000)).toBe(7_000)
    expect(elapsedOf(started(timerAtZero, 0), Number.MAX_SAFE_INTEGER)).toBe(1_000_000_000)
  })
})

describe('a timer that is reported from afar', () => {
  /** What is made of reports of one run, each of a second later than the one before and on its way for so long. */
  function zerosAfter(delaysMs: readonly number[]): number[] {
    let zero: Zero | undefined
    return delaysMs.map((delayMs, second) => {
      zero = zeroOf({ startedAtMs: 700, elapsedMs: second * 1_000 }, 5_000 + second * 1_000 + delayMs, zero)
      return zero!.atMs
    })
  }

  it('goes by the report that was on its way for the shortest time', () => {
    expect(zerosAfter([250, 40, 300, 10, 180])).toEqual([5_250, 5_040, 5_040, 5_010, 5_010])
  })

  it('does not run back, however late a report of the same run comes', () => {
    expect(zerosAfter([0, 2_500, 60_000])).toEqual([5_000, 5_000, 5_000])
  })

  it('follows a timer that was set, and forgets one that stands', () => {
    const before: Zero = { startedAtMs: 700, atMs: 5_000 }
    expect(zeroOf({ startedAtMs: 900, elapsedMs: 0 }, 5_300, before)).toEqual({ startedAtMs: 900, atMs: 5_300 })
    expect(zeroOf({ startedAtMs: null, elapsedMs: 7_000 }, 90_000, before)).toBeUndefined()
  })
})
