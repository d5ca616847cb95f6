import type { EffectScope } from 'vue'
import type { Command } from '../../../stage/protocol'
import type { Clicks } from '../../../stage/talk/position'
import type { Heard, Link } from '../../../stage/window/link'
import type { Speaker } from '../../../stage/window/speaker'
import type { FromWindow } from '../../../stage/window/windowMessages'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { Talk } from '../../../stage/talk/talk'
import { useSpeaker } from '../../../stage/window/speaker'
import { FakeDeck } from './fakeDeck'

const clicks = [0, 3, 1]

interface Window { deck: FakeDeck, speaker: Speaker, told: FromWindow[], hear: (message: Heard) => void }

let talk: Talk
let plan: Clicks
/** What all windows asked for. */
let commands: Command[]
/** Whether the deck's process is there, by which all windows ask. */
let isDeckUp: boolean
let windows: Window[]
let scopes: EffectScope[]

const state = (): Heard => ({ kind: 'state', state: talk.state(Date.now()) })
const planned = (): Heard => ({ kind: 'plan', slides: plan.map(count => ({ clicks: count, plannedMs: 60_000 })) })
const tellAll = (message: Heard): void => windows.forEach(({ hear }) => hear(message))

beforeEach(() => {
  vi.useFakeTimers()
  plan = clicks
  commands = []
  isDeckUp = true
  windows = []
  scopes = []
  talk = new Talk({ clicks, edition: 1, nowMs: Date.now() })
  talk.on(({ kind }) => kind === 'state' && tellAll(state()))
  const tab = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => tab.get(key) ?? null,
    setItem: (key: string, value: string) => tab.set(key, value),
    removeItem: (key: string) => tab.delete(key),
  })
})
afterEach(() => {
  scopes.forEach(scope => scope.stop())
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** slides.md was edited, and the stage has heard of it. */
function replan(now: Clicks): void {
  plan = now
  tellAll(planned())
  talk.replan(now, Date.now())
}

/** A window of a talk, before anything was said in it. */
function open(totals: Clicks = clicks, client = `window-${windows.length}`): Window {
  const deck = new FakeDeck(totals)
  const told: FromWindow[] = []
  const listeners: ((message: Heard) => void)[] = []
  const link: Link = {
    tell: message => told.push(message),
    listen: listener => void listeners.push(listener),
    async send(sent) {
      if (!isDeckUp)
        throw new Error('The deck is down.')
      commands.push(...sent.commands.map(({ command }) => command))
      return talk.apply(sent, Date.now())
    },
  }
  const scope = effectScope()
  scopes.push(scope)
  const speaker = scope.run(() => useSpeaker(deck, link, client))!
  const window = { deck, speaker, told, hear: (message: Heard) => listeners.forEach(listener => listener(message)) }
  windows.push(window)
  return window
}

/** A window that shows the talk. */
async function openOnStage(totals: Clicks = clicks, client?: string): Promise<Window> {
  const window = open(totals, client)
  window.deck.open('projector', { slide: 1, click: 0 })
  window.hear(planned())
  window.hear(state())
  await settled()
  return window
}

async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1)
}

const place = (): string => Object.values(talk.state(0).position).join('-')
const places = (): string[] => windows.map(({ deck }) => Object.values(deck.position.value ?? {}).join('-'))

async function give(...kinds: ('next' | 'previous')[]): Promise<void> {
  for (const kind of kinds) {
    windows[0]!.speaker.give({ kind })
    await settled()
  }
}

describe('a window on the laptop', () => {
  it('goes where the talk is, wherever it was opened, and moves nobody by that', async () => {
    talk.apply({ client: 'a-phone-1', commands: [{ seq: 1, from: { slide: 1, click: 0 }, agoMs: 0, command: { kind: 'go', to: { slide: 2, click: 2 } } }] }, Date.now())
    await openOnStage()
    expect(places()).toEqual(['2-2'])
    expect(commands).toEqual([])
  })

  it('makes commands of what is done in it', async () => {
    const { deck } = await openOnStage()
    deck.stand({ slide: 2, click: 0 })
    deck.stand({ slide: 2, click: 1 })
    deck.stand({ slide: 2, click: 0 })
    deck.stand({ slide: 3, click: 0 })
    await settled()
    expect(commands).toEqual([{ kind: 'next' }, { kind: 'next' }, { kind: 'previous' }, { kind: 'go', to: { slide: 3, click: 0 } }])
    expect([place(), ...places()]).toEqual(['3-0', '3-0'])
  })

  it('tells what it is for, and again when that changes', async () => {
    const { deck, told } = await openOnStage()
    deck.open('aside')
    deck.open('presenter', { slide: 1, click: 0 })
    await settled()
    expect(told[0]).toEqual({ kind: 'hello', role: 'projector' })
    expect(told.at(-1)).toEqual({ kind: 'hello', role: 'presenter' })
  })

  it('that comes back from another page goes to the talk, and does not take the talk to where it had been', async () => {
    const { deck } = await openOnStage()
    await openOnStage()
    deck.open('aside')
    windows[1]!.speaker.give({ kind: 'next' })
    await settled()
    expect(deck.place, 'for Slidev’s notes').toEqual({ slide: 2, click: 0, clicks: 3 })
    deck.open('projector', { slide: 1, click: 0 })
    await settled()
    expect([place(), ...places()]).toEqual(['2-0', '2-0', '2-0'])
  })

  it('shows where a phone points on the projector only, and not for longer than it points', async () => {
    const { deck, hear } = await openOnStage()
    hear({ kind: 'pointer', pointer: { x: 0.5, y: 0.5 } })
    await vi.advanceTimersByTimeAsync(2_400)
    hear({ kind: 'pointer', pointer: { x: 0.6, y: 0.5 } })
    await vi.advanceTimersByTimeAsync(2_400)
    expect(deck.pointers).toEqual([{ x: 0.5, y: 0.5 }, { x: 0.6, y: 0.5 }])
    await vi.advanceTimersByTimeAsync(200)
    expect(deck.pointers.at(-1)).toBeNull()
    for (const role of ['presenter', 'aside'] as const) {
      deck.open(role)
      hear({ kind: 'pointer', pointer: { x: 0.5, y: 0.5 } })
    }
    expect(deck.pointers).toHaveLength(3)
  })

  it('that shows another page now takes the pointer away that it has drawn', async () => {
    const { deck, hear } = await openOnStage()
    hear({ kind: 'pointer', pointer: { x: 0.5, y: 0.5 } })
    deck.open('presenter', { slide: 1, click: 0 })
    hear({ kind: 'pointer', pointer: { x: 0.6, y: 0.5 } })
    hear({ kind: 'pointer', pointer: { x: 0.7, y: 0.5 } })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(deck.pointers).toEqual([{ x: 0.5, y: 0.5 }, null])
  })

  it('says what came to nothing, and why, until that has been read', async () => {
    const { speaker } = await openOnStage()
    talk.replan([0], 2)
    speaker.give({ kind: 'go', to: { slide: 3, click: 0 } })
    await settled()
    expect(speaker.dropped.value).toEqual([expect.stringContaining('there is no such slide')])
    speaker.forgetDropped()
    expect(speaker.dropped.value).toEqual([])
  })
})

describe('what is done in a window while nobody hears it', () => {
  it('is told when the deck is back, which loads the window again, as far as it did not arrive', async () => {
    const { speaker } = await openOnStage()
    await give('next')
    isDeckUp = false
    await give('next', 'next')
    expect([place(), ...places()], 'ahead of the stage').toEqual(['2-0', '2-2'])
    expect(speaker.dropped.value).toEqual([])

    isDeckUp = true
    scopes[0]!.stop()
    windows = []
    const again = await openOnStage(clicks, 'window-again')
    expect([place(), ...places()]).toEqual(['2-0', '2-0'])
    expect(again.speaker.dropped.value).toEqual(['2 key presses from before were not sent.'])
  })

  it('is told at once when the window does not know yet where the talk is', async () => {
    const { speaker, hear } = open()
    speaker.give({ kind: 'next' })
    expect(speaker.dropped.value).toEqual([expect.stringMatching(/^Nothing was done: /)])
    hear(planned())
    speaker.give({ kind: 'next' })
    hear(state())
    await settled()
    expect(commands).toEqual([])
  })
})

describe('windows with other slides than the stage knows, because these were edited just now', () => {
  it('stay where they are when a slide has fewer clicks than the plan, and go along when the new plan comes', async () => {
    await openOnStage([0, 1, 1])
    await openOnStage([0, 1, 1])
    await give('next', 'next', 'next', 'next')
    expect([place(), ...places()]).toEqual(['2-3', '2-3', '2-3'])
    // From the slide after it back to all of its clicks: the windows correct the address each for itself.
    await give('next', 'previous')
    expect(place()).toBe('2-3')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(commands).toHaveLength(6)
    replan([0, 1, 1])
    await settled()
    expect([place(), ...places()]).toEqual(['2-1', '2-1', '2-1'])
    await give('previous', 'next', 'next')
    expect([place(), ...places()]).toEqual(['3-0', '3-0', '3-0'])
  })

  it('show no more clicks of a slide than the plan has, and all of them with the new one', async () => {
    const { deck } = await openOnStage([0, 4, 1])
    await openOnStage([0, 4, 1])
    await give('next', 'next', 'next', 'next')
    deck.stand({ slide: 2, click: 4 })
    await settled()
    expect([place(), ...places()]).toEqual(['2-3', '2-3', '2-3'])
    replan([0, 4, 1])
    const before = deck.sentTo.length
    windows[0]!.speaker.give({ kind: 'next' })
    expect(deck.sentTo.slice(before), 'ahead of the stage, too').toEqual([{ slide: 2, click: 4 }])
    await settled()
    expect([place(), ...places()]).toEqual(['2-4', '2-4', '2-4'])
  })

  it('wait at the last slide that they have', async () => {
    const { deck } = await openOnStage([0, 3])
    await give('next', 'next', 'next', 'next', 'next')
    expect([place(), ...places()]).toEqual(['3-0', '2-3'])
    // Slidev has got the slide, too.
    deck.totals = [0, 3, 1]
    deck.position.value = undefined
    await settled()
    expect([place(), ...places()]).toEqual(['3-0', '3-0'])
  })

  it('take nobody along when Slidev leaves a slide that was taken away', async () => {
    const { deck } = await openOnStage()
    await openOnStage()
    await give('next', 'next', 'next', 'next', 'next')
    deck.totals = [0, 3]
    deck.position.value = undefined
    deck.stand({ slide: 2, click: 0 })
    await settled()
    expect([place(), ...places()]).toEqual(['3-0', '2-0', '3-0'])
    replan([0, 3])
    await settled()
    expect([place(), ...places()]).toEqual(['2-0', '2-0', '2-0'])
  })
})
