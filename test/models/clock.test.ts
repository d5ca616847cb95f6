import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../models/clock'

describe('the virtual clock', () => {
  it('stands still until it is moved', () => {
    const clock = new VirtualClock()
    let ran = false
    clock.after(0, () => (ran = true))
    expect([clock.nowUs, ran]).toEqual([0, false])
    clock.advanceBy(0)
    expect([clock.nowUs, ran]).toEqual([0, true])
  })

  it('runs each call at its own time, and stops where it was told to', () => {
    const clock = new VirtualClock()
    const times: number[] = []
    for (const delay of [30, 10, 20, 41])
      clock.after(delay, () => times.push(clock.nowUs))
    clock.advanceTo(40)
    expect(times).toEqual([10, 20, 30])
    expect(clock.nowUs).toBe(40)
    expect(clock.nextUs).toBe(41)
  })

  it('runs what a call arranges, also for the same moment, after what was arranged before', () => {
    const clock = new VirtualClock()
    const calls: string[] = []
    clock.after(5, () => {
      calls.push('first')
      clock.after(0, () => calls.push('arranged by the first'))
    })
    clock.after(5, () => calls.push('second'))
    clock.advanceBy(5)
    expect(calls).toEqual(['first', 'second', 'arranged by the first'])
  })

  it('does not run what was called off', () => {
    const clock = new VirtualClock()
    const calls: string[] = []
    const timer = clock.after(1, () => calls.push('off'))
    clock.after(2, () => calls.push('on'))
    timer.cancel()
    clock.advanceBy(10)
    timer.cancel()
    expect(calls).toEqual(['on'])
  })

  it('steps from call to call, and says when there is none', () => {
    const clock = new VirtualClock()
    clock.after(7, () => {})
    expect([clock.step(), clock.nowUs, clock.step(), clock.nowUs]).toEqual([true, 7, false, 7])
  })

  it.each([-1, 0.5, Number.NaN, Infinity])('refuses a delay of %s', (delay) => {
    expect(() => new VirtualClock().after(delay, () => {})).toThrow(`not ${delay}`)
  })

  it.each([9, Number.NaN, 10.5])('never runs back or between microseconds: from 10 to %s', (time) => {
    const clock = new VirtualClock()
    clock.advanceTo(10)
    expect(() => clock.advanceTo(time)).toThrow(`from 10 to ${time}`)
    expect(clock.nowUs).toBe(10)
  })

  it('runs any calls in the order of time, and of two at one time the one arranged first', () => {
    const delays = fc.array(fc.nat(20), { maxLength: 60 })
    fc.assert(fc.property(delays, fc.array(fc.nat(15)), (delays, moves) => {
      const clock = new VirtualClock()
      const ran: { timeUs: number, order: number }[] = []
      delays.forEach((delay, order) => clock.after(delay, () => ran.push({ timeUs: clock.nowUs, order })))
      for (const move of moves)
        clock.advanceBy(move)
      const wanted = delays.map((timeUs, order) => ({ timeUs, order }))
        .filter(({ timeUs }) => moves.length > 0 && timeUs <= clock.nowUs)
        .toSorted((one, other) => one.timeUs - other.timeUs || one.order - other.order)
      expect(ran).toEqual(wanted)
    }))
  })
})
