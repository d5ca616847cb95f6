import type { Answer, Command, Commands, Position, TalkState } from '../../../stage/protocol'
import type { CommanderChange } from '../../../stage/talk/commander'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../models/clock'
import { MOST_COMMANDS } from '../../../stage/protocol'
import { DEFAULT_LIMITS } from '../../../stage/server/limits'
import { Commander } from '../../../stage/talk/commander'
import { Talk } from '../../../stage/talk/talk'

const PHONE = 'phone-one'
const START_MS = 1_700_000_000_000
const clicks = [2, 0, 3]
const next: Command = { kind: 'next' }
const place = (slide: number, click: number): Position => ({ slide, click })

/** A message on its way, to be answered by hand. */
interface Letter {
  commands: Commands
  signal: AbortSignal
  answer: (answer: Answer) => Promise<void>
  fail: () => Promise<void>
}

/** A page with a talk far away: messages arrive when the test says so, time goes by when it says so. */
class Page {
  readonly clock = new VirtualClock()
  readonly letters: Letter[] = []
  readonly changes: CommanderChange[] = []
  readonly commander: Commander
  talk = new Talk({ clicks, edition: 1, nowMs: START_MS })

  constructor(onSend = (): void => {}) {
    this.commander = new Commander({
      client: PHONE,
      clicks,
      send: (commands, signal) => {
        onSend()
        return new Promise((resolve, reject) => this.letters.push({
          commands,
          signal,
          async answer(answer) {
            resolve(answer)
            await setImmediate()
          },
          async fail() {
            reject(new Error('no network'))
            await setImmediate()
          },
        }))
      },
      now: () => this.nowMs,
      after: (delayMs, call) => {
        const timer = this.clock.after(delayMs * 1_000, call)
        return () => timer.cancel()
      },
    })
    this.commander.on(change => this.changes.push(change))
  }

  get nowMs(): number {
    return START_MS + this.clock.nowUs / 1_000
  }

  get last(): Letter {
    return this.letters.at(-1)!
  }

  get seqs(): number[][] {
    return this.letters.map(({ commands }) => commands.commands.map(({ seq }) => seq))
  }

  get drops(): string[] {
    return this.changes.flatMap(change => change.kind === 'dropped' ? change.dropped.map(({ command, why }) => `${command.kind}: ${why}`) : [])
  }

  state(): TalkState {
    return this.talk.state(this.nowMs)
  }

  apply(letter = this.last): Answer {
    return this.talk.apply(letter.commands, this.nowMs)
  }

  async pass(ms: number): Promise<void> {
    this.clock.advanceBy(ms * 1_000)
    await setImmediate()
  }
}

/** A page that has been told where the talk is. */
function open(): Page {
  const page = new Page()
  page.commander.take(page.state())
  return page
}

describe('a tap', () => {
  it('is not taken before anybody has said where the talk is', () => {
    const page = new Page()
    expect(page.commander.shown).toBeUndefined()
    expect(page.commander.give(next)).toBe(false)
    expect(page.letters).toEqual([])
  })

  it('is drawn by how many clicks the slides have now, when they were edited in mid-talk', () => {
    const page = open()
    page.commander.give(next)
    page.commander.give(next)
    expect(page.commander.shown?.position).toEqual(place(1, 2))
    page.commander.replan([1, 0])
    expect(page.changes.at(-1)).toEqual({ kind: 'view' })
    expect(page.commander.shown?.position).toEqual(place(2, 0))
  })

  it('is shown at once, sent at once, and done with when it is acknowledged', async () => {
    const page = open()
    expect(page.commander.give(next)).toBe(true)
    expect(page.commander.shown?.position).toEqual(place(1, 1))
    expect(page.commander.pending).toHaveLength(1)
    expect(page.last.commands).toEqual({ client: PHONE, commands: [{ seq: 1, from: place(1, 0), agoMs: 0, command: next }] })
    await page.last.answer(page.apply())
    expect(page.commander.shown?.position).toEqual(place(1, 1))
    expect(page.commander.pending).toEqual([])
    await page.pass(60_000)
    expect(page.letters).toHaveLength(1)
    expect(page.last.signal.aborted).toBe(false)
  })

  it('is shown as the room will see it: blank, jump and end of the deck', () => {
    const { commander } = open()
    const after = (command: Command): unknown => commander.give(command) && commander.shown
    expect(after({ kind: 'blank', isBlank: true })).toEqual({ position: place(1, 0), isBlank: true })
    expect(after({ kind: 'go', to: place(3, 9) })).toEqual({ position: place(3, 3), isBlank: false })
    expect(after({ kind: 'go', to: place(4, 0) })).toEqual({ position: place(3, 3), isBlank: false })
    expect(after(next)).toEqual({ position: place(3, 3), isBlank: false })
  })

  it('waits for the request that is under way, then goes with all others', async () => {
    const page = open()
    for (let tap = 0; tap < 3; tap++)
      page.commander.give(next)
    expect(page.seqs).toEqual([[1]])
    await page.last.answer(page.apply())
    expect(page.seqs).toEqual([[1], [2, 3]])
    expect(page.last.commands.commands.map(({ from }) => from)).toEqual([place(1, 1), place(1, 2)])
  })

  it('goes in messages that are not too large for the stage', async () => {
    const page = open()
    const name = 'n'.repeat(100)
    for (let tap = 0; tap <= MOST_COMMANDS + 20; tap++)
      page.commander.give({ kind: 'control', run: name, id: name, value: name })
    await page.last.answer(page.apply())
    expect(page.last.commands.commands).toHaveLength(MOST_COMMANDS)
    expect(JSON.stringify(page.last.commands).length).toBeLessThan(DEFAULT_LIMITS.body.bytes)
    await page.last.answer(page.apply())
    expect(page.last.commands.commands).toHaveLength(20)
    await page.last.answer(page.apply())
    expect(page.commander.pending).toHaveLength(0)
  })
})

describe('what is shown', () => {
  it('has a command in it once, whether the stream or the answer comes first', async () => {
    const page = open()
    page.commander.give(next)
    page.commander.give(next)
    const answer = page.apply()
    page.commander.take(page.state())
    expect(page.commander.shown?.position).toEqual(place(1, 2))
    await page.last.answer(answer)
    expect(page.commander.shown?.position).toEqual(place(1, 2))
  })

  it('never goes back to an older state', async () => {
    const page = open()
    const old = page.state()
    page.commander.give(next)
    const answer = page.apply()
    page.talk.apply({ client: 'laptop-one', commands: [{ seq: 1, from: place(1, 1), agoMs: 0, command: next }] }, START_MS)
    page.commander.take(page.state())
    await page.last.answer(answer)
    page.commander.take(old)
    expect(page.commander.shown?.position).toEqual(place(1, 2))
    expect(page.commander.pending).toHaveLength(0)
  })

  it('follows a later authority, even to a lower revision, and no longer the former', () => {
    const page = open()
    page.talk.learn({ followers: 1 })
    page.talk.learn({ followers: 2 })
    const former = page.state()
    page.commander.take(former)
    page.talk = new Talk({ clicks, edition: 1, nowMs: START_MS + 1 })
    page.commander.take(page.state())
    expect(page.commander.state).toMatchObject({ revision: 0, followers: 0 })
    page.commander.take(former)
    expect(page.commander.state).toMatchObject({ revision: 0, followers: 0 })
  })

  it('has a timer that runs between the states', async () => {
    const page = open()
    page.commander.give({ kind: 'timer', deed: 'start' })
    await page.last.answer(page.apply())
    await page.pass(4_000)
    expect(page.commander.elapsedMs).toBe(4_000)
    page.commander.give({ kind: 'timer', deed: 'pause' })
    await page.last.answer(page.apply())
    await page.pass(4_000)
    expect(page.commander.elapsedMs).toBe(4_000)
  })

  it('has a timer that does not run back when a state was held up', async () => {
    const page = open()
    page.commander.give({ kind: 'timer', deed: 'start' })
    await page.last.answer(page.apply())
    await page.pass(30_000)
    const heldUp = page.state()
    await page.pass(2_500)
    page.commander.take(heldUp)
    expect(page.commander.elapsedMs).toBe(32_500)
  })
})

describe('a network that loses things', () => {
  it('is tried again and again, less and less often, with the true age of what waits', async () => {
    const page = open()
    page.commander.give(next)
    const delays = [250, 500, 1_000, 2_000, 2_000]
    for (const [index, delayMs] of delays.entries()) {
      await page.last.fail()
      expect(page.commander.failures).toBe(index + 1)
      await page.pass(delayMs - 1)
      expect(page.letters).toHaveLength(index + 1)
      await page.pass(1)
      expect(page.letters).toHaveLength(index + 2)
    }
    expect(page.last.commands.commands).toMatchObject([{ seq: 1, agoMs: 5_750 }])
    expect(page.commander.pending).toHaveLength(1)
    await page.last.answer(page.apply())
    expect(page.commander).toMatchObject({ failures: 0, pending: [] })
    expect(page.state().position).toEqual(place(1, 1))
  })

  it('is tried at once when it may be back', async () => {
    const page = open()
    page.commander.give(next)
    await page.last.fail()
    page.commander.give(next)
    expect(page.seqs).toEqual([[1]])
    page.commander.retryNow()
    expect(page.seqs).toEqual([[1], [1, 2]])
    await page.pass(2_000)
    expect(page.letters).toHaveLength(2)
  })

  it('is trusted again once it is back: a try from before is given up for a new one, which is soon given up as well', async () => {
    const page = open()
    page.commander.give(next)
    await page.last.fail()
    page.commander.retryNow()
    await page.pass(6_000)
    page.commander.retryNow()
    const stale = page.last
    page.commander.give(next)
    page.commander.resend()
    expect(stale.signal.aborted).toBe(true)
    expect(page.seqs).toEqual([[1], [1], [1], [1, 2]])
    await page.pass(3_000)
    expect(page.last.signal.aborted).toBe(true)
    await page.pass(250)
    await page.last.answer(page.apply())
    expect(page.state().position).toEqual(place(1, 2))
    expect(page.commander.pending).toEqual([])
  })

  it('is not waited for for ever, and what it brings late still counts', async () => {
    const page = open()
    page.commander.give(next)
    const lost = page.last
    await page.pass(2_999)
    expect(lost.signal.aborted).toBe(false)
    await page.pass(1)
    expect(lost.signal.aborted).toBe(true)
    await page.pass(250)
    expect(page.letters).toHaveLength(2)
    await lost.answer(page.apply(lost))
    expect(page.commander.pending).toHaveLength(0)
    await page.last.answer(page.apply())
    expect(page.state().position).toEqual(place(1, 1))
    expect(page.letters).toHaveLength(2)
  })

  it('is given more time when it is slow', async () => {
    const page = open()
    page.commander.give(next)
    for (const patienceMs of [3_000, 6_000, 9_000, 9_000]) {
      const { signal } = page.last
      await page.pass(patienceMs - 1)
      expect(signal.aborted).toBe(false)
      await page.pass(1)
      expect(signal.aborted).toBe(true)
      page.commander.retryNow()
    }
  })

  it('may throw, too', async () => {
    let isDown = true
    const page = new Page(() => {
      if (isDown)
        throw new Error('the socket is closed')
    })
    page.commander.take(page.state())
    expect(page.commander.give(next)).toBe(true)
    await setImmediate()
    expect(page.commander.failures).toBe(1)
    isDown = false
    await page.pass(250)
    await page.last.answer(page.apply())
    expect(page.state().position).toEqual(place(1, 1))
  })

  it('is not flooded when somebody answers who deals with nothing', async () => {
    const page = open()
    page.commander.give(next)
    await page.last.answer({ upTo: 0, dropped: [], state: page.state() })
    expect(page.letters).toHaveLength(1)
    await page.pass(250)
    expect(page.letters).toHaveLength(2)
  })
})

describe('a command that is dropped', () => {
  it('is told once, with the reason, and no longer shown', async () => {
    const page = open()
    page.commander.give(next)
    const first = page.last
    await first.fail()
    page.talk.apply({ client: 'laptop-one', commands: [{ seq: 1, from: place(1, 0), agoMs: 0, command: { kind: 'go', to: place(3, 0) } }] }, START_MS)
    await page.pass(11_000)
    await page.last.fail()
    page.commander.retryNow()
    const answer = page.apply()
    await page.last.answer(answer)
    await first.answer(answer)
    expect(page.drops).toEqual(['next: too late'])
    expect(page.commander.shown?.position).toEqual(place(3, 0))
    expect(page.commander.pending).toHaveLength(0)
  })
})

describe('an authority that was started anew', () => {
  it('goes on with what was kept, and does nothing twice', async () => {
    const page = open()
    page.commander.give(next)
    page.apply()
    page.talk = new Talk({ clicks, edition: 1, kept: page.talk.keep(), nowMs: page.nowMs })
    await page.last.fail()
    page.commander.give(next)
    await page.pass(250)
    expect(page.seqs).toEqual([[1], [1, 2]])
    await page.last.answer(page.apply())
    expect(page.state().position).toEqual(place(1, 2))
    expect(page.commander.shown?.position).toEqual(place(1, 2))
  })

  it('is followed when it knows of nothing, and the next tap counts', async () => {
    const page = open()
    for (let tap = 0; tap < 3; tap++) {
      page.commander.give(next)
      await page.last.answer(page.apply())
    }
    page.talk = new Talk({ clicks, edition: 1, nowMs: START_MS + 1 })
    page.commander.take(page.state())
    expect(page.commander.shown?.position).toEqual(place(1, 0))
    page.commander.give(next)
    expect(page.seqs.at(-1)).toEqual([4])
    await page.last.answer(page.apply())
    expect(page.commander).toMatchObject({ pending: [], shown: { position: place(1, 1) } })
  })

  it('is believed when it answers, though its clock was set back and it knows of nothing', async () => {
    const page = open()
    page.commander.give({ kind: 'go', to: place(3, 0) })
    await page.last.answer(page.apply())
    page.talk = new Talk({ clicks, edition: 1, nowMs: START_MS - 60_000 })
    page.commander.give(next)
    await page.last.answer(page.apply())
    expect(page.commander.shown?.position).toEqual(page.state().position)
    page.talk.learn({ followers: 5 })
    page.commander.take(page.state())
    expect(page.commander.state?.followers).toBe(5)
  })
})

describe('the laser pointer', () => {
  const pointers = (page: Page): unknown[] => page.letters.map(({ commands }) => commands.pointer)

  it('is sent where it is last, without a number', async () => {
    const page = open()
    for (const x of [0.1, 0.2, 0.3])
      page.commander.point({ x, y: 0 })
    await page.last.answer(page.apply())
    expect(pointers(page)).toEqual([{ x: 0.1, y: 0 }, { x: 0.3, y: 0 }])
    expect(page.seqs).toEqual([[], []])
    expect(page.commander.pending).toHaveLength(0)
  })

  it('is told again every second while it is held, and not any more once it is off', async () => {
    const page = open()
    page.commander.point({ x: 0.5, y: 0.5 })
    await page.last.answer(page.apply())
    await page.pass(999)
    expect(page.letters).toHaveLength(1)
    await page.pass(1)
    expect(page.letters).toHaveLength(2)
    page.commander.point(null)
    await page.last.answer(page.apply())
    await page.last.answer(page.apply())
    await page.pass(60_000)
    expect(pointers(page)).toEqual([{ x: 0.5, y: 0.5 }, { x: 0.5, y: 0.5 }, null])
  })

  it('is taken off even if the first word of it is lost', async () => {
    const page = open()
    page.commander.point(null)
    await page.last.fail()
    await page.pass(250)
    expect(pointers(page)).toEqual([null, null])
  })
})

describe('a commander that was closed', () => {
  it('ends its request, sends nothing more and takes no tap', async () => {
    const page = open()
    page.commander.give(next)
    page.commander.close()
    expect(page.last.signal.aborted).toBe(true)
    expect(page.commander.give(next)).toBe(false)
    page.changes.length = 0
    await page.last.answer(page.apply())
    page.commander.take(page.state())
    page.commander.retryNow()
    page.commander.resend()
    await page.pass(60_000)
    expect(page.letters).toHaveLength(1)
    expect(page.changes).toEqual([])
  })

  it('says nothing to a listener that has stopped', () => {
    const page = open()
    const changes: CommanderChange[] = []
    page.commander.on(change => changes.push(change))()
    page.commander.give(next)
    expect(changes).toEqual([])
  })
})
