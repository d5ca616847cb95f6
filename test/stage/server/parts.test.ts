import type { Socket } from 'node:net'
import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connections } from '../../../stage/server/connections'
import { eventOf } from '../../../stage/server/eventStream'
import { paced } from '../../../stage/server/paced'

class FakeSocket extends EventEmitter {
  isOpen = true
  constructor(readonly remoteAddress: string) {
    super()
  }

  destroy(): void {
    this.isOpen = false
    // As with a real one, the word comes later.
    queueMicrotask(() => this.emit('close'))
  }
}

function opened(connections: Connections, address: string): FakeSocket & Socket {
  const socket = new FakeSocket(address) as FakeSocket & Socket
  connections.add(socket)
  return socket
}

describe('too many connections', () => {
  it('never go beyond the limit, never cost a paired phone its own, and never a newcomer its turn', () => {
    const newcomer = fc.record({ address: fc.constantFrom('a', 'b', 'c'), isBusy: fc.boolean(), isPaired: fc.integer({ min: 0, max: 30 }).map(n => n === 0) })
    fc.assert(fc.property(fc.array(newcomer, { maxLength: 200 }), (newcomers) => {
      const connections = new Connections(20)
      const paired: FakeSocket[] = []
      for (const { address, isBusy, isPaired } of newcomers) {
        const socket = opened(connections, address)
        expect(socket.isOpen).toBe(true)
        if (isBusy)
          connections.begin(socket)
        if (isPaired && paired.length < 10) {
          connections.heard(socket, true)
          paired.push(socket)
        }
        expect(connections.size).toBeLessThanOrEqual(20)
      }
      expect(paired.every(socket => socket.isOpen)).toBe(true)
    }))
  })

  it('of one address push out only their own, those that do nothing first', () => {
    const connections = new Connections(10)
    const neighbours = [opened(connections, 'neighbour'), opened(connections, 'neighbour')]
    const follower = opened(connections, 'crowd')
    connections.begin(follower)
    const crowd = Array.from({ length: 30 }, () => opened(connections, 'crowd'))
    expect(neighbours.every(socket => socket.isOpen)).toBe(true)
    expect([follower.isOpen, crowd.findIndex(socket => socket.isOpen)]).toEqual([true, 23])
    connections.end(follower)
    opened(connections, 'crowd')
    expect(follower.isOpen).toBe(false)
  })

  it('are forgotten when they end by themselves', () => {
    const connections = new Connections(10)
    const socket = opened(connections, 'a')
    socket.emit('close')
    expect(connections.size).toBe(0)
  })
})

describe('what is paced', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is done at once, then not too often, and at last always', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 50 }), (gaps) => {
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
