import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventOf } from '../../../stage/server/eventStream'
import { paced } from '../../../stage/server/paced'

describe('what is paced', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is done at once, then not too often, and at last always', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 50, size: 'max' }), (gaps) => {
      const done: number[] = []
      let asked = 0
      const { ask } = paced(200, () => done.push(asked))
      const times: number[] = []
      for (const gap of gaps) {
        vi.advanceTimersByTime(gap)
        asked++
        const before = done.length
        ask()
        if (done.length > before)
          times.push(Date.now())
      }
      vi.advanceTimersByTime(200)
      expect(done[0]).toBe(1)
      expect(done.at(-1)).toBe(asked)
      expect(done.length).toBeLessThanOrEqual(2 + gaps.reduce((sum, gap) => sum + gap, 0) / 200)
      expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) >= 200)).toBe(true)
      vi.clearAllTimers()
    }))
  })

  it('is done no more once it is stopped', () => {
    let count = 0
    const { ask, stop } = paced(200, () => count++)
    ask()
    ask()
    stop()
    ask()
    vi.advanceTimersByTime(1000)
    expect(count).toBe(1)
  })
})

describe('an event', () => {
  it('is one event, whatever line breaks its JSON is written with', () => {
    expect(eventOf('run', '{\r\n  "a": "b\\nc"\r}').toString()).toBe('event: run\ndata: {   "a": "b\\nc" }\n\n')
  })
})
