import type { LivePanel } from '../../components/live/engine'
import type { LiveHub } from '../../components/live/liveHub'
import type { LiveMessage } from '../../components/live/liveMessages'
import { beforeEach, describe, expect, it } from 'vitest'
import { createLiveHub } from '../../components/live/liveHub'

/** A system that only knows how long it ran, and what it was told. */
interface Log { elapsedUs: number, told: string[] }

function logPanel(name: string): LivePanel<Log, string> & { starts: number } {
  const panel = {
    name,
    engine: 'model' as const,
    starts: 0,
    start() {
      panel.starts++
      const log: Log = { elapsedUs: 0, told: [] }
      const still: Log = { elapsedUs: -1, told: [] }
      return {
        advance(elapsedUs: number) {
          log.elapsedUs += elapsedUs
          if (log.told.includes('break'))
            throw new Error('broken')
        },
        act: (action: string) => void log.told.push(action),
        snapshot: () => log.told.includes('be still') ? still : structuredClone(log),
      }
    },
  }
  return panel
}

/** Windows of one talk: messages wait until they are delivered, frames and timers until they are told to come. */
class Windows {
  /** For each window, what to do with a message. */
  readonly listeners: ((data: unknown) => void)[] = []
  readonly frames = new Map<number, (timeMs: number) => void>()
  readonly timers: { window: number, delayMs: number, call: () => void }[] = []
  lessMotion = false
  settlingFrames = 0
  #mail: { from: number, message: LiveMessage }[] = []
  #closed = new Set<number>()

  open(): LiveHub {
    const window = this.listeners.length
    this.listeners.push(() => {})
    let runs = 0
    return createLiveHub({
      channel: {
        post: message => void this.#mail.push({ from: window, message: structuredClone(message) }),
        listen: listener => void (this.listeners[window] = listener),
      },
      onNextFrame: (call) => {
        this.frames.set(window, call)
        return () => {
          if (this.frames.get(window) === call)
            this.frames.delete(window)
        }
      },
      after: (delayMs, call) => {
        const timer = { window, delayMs, call }
        this.timers.push(timer)
        return () => this.timers.includes(timer) && void this.timers.splice(this.timers.indexOf(timer), 1)
      },
      settlingFrames: this.settlingFrames,
      wantsLessMotion: () => this.lessMotion,
      newId: () => `${window}-${++runs}`,
    })
  }

  /** A window whose process died: it neither hears nor says anything more. */
  crash(window: number): void {
    this.#closed.add(window)
    this.frames.delete(window)
  }

  deliver(): void {
    for (let mail = this.#mail.shift(); mail; mail = this.#mail.shift()) {
      const { from, message } = mail
      if (!this.#closed.has(from))
        this.listeners.forEach((listen, window) => window !== from && !this.#closed.has(window) && listen(message))
    }
  }

  frame(timeMs: number): void {
    const due = [...this.frames.values()]
    this.frames.clear()
    due.forEach(call => call(timeMs))
    this.deliver()
  }

  /** The silence timers come. */
  wait(): void {
    const due = this.timers.splice(0)
    due.forEach(({ call }) => call())
    this.deliver()
  }
}

let windows: Windows
let one: LiveHub
let other: LiveHub
const limiter = logPanel('limiter')
const logOf = (hub: LiveHub): Log => hub.run.value!.snapshot as Log

beforeEach(() => {
  windows = new Windows()
  one = windows.open()
  other = windows.open()
  windows.deliver()
})

function start(hub = one): void {
  hub.start(limiter)
  windows.deliver()
}

describe('a live run', () => {
  it('is not given up for a run that it has replaced, of which its host still tells', () => {
    one.start(limiter)
    windows.deliver()
    const late = { kind: 'state', run: structuredClone(one.run.value) }
    other.start(limiter)
    windows.listeners[1]!(late)
    windows.deliver()
    expect([one.isHost(), other.isHost()]).toEqual([false, true])
    expect(one.run.value!.id).toBe(other.run.value!.id)
  })

  it('does not ask for frames before it is started and after it has ended', () => {
    expect(windows.frames.size).toBe(0)
    start()
    expect(windows.frames.size).toBe(1)
    one.stop()
    expect(windows.frames.size).toBe(0)
    expect(one.run.value).toBeUndefined()
  })

  it('stands still for its first frames when the window needs them', () => {
    const talk = new Windows()
    talk.settlingFrames = 2
    const hub = talk.open()
    hub.start(logPanel('limiter'))
    const elapsedUs = () => (hub.run.value!.snapshot as Log).elapsedUs
    for (const timeMs of [1000, 1016, 1032])
      talk.frame(timeMs)
    expect(elapsedUs()).toBe(0)
    talk.frame(1048)
    expect(elapsedUs()).toBe(16_000)
  })

  it('moves on by the time between frames', () => {
    start()
    for (const timeMs of [1000, 1016, 1050])
      windows.frame(timeMs)
    expect(logOf(one).elapsedUs).toBe(50_000)
  })

  it('does not catch up on the time that its window was hidden', () => {
    start()
    windows.frame(1000)
    windows.frame(61_000)
    expect(logOf(one).elapsedUs).toBe(100_000)
  })

  it('stands still while it is paused, and goes on from there', () => {
    start()
    windows.frame(1000)
    one.setPaused(true)
    expect([one.run.value!.isPaused, windows.frames.size]).toEqual([true, 0])
    one.act('while paused')
    expect(logOf(one)).toEqual({ elapsedUs: 0, told: ['while paused'] })
    one.setPaused(false)
    windows.frame(9000)
    windows.frame(9020)
    expect(logOf(one).elapsedUs).toBe(20_000)
  })

  it('is shown twice a second where less motion is asked for, and at once when a control is worked', () => {
    windows.lessMotion = true
    start()
    const shown: number[] = []
    for (let timeMs = 0; timeMs <= 2000; timeMs += 20) {
      const before = one.run.value
      windows.frame(timeMs)
      if (one.run.value !== before)
        shown.push(timeMs)
    }
    expect(shown.length).toBeLessThanOrEqual(5)
    expect(shown.length).toBeGreaterThanOrEqual(4)
    one.act('now')
    expect(logOf(one).told).toEqual(['now'])
  })

  it('is neither drawn nor sent while its snapshot stays the same', () => {
    start()
    one.act('be still')
    windows.deliver()
    const drawn = [one.run.value, other.run.value]
    for (const timeMs of [1000, 2000, 3000])
      windows.frame(timeMs)
    expect([one.run.value, other.run.value].map((run, index) => run === drawn[index])).toEqual([true, true])
  })

  it('ends when its engine breaks, and breaks once', () => {
    start()
    windows.frame(0)
    one.act('break')
    expect(() => windows.frame(16)).toThrow('broken')
    windows.deliver()
    expect([one.run.value, other.run.value, windows.frames.size]).toEqual([undefined, undefined, 0])
  })
})

describe('the windows of a talk', () => {
  it('all draw what the one that hosts it sends', () => {
    start()
    windows.frame(1000)
    windows.frame(1050)
    expect(other.run.value).toEqual(one.run.value)
    expect([one.isHost(), other.isHost()]).toEqual([true, false])
  })

  it('work the same controls', () => {
    start()
    other.act('kill')
    windows.deliver()
    expect(logOf(one).told).toEqual(['kill'])
    expect(logOf(other).told).toEqual(['kill'])
    other.setPaused(true)
    windows.deliver()
    expect([one.run.value!.isPaused, other.run.value!.isPaused]).toEqual([true, true])
    other.stop()
    windows.deliver()
    expect([one.run.value, other.run.value, windows.frames.size]).toEqual([undefined, undefined, 0])
  })

  it('have one run among them: a new one ends the one before it, wherever it ran', () => {
    start(one)
    start(other)
    expect([one.isHost(), other.isHost(), windows.frames.size]).toEqual([false, true, 1])
    expect(one.run.value!.id).toBe(other.run.value!.id)
    const pool = logPanel('pool')
    other.start(pool)
    windows.deliver()
    expect([one.run.value!.panel, windows.frames.size]).toEqual(['pool', 1])
  })

  it('agree on one run when two are started at the same moment', () => {
    one.start(limiter)
    other.start(limiter)
    windows.deliver()
    windows.wait()
    windows.wait()
    expect(windows.frames.size).toBeLessThanOrEqual(1)
    expect(one.run.value?.id).toBe(other.run.value?.id)
  })

  it('learn of a run when they open in the middle of it', () => {
    start()
    const late = windows.open()
    windows.deliver()
    expect(late.run.value).toEqual(one.run.value)
  })

  it('keep a run whose host is only silent', () => {
    start()
    one.setPaused(true)
    windows.deliver()
    windows.wait()
    windows.wait()
    windows.wait()
    expect(other.run.value?.isPaused).toBe(true)
  })

  it('give a run up whose host has died', () => {
    start()
    windows.crash(0)
    windows.wait()
    expect(other.run.value).toBeDefined()
    windows.wait()
    expect(other.run.value).toBeUndefined()
  })

  it('do nothing about a run that is over, and nothing about messages that are none of theirs', () => {
    start()
    const id = one.run.value!.id
    one.stop()
    windows.deliver()
    other.act('late')
    other.stop()
    windows.deliver()
    start()
    for (const data of [null, 'state', { kind: 'state' }, { kind: 'launch' }, { kind: 'stop', id }, { kind: 'act', id, action: 'late' }, { kind: 'state', run: { id: '', panel: 'x', isPaused: 1 } }])
      windows.listeners.forEach(listen => listen(data))
    expect(logOf(one).told).toEqual([])
    expect(one.isHost()).toBe(true)
  })
})
