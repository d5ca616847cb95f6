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
  const running = (elapsedMs: number): { isRunning: boolean, elapsedMs: number } => ({ isRunning: true, elapsedMs })

  it('goes by the report that was on its way for the shortest time', () => {
    const delays = [250, 40, 300, 10, 180]
    const zeros = delays.reduce<number[]>((before, delay, index) =>
      [...before, zeroOf(running(index * 1_000), 5_000 + index * 1_000 + delay, before.at(-1))!], [])
    expect(zeros).toEqual([5_250, 5_040, 5_040, 5_010, 5_010])
  })

  it('follows a timer that was set, and forgets one that stands', () => {
    expect(zeroOf(running(0), 90_000, 5_000)).toBe(90_000)
    expect(zeroOf({ isRunning: false, elapsedMs: 7_000 }, 90_000, 5_000)).toBeUndefined()
  })
})
