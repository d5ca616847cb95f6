import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SentCounter } from '../../beam/client/sentCounter'

const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0)

it('puts what came between two readings into the tenth of a second of the second', () => {
  const counter = new SentCounter()
  counter.count({ nowUs: 10_000, asked: 1, accepted: 1, lost: 0 })
  counter.count({ nowUs: 90_000, asked: 4, accepted: 3, lost: 0 })
  expect(counter.count({ nowUs: 310_000, asked: 9, accepted: 5, lost: 2 })).toEqual({
    offered: [4, 0, 0, 5],
    accepted: [3, 0, 0, 2],
    lost: [0, 0, 0, 2],
  })
})

it('shows everything that was counted in the last ten seconds, once, and no more columns than there is room for', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(400_000), fc.nat(20)), { minLength: 1, maxLength: 200 }), (readings) => {
    const counter = new SentCounter()
    let now = { nowUs: 0, asked: 0, accepted: 0, lost: 0 }
    const seen: { tenth: number, more: number }[] = []
    for (const [elapsedUs, more] of readings) {
      now = { nowUs: now.nowUs + elapsedUs, asked: now.asked + more, accepted: now.accepted, lost: now.lost }
      seen.push({ tenth: Math.floor(now.nowUs / 100_000), more })
      const { offered, accepted } = counter.count(now)
      expect(offered.length).toBe(accepted.length)
      expect(offered.length).toBeLessThanOrEqual(100)
      const first = seen.at(-1)!.tenth - offered.length
      expect(sum(offered)).toBe(sum(seen.filter(({ tenth }) => tenth > first).map(entry => entry.more)))
    }
  }))
})
