import type { Command, Commands, Position, RunOnPhone, SentCommand } from '../../../stage/protocol'
import type { TalkChange } from '../../../stage/talk/talk'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { MOST_COMMANDS, talkState } from '../../../stage/protocol'
import { NotTheirClient } from '../../../stage/talk/clients'
import { Talk } from '../../../stage/talk/talk'

const PHONE = 'phone-one'
const LAPTOP = 'laptop-one'
const START_MS = 1_700_000_000_000
const EDITION = START_MS - 1_000
/** Slides of 2, 0 and 3 clicks: the steps 1-0, 1-1, 1-2, 2-0, 3-0, 3-1, 3-2, 3-3. */
const clicks = [2, 0, 3]
const next: Command = { kind: 'next' }
const previous: Command = { kind: 'previous' }
const run: RunOnPhone = { id: 'tree', isPaused: false, canPause: true, says: 'All run.', controls: [] }

const place = (slide: number, click: number): Position => ({ slide, click })
const go = (slide: number, click: number): Command => ({ kind: 'go', to: place(slide, click) })

function begin(kept?: unknown, nowMs = START_MS): Talk {
  return new Talk({ clicks, edition: EDITION, kept, nowMs })
}

/** Commands numbered from `first`, given just now at the start of the talk. */
function send(given: Command[], { client = PHONE, first = 1, ...each }: Partial<SentCommand> & { client?: string, first?: number } = {}): Commands {
  return { client, commands: given.map((command, index) => ({ seq: first + index, from: place(1, 0), agoMs: 0, command, ...each })) }
}

function listen(talk: Talk): TalkChange[] {
  const changes: TalkChange[] = []
  talk.on(change => changes.push(change))
  return changes
}

/** What a talk would be in another process. */
function restarted(talk: Talk, nowMs = START_MS + 1_000): Talk {
  return begin(JSON.parse(JSON.stringify(talk.keep())), nowMs)
}

describe('the position', () => {
  it('is where the commands lead, one by one', () => {
    const talk = begin()
    const { upTo, dropped, state } = talk.apply(send([next, next, next, next, previous]), START_MS)
    expect({ upTo, dropped, position: state.position }).toEqual({ upTo: 5, dropped: [], position: place(2, 0) })
    expect(talk.apply(send([go(3, 2)], { client: LAPTOP }), START_MS).state.position).toEqual(place(3, 2))
  })

  it('takes a jump to more clicks than a slide has as one to its last, and none to a slide that is not there', () => {
    const talk = begin()
    const { dropped, state } = talk.apply(send([go(3, 99), go(4, 0)]), START_MS)
    expect(state.position).toEqual(place(3, 3))
    expect(dropped).toEqual([{ seq: 2, why: 'no such place' }])
  })

  it('moves by as many steps as were asked for, whoever asks', () => {
    const talk = new Talk({ clicks: Array.from({ length: 40 }, () => 4), edition: EDITION, nowMs: 0 })
    for (let turn = 1; turn <= 50; turn++) {
      talk.apply(send([next], { first: turn }), turn)
      talk.apply(send([next], { client: LAPTOP, first: turn }), turn)
    }
    expect(talk.state(50).position).toEqual(place(21, 0))
  })
})

describe('a blank screen', () => {
  it.each<[string, Command, Position]>([
    ['next', next, place(1, 2)],
    ['previous', previous, place(1, 0)],
    ['a jump', go(3, 1), place(3, 1)],
    ['a jump to where the talk is', go(1, 1), place(1, 1)],
  ])('ends with %s, which moves as ever', (_, command, position) => {
    const talk = begin()
    expect(talk.apply(send([next, { kind: 'blank', isBlank: true }]), START_MS).state).toMatchObject({ position: place(1, 1), isBlank: true })
    expect(talk.apply(send([command], { first: 3 }), START_MS).state).toMatchObject({ position, isBlank: false })
  })

  it('ends with next at the end of the talk as well, and by itself', () => {
    const blank = (isBlank: boolean): Command => ({ kind: 'blank', isBlank })
    expect(begin().apply(send([go(3, 3), blank(true), next]), START_MS).state).toMatchObject({ position: place(3, 3), isBlank: false })
    expect(begin().apply(send([blank(true), blank(false)]), START_MS).state).toMatchObject({ position: place(1, 0), isBlank: false })
  })

  it('does not end with a command that is dropped', () => {
    expect(begin().apply(send([{ kind: 'blank', isBlank: true }, go(9, 0)]), START_MS).state.isBlank).toBe(true)
  })
})

describe('a command that arrives more than once', () => {
  it('is applied once, and answered the same each time', () => {
    const talk = begin()
    const changes = listen(talk)
    const sent = send([next, go(9, 0), next])
    const first = talk.apply(sent, START_MS)
    expect(first).toMatchObject({ upTo: 3, dropped: [{ seq: 2, why: 'no such place' }], state: { position: place(1, 2) } })
    expect(talk.apply(sent, START_MS)).toEqual(first)
    expect(changes).toEqual([{ kind: 'state' }])
  })

  it('is told as dropped only until its client knows', () => {
    const talk = begin()
    talk.apply(send([go(9, 0)]), START_MS)
    expect(talk.apply(send([next], { first: 2 }), START_MS).dropped).toEqual([])
    expect(talk.keep().clients).toMatchObject([{ client: PHONE, upTo: 2, dropped: [] }])
  })

  it('may come before the one that was sent earlier', () => {
    const talk = begin()
    talk.apply(send([next, next, next]), START_MS)
    expect(talk.apply(send([next]), START_MS)).toMatchObject({ upTo: 3, state: { position: place(2, 0) } })
  })

  it('is known again after a restart', () => {
    const talk = begin()
    const sent = send([next, go(9, 0)])
    talk.apply(sent, START_MS)
    const second = restarted(talk)
    expect(second.apply(sent, START_MS)).toMatchObject({ upTo: 2, dropped: [{ seq: 2, why: 'no such place' }], state: { position: place(1, 1) } })
  })

  it('waits when one before it is missing, as no client sends it', () => {
    const talk = begin()
    const [one, , three] = send([next, next, next]).commands
    expect(talk.apply({ client: PHONE, commands: [one!, three!] }, START_MS)).toMatchObject({ upTo: 1, state: { position: place(1, 1) } })
  })
})

describe('a command that comes late', () => {
  const agoMs = 10_001

  it.each<[string, Command]>([
    ['next', next],
    ['previous', previous],
    ['a jump', go(3, 0)],
    ['a blank', { kind: 'blank', isBlank: true }],
    ['a start of the live run', { kind: 'run', deed: 'start' }],
  ])('is dropped when the talk has moved on meanwhile: %s', (_, command) => {
    const talk = begin()
    talk.learn({ canRun: true })
    talk.apply(send([go(2, 0)], { client: LAPTOP }), START_MS)
    const { dropped, state } = talk.apply(send([command], { agoMs }), START_MS)
    expect(dropped).toEqual([{ seq: 1, why: 'too late' }])
    expect(state).toMatchObject({ position: place(2, 0), isBlank: false })
    expect(talk.apply(send([next], { first: 2, agoMs: 10_000 }), START_MS).state.position).toEqual(place(3, 0))
  })

  it('is applied while the talk stands where it was given from, and so are those that follow from it', () => {
    const talk = begin()
    const commands = [place(1, 0), place(1, 1), place(1, 2)].map((from, index) => ({ seq: index + 1, from, agoMs: 60_000, command: next }))
    expect(talk.apply({ client: PHONE, commands }, START_MS)).toMatchObject({ upTo: 3, dropped: [], state: { position: place(2, 0) } })
  })

  it('is dropped wherever the talk stands when nobody remembers it', () => {
    expect(begin().apply(send([next, { kind: 'timer', deed: 'start' }], { agoMs: 300_001 }), START_MS)).toMatchObject({
      dropped: [{ seq: 1, why: 'too late' }, { seq: 2, why: 'too late' }],
      state: { position: place(1, 0), timer: { startedAtMs: null } },
    })
  })

  it('sets the timer as of when it was given, wherever the talk stands', () => {
    const talk = begin()
    talk.apply(send([go(2, 0)], { client: LAPTOP }), START_MS)
    expect(talk.apply(send([{ kind: 'timer', deed: 'start' }], { agoMs: 60_000 }), START_MS).state.timer).toEqual({ startedAtMs: START_MS - 60_000, elapsedMs: 60_000 })
    expect(talk.apply(send([{ kind: 'timer', deed: 'pause' }], { first: 2, agoMs: 20_000 }), START_MS).state.timer).toEqual({ startedAtMs: null, elapsedMs: 40_000 })
    expect(talk.apply(send([{ kind: 'timer', deed: 'start' }, { kind: 'timer', deed: 'reset' }], { first: 3 }), START_MS).state.timer).toEqual({ startedAtMs: null, elapsedMs: 0 })
  })
})

describe('a tap on the timer that comes after somebody else has touched it', () => {
  const start: Command = { kind: 'timer', deed: 'start' }
  const pause: Command = { kind: 'timer', deed: 'pause' }
  const reset: Command = { kind: 'timer', deed: 'reset' }

  /** The laptop starts the timer, pauses it after 61 s and starts it again after 120 s. */
  function touchedOnLaptop(): Talk {
    const talk = begin()
    talk.apply(send([start], { client: LAPTOP }), START_MS)
    talk.apply(send([pause], { client: LAPTOP, first: 2 }), START_MS + 61_000)
    talk.apply(send([start], { client: LAPTOP, first: 3 }), START_MS + 120_000)
    return talk
  }

  it.each([pause, reset])('is dropped, and undoes nothing of that: $deed', (command) => {
    const nowMs = START_MS + 240_000
    for (const talk of [touchedOnLaptop(), restarted(touchedOnLaptop())]) {
      const { dropped, state } = talk.apply(send([command], { agoMs: 180_000 }), nowMs)
      expect(dropped).toEqual([{ seq: 1, why: 'too late' }])
      expect(state.timer).toEqual({ startedAtMs: START_MS + 120_000, elapsedMs: 181_000 })
    }
  })

  it('is done when it was made after that', () => {
    expect(touchedOnLaptop().apply(send([pause], { agoMs: 100_000 }), START_MS + 240_000)).toMatchObject({ dropped: [], state: { timer: { startedAtMs: null, elapsedMs: 81_000 } } })
  })

  it('is done when it follows from the same page, though the network makes it look older', () => {
    const talk = begin()
    // The first was on its way for 2 s, which nobody knows; the second waited for the answer.
    talk.apply(send([start]), START_MS + 2_000)
    expect(talk.apply(send([pause], { first: 2, agoMs: 2_500 }), START_MS + 3_500)).toMatchObject({ dropped: [], state: { timer: { startedAtMs: null, elapsedMs: 0 } } })
  })

  it('is done when only the clock was set back in between', () => {
    expect(touchedOnLaptop().apply(send([reset]), START_MS - 3_600_000)).toMatchObject({ dropped: [], state: { timer: { startedAtMs: null, elapsedMs: 0 } } })
  })

  it('is done on what was kept before anybody noted who touches the timer', () => {
    const kept = { ...begin().keep(), timer: { startedAtMs: START_MS, countedMs: 0 } }
    expect(begin(kept).apply(send([pause]), START_MS + 5_000)).toMatchObject({ dropped: [], state: { timer: { startedAtMs: null, elapsedMs: 5_000 } } })
  })
})

describe('a client that was forgotten', () => {
  const HOUR_MS = 3_600_000
  const remembered = (talk: Talk): string[] => talk.state(START_MS).heard.map(({ client }) => client)

  it('is forgotten after an hour of silence, and goes on counting where it was', () => {
    const talk = begin()
    talk.apply(send(Array.from({ length: 5 }, () => next)), START_MS)
    talk.apply(send([previous], { client: LAPTOP }), START_MS + HOUR_MS)
    expect(remembered(talk)).toEqual([LAPTOP])
    const { upTo, state } = talk.apply(send([next, next], { first: 6 }), START_MS + HOUR_MS)
    expect({ upTo, position: state.position }).toEqual({ upTo: 7, position: place(3, 2) })
  })

  it('has nothing applied twice that it still sends from before', () => {
    const talk = begin()
    talk.apply(send([next]), START_MS)
    talk.apply(send([go(1, 0)], { client: LAPTOP }), START_MS + HOUR_MS)
    expect(talk.apply(send([next], { agoMs: HOUR_MS }), START_MS + HOUR_MS)).toMatchObject({ upTo: 1, dropped: [{ seq: 1, why: 'too late' }], state: { position: place(1, 0) } })
  })

  it('is, of more than twenty of one owner, the one that was silent longest', () => {
    const talk = begin()
    talk.apply(send([next], { client: LAPTOP }), START_MS)
    for (let index = 0; index < 20; index++)
      talk.apply(send([next], { client: `client-${index}` }), START_MS + index, 'phone')
    talk.apply(send([next], { client: 'client-0', first: 2 }), START_MS + 20, 'phone')
    talk.apply(send([next], { client: 'client-20' }), START_MS + 21, 'phone')
    expect(remembered(talk)).toHaveLength(21)
    expect(remembered(talk)).toEqual(expect.arrayContaining([LAPTOP, 'client-0', 'client-2', 'client-20']))
    expect(remembered(talk)).not.toContain('client-1')
  })

  it('is not stuck when the authority has lost its last commands', () => {
    const talk = begin()
    talk.apply(send([next]), START_MS)
    const old = talk.keep()
    talk.apply(send([next, next], { first: 2 }), START_MS)
    expect(begin(old).apply(send([next], { first: 4 }), START_MS)).toMatchObject({ upTo: 4, state: { position: place(1, 2) } })
  })
})

describe('the name of a client', () => {
  const HOUR_MS = 3_600_000
  /** What would have the other's next presses answered as done. */
  const stolen = send([next], { client: LAPTOP, first: 1_000_000_000 })

  it.each<[string, string | undefined, string]>([
    ['the laptop\'s', undefined, 'a phone'],
    ['a phone\'s', 'a phone', 'another phone'],
  ])('is of no use to another when it is %s, nor after a restart', (_, owner, thief) => {
    const first = begin()
    first.apply(send([next], { client: LAPTOP }), START_MS, owner)
    const changes = listen(first)
    const before = first.keep()
    expect(() => first.apply({ ...stolen, pointer: null }, START_MS, thief)).toThrow(NotTheirClient)
    expect([first.keep(), changes]).toEqual([before, []])
    const second = restarted(first)
    expect(() => second.apply(stolen, START_MS, thief)).toThrow(NotTheirClient)
    expect(second.apply(send([next], { client: LAPTOP, first: 2 }), START_MS, owner)).toMatchObject({ upTo: 2, state: { position: place(1, 2) } })
  })

  it('is not to be had by making so many that it is forgotten', () => {
    const talk = begin()
    talk.apply(send([next], { client: LAPTOP }), START_MS)
    for (let index = 0; index < 300; index++)
      talk.apply(send([previous], { client: `client-${index}` }), START_MS + index, 'a phone')
    expect(() => talk.apply(stolen, START_MS + 300, 'a phone')).toThrow(NotTheirClient)
  })

  it('is taken back by the laptop when a phone has taken it meanwhile', () => {
    const talk = begin()
    talk.apply(send([next], { client: LAPTOP }), START_MS)
    // Now the laptop has been silent for so long that it is forgotten.
    talk.apply(send([{ kind: 'blank', isBlank: false }]), START_MS + HOUR_MS, 'a phone')
    talk.apply({ ...stolen, commands: [{ ...stolen.commands[0]!, command: { kind: 'blank', isBlank: false } }] }, START_MS + HOUR_MS, 'a phone')
    expect(talk.apply(send([next], { client: LAPTOP, first: 2 }), START_MS + HOUR_MS)).toMatchObject({ upTo: 2, state: { position: place(1, 2) } })
  })
})

describe('slides that were edited in mid-talk', () => {
  it('are in force at once: the talk stands at the nearest place, and everything else stays', () => {
    const talk = begin()
    talk.apply(send([go(3, 3), { kind: 'timer', deed: 'start' }, { kind: 'blank', isBlank: true }]), START_MS)
    talk.learn({ followers: 7 })
    const before = talk.state(START_MS)
    const changes = listen(talk)
    talk.replan([2, 1], EDITION + 1)
    expect(talk.state(START_MS)).toEqual({ ...before, revision: before.revision + 1, edition: EDITION + 1, position: place(2, 1) })
    expect(changes).toEqual([{ kind: 'state' }])
    expect(talk.apply(send([previous, previous, next, next], { first: 4 }), START_MS).state.position).toEqual(place(2, 1))
    expect(talk.keep().position).toEqual(place(2, 1))
  })

  it('may be more than before, and then the talk goes on into them', () => {
    const talk = begin()
    talk.apply(send([go(3, 3)]), START_MS)
    talk.replan([...clicks, 1], EDITION + 1)
    expect(talk.apply(send([next], { first: 2 }), START_MS)).toMatchObject({ dropped: [], state: { position: place(4, 0) } })
  })

  it('are told of when nothing else has changed, and do nothing when there is none', () => {
    const talk = begin()
    const changes = listen(talk)
    talk.replan(clicks, EDITION + 1)
    talk.replan([], EDITION + 2)
    expect(changes).toEqual([{ kind: 'state' }])
    expect(talk.state(START_MS)).toMatchObject({ position: place(1, 0), edition: EDITION + 1 })
  })

  it('have pictures later: that is told once', () => {
    const talk = begin()
    const changes = listen(talk)
    talk.learn({ edition: EDITION + 1 })
    talk.learn({ edition: EDITION + 1 })
    expect(changes).toEqual([{ kind: 'state' }])
    expect(talk.state(START_MS)).toMatchObject({ revision: 1, edition: EDITION + 1 })
  })
})

describe('the live run', () => {
  const stop: Command = { kind: 'run', deed: 'stop' }
  const control: Command = { kind: 'control', run: 'tree', id: 'kill Repo', value: null }

  it('gets its commands, once and in order', () => {
    const talk = begin()
    talk.learn({ run })
    const changes = listen(talk)
    const sent = send([control, { kind: 'run', deed: 'pause' }, stop])
    talk.apply(sent, START_MS)
    talk.apply(sent, START_MS)
    expect(changes.flatMap(change => change.kind === 'run' ? [change.command] : [])).toEqual(sent.commands.map(({ command }) => command))
  })

  it('gets them after the windows have been told where the talk is', () => {
    const talk = begin()
    talk.learn({ canRun: true })
    const told: unknown[] = []
    talk.on(({ kind }) => told.push(kind === 'state' ? talk.state(START_MS).position : kind))
    talk.apply(send([next, { kind: 'run', deed: 'start' }]), START_MS)
    expect(told.slice(0, 2)).toEqual([place(1, 1), 'run'])
  })

  it.each<[string, Command, boolean, RunOnPhone | null]>([
    ['a start where nothing can run', { kind: 'run', deed: 'start' }, false, null],
    ['an end when nothing runs', stop, true, null],
    ['a control when nothing runs', control, true, null],
    ['a control of another run', control, true, { ...run, id: 'bucket' }],
  ])('does not get %s', (_, command, canRun, current) => {
    const talk = begin()
    talk.learn({ canRun })
    talk.learn({ run: current })
    const changes = listen(talk)
    expect(talk.apply(send([command]), START_MS).dropped).toEqual([{ seq: 1, why: 'nothing runs' }])
    expect(changes).toEqual([{ kind: 'state' }])
  })
})

describe('a state', () => {
  it('carries all that is told, with a new revision for each change and none for what is the same', () => {
    const talk = begin()
    const changes = listen(talk)
    for (let time = 0; time < 2; time++) {
      talk.learn({ run: { ...run } })
      talk.learn({ canRun: true })
      talk.learn({ followers: 7 })
      talk.learn({ hasWindow: true })
    }
    expect(changes).toHaveLength(4)
    expect(talk.state(START_MS)).toEqual({
      epoch: START_MS,
      revision: 4,
      position: place(1, 0),
      isBlank: false,
      timer: { startedAtMs: null, elapsedMs: 0 },
      canRun: true,
      run,
      followers: 7,
      hasWindow: true,
      edition: EDITION,
      heard: [],
    })
  })

  it('says up to which number the commands of each client are in it', () => {
    const talk = begin()
    talk.apply(send([next, next]), START_MS)
    talk.apply(send([go(9, 0)], { client: LAPTOP }), START_MS)
    expect(talk.state(START_MS).heard).toEqual([{ client: PHONE, upTo: 2 }, { client: LAPTOP, upTo: 1 }])
  })

  it('is never told of by a listener that has stopped', () => {
    const talk = begin()
    const changes: TalkChange[] = []
    talk.on(change => changes.push(change))()
    talk.learn({ followers: 1 })
    expect(changes).toEqual([])
  })

  it('keeps to the protocol, however long the timer runs and whatever clock is used', () => {
    const talk = begin(undefined, START_MS + 0.25)
    talk.apply(send([{ kind: 'timer', deed: 'start' }]), START_MS + 0.5)
    const state = talk.state(START_MS + 1e11 + 0.75)
    expect(v.parse(talkState, state)).toEqual(state)
    const { epoch, ...kept } = talk.keep()
    expect(restarted(talk).keep()).toEqual({ ...kept, epoch: epoch + 1_000 })
  })
})

describe('the laser pointer', () => {
  it('is passed on without a number, and when it is taken off', () => {
    const talk = begin()
    const changes = listen(talk)
    const pointer = { x: 0.25, y: 0.5 }
    expect(talk.apply({ client: PHONE, commands: [], pointer }, START_MS)).toMatchObject({ upTo: 0, dropped: [] })
    talk.apply({ client: PHONE, commands: [], pointer: null }, START_MS)
    talk.apply({ client: PHONE, commands: [] }, START_MS)
    expect(changes).toEqual([{ kind: 'pointer', pointer }, { kind: 'pointer', pointer: null }])
    expect(talk.state(START_MS).heard).toEqual([])
  })

  it('follows the step that it was sent with', () => {
    const talk = begin()
    const changes = listen(talk)
    talk.apply({ ...send([next]), pointer: { x: 0, y: 0 } }, START_MS)
    expect(changes.map(({ kind }) => kind)).toEqual(['state', 'pointer'])
  })
})

describe('a talk that goes on in another process', () => {
  it('has kept position, blank and timer, and is the later authority', () => {
    const talk = begin()
    talk.apply(send([next, next, { kind: 'blank', isBlank: true }, { kind: 'timer', deed: 'start' }]), START_MS)
    const before = talk.state(START_MS)
    const after = restarted(talk, START_MS + 5_000).state(START_MS + 5_000)
    expect(after).toMatchObject({ position: place(1, 2), isBlank: true, timer: { startedAtMs: START_MS, elapsedMs: 5_000 } })
    expect(after.epoch).toBeGreaterThan(before.epoch)
    // Even if the clock was set back by a day.
    expect(restarted(talk, START_MS - 86_400_000).state(START_MS).epoch).toBeGreaterThan(before.epoch)
  })

  it('stands at the nearest place of a deck that was changed', () => {
    const talk = begin()
    talk.apply(send([go(3, 3)]), START_MS)
    const shorter = new Talk({ clicks: [2, 1], edition: EDITION, kept: talk.keep(), nowMs: START_MS })
    expect(shorter.state(START_MS).position).toEqual(place(2, 1))
  })

  it('begins afresh with anything that is no kept talk', () => {
    const fresh = begin().state(START_MS)
    for (const garbage of [null, 7, 'talk', [], {}])
      expect(begin(garbage).state(START_MS)).toEqual(fresh)
    fc.assert(fc.property(fc.jsonValue(), (garbage) => {
      expect(begin(garbage).state(START_MS)).toEqual(fresh)
    }), { seed: 7 })
  })

  describe('of which something cannot be read', () => {
    function played(): Talk {
      const talk = begin()
      talk.apply(send([next, { kind: 'timer', deed: 'start' }, { kind: 'blank', isBlank: true }]), START_MS)
      talk.apply(send([go(9, 0)], { client: LAPTOP }), START_MS)
      return talk
    }
    const whole = played().state(START_MS + 1_000)

    it.each<[string, unknown, object]>([
      ['position', { slide: 0, click: 0 }, { position: place(1, 0) }],
      ['isBlank', 'yes', { isBlank: false }],
      ['timer', { startedAtMs: 'now', countedMs: 0 }, { timer: { startedAtMs: null, elapsedMs: 0 } }],
      ['revision', -1, { revision: 0 }],
      ['epoch', null, { epoch: START_MS + 1_000 }],
      ['clients', 'none', { heard: [] }],
    ])('loses no more than its %s', (part, bad, lost) => {
      for (const kept of [{ ...played().keep(), [part]: bad }, { ...played().keep(), [part]: undefined }])
        expect(begin(kept, START_MS + 1_000).state(START_MS + 1_000)).toEqual({ ...whole, epoch: START_MS + 1_000, ...lost })
    })

    it('loses no more clients than that', () => {
      const { clients, ...kept } = played().keep()
      const bad = { ...clients[0]!, client: 'bad-client', upTo: -1 }
      expect(begin({ ...kept, clients: [bad, ...clients, null] }).state(START_MS).heard).toEqual(whole.heard)
    })
  })

  it('is not lost by a client of which more was dropped than it can be told', () => {
    const talk = begin()
    talk.apply(send([next, next]), START_MS)
    // A client that does not mind the answers, and says each time that it waits for the first one.
    const nowhere = send(Array.from({ length: 3 * MOST_COMMANDS }, () => go(9, 0)), { client: 'odd-client' }).commands
    for (let sent = 0; sent < nowhere.length; sent += MOST_COMMANDS)
      talk.apply({ client: 'odd-client', commands: [nowhere[0]!, ...nowhere.slice(sent, sent + MOST_COMMANDS)] }, START_MS)
    expect(restarted(talk).state(START_MS)).toMatchObject({ position: place(1, 2), heard: [{ client: PHONE, upTo: 2 }, { client: 'odd-client', upTo: nowhere.length }] })
    const { dropped } = restarted(talk).apply({ client: 'odd-client', commands: [nowhere[0]!] }, START_MS)
    expect([dropped.length, dropped.at(-1)?.seq]).toEqual([MOST_COMMANDS, nowhere.length])
  })

  it('needs a slide', () => {
    expect(() => new Talk({ clicks: [], edition: EDITION, nowMs: 0 })).toThrow('A talk needs at least one slide.')
  })
})
