import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventQueue } from '../../models/eventQueue'

describe('the event queue', () => {
  it('gives out the earliest first, and of equals the first, however many go in and out', () => {
    /** A time to put in, or null to take one out. */
    const steps = fc.array(fc.option(fc.oneof(fc.nat(30), fc.integer({ min: 2 ** 30, max: 2 ** 50 })), { freq: 3 }), { maxLength: 150, size: 'max' })
    fc.assert(fc.property(steps, (steps) => {
      const queue = new EventQueue<number>()
      let waiting: { timeUs: number, item: number }[] = []
      steps.forEach((timeUs, item) => {
        if (timeUs === null) {
          expect(queue.take()).toBe(waiting[0]?.item)
          waiting = waiting.slice(1)
        }
        else {
          queue.put(timeUs, item)
          waiting = [...waiting, { timeUs, item }].toSorted((one, other) => one.timeUs - other.timeUs || one.item - other.item)
        }
        expect([queue.size, queue.nextUs]).toEqual([waiting.length, waiting[0]?.timeUs])
      })
    }), { seed: 4, numRuns: 30 })
  })
})
