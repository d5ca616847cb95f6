import type { EffectScope } from 'vue'
import type { Followed } from '../../../stage/protocol'
import type { Follower } from '../../../stage/window/follower'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { useFollower } from '../../../stage/window/follower'
import { FakeDeck } from './fakeDeck'

/** The browser's end of a stream of events; the test is the server's. */
class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2
  static opened: FakeEventSource[] = []
  readyState = 0

  constructor(readonly url: string) {
    super()
    FakeEventSource.opened.push(this)
  }

  say(name: string, data: unknown): void {
    this.readyState = 1
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }))
  }

  /** The connection is lost: a browser tries again by itself. When it is refused it does not. */
  fail(isRefused: boolean): void {
    this.readyState = isRefused ? 2 : 0
    this.dispatchEvent(new Event('error'))
  }

  close(): void {
    this.readyState = 2
  }
}

const at = (slide: number, click: number, isBlank = false): Followed => ({ position: { slide, click }, isBlank })

let deck: FakeDeck
let follower: Follower
let runs: unknown[]
let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  FakeEventSource.opened = []
  vi.stubGlobal('EventSource', FakeEventSource)
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  deck = new FakeDeck([0, 3, 1])
  deck.open('projector', { slide: 1, click: 0 })
  runs = []
  scope = effectScope()
  follower = scope.run(() => useFollower(deck, '/follow', run => runs.push(run)))!
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const stream = (): FakeEventSource => FakeEventSource.opened.at(-1)!
const place = (): string => Object.values(deck.position.value ?? {}).join('-')

async function say(name: string, data: unknown): Promise<void> {
  stream().say(name, data)
  await nextTick()
}

async function stand(slide: number, click: number): Promise<void> {
  deck.stand({ slide, click })
  await nextTick()
}

describe('a follower', () => {
  it('goes where the talk goes', async () => {
    await say('talk', at(2, 1))
    expect(place()).toBe('2-1')
    await say('talk', at(2, 2))
    expect(place()).toBe('2-2')
    expect(follower.isFollowing.value).toBe(true)
  })

  it('who leafs alone stays there, and comes back when asked to', async () => {
    await say('talk', at(2, 1))
    await stand(2, 0)
    await say('talk', at(2, 2))
    expect([follower.isFollowing.value, place()]).toEqual([false, '2-0'])
    follower.backToLive()
    await nextTick()
    await nextTick()
    expect(place()).toBe('2-2')
  })

  it('who has leafed back to where the talk is follows again', async () => {
    await say('talk', at(2, 1))
    await stand(2, 0)
    await stand(2, 1)
    expect(follower.isFollowing.value).toBe(true)
  })

  it('goes on following when its site has fewer clicks than the talk by now, or fewer slides', async () => {
    deck.totals = [0, 2]
    await say('talk', at(2, 3))
    await nextTick()
    expect([follower.isFollowing.value, place()]).toEqual([true, '2-2'])
    await say('talk', at(3, 0))
    expect([follower.isFollowing.value, place()]).toEqual([true, '2-2'])
    await say('talk', at(1, 0))
    expect(place()).toBe('1-0')
  })

  it('who comes back from another page goes to the talk', async () => {
    await say('talk', at(2, 0))
    deck.open('aside')
    await say('talk', at(3, 1))
    deck.open('projector', { slide: 2, click: 0 })
    await nextTick()
    expect([follower.isFollowing.value, place()]).toEqual([true, '3-1'])
  })

  it('sees a dark screen while the room does, unless they read on alone', async () => {
    await say('talk', at(2, 0, true))
    expect(follower.isBlank.value).toBe(true)
    follower.leaveLive()
    await nextTick()
    expect([follower.isBlank.value, place()]).toEqual([false, '2-0'])
    follower.backToLive()
    expect(follower.isBlank.value).toBe(true)
    await say('talk', at(2, 0))
    expect(follower.isBlank.value).toBe(false)
  })

  it('who reads on while the screen is dark is not in the dark again by leafing back to where the talk is', async () => {
    await say('talk', at(2, 0, true))
    follower.leaveLive()
    await stand(2, 1)
    await stand(2, 0)
    expect([follower.isFollowing.value, follower.isBlank.value]).toEqual([false, false])
    await say('talk', at(2, 0))
    await stand(2, 1)
    await stand(2, 0)
    expect(follower.isFollowing.value, 'once there is something to see').toBe(true)
  })

  it('goes on following in the dark when its site has fewer clicks than the talk', async () => {
    deck.totals = [0, 2, 1]
    await say('talk', at(2, 3, true))
    await nextTick()
    expect([follower.isFollowing.value, follower.isBlank.value, place()]).toEqual([true, true, '2-2'])
  })

  it('sees the live run of the talk while they follow', async () => {
    await say('talk', at(2, 0))
    await say('run', { id: 'a' })
    await stand(3, 0)
    follower.backToLive()
    await nextTick()
    await say('run', null)
    expect(runs).toEqual([{ id: 'a' }, undefined, { id: 'a' }, undefined])
  })
})

describe('the connection of a follower', () => {
  const count = (): number => FakeEventSource.opened.length

  it('is there with the first word', async () => {
    expect(follower.link.value).toBe('connecting')
    await say('talk', at(1, 0))
    expect(follower.link.value).toBe('connected')
    stream().fail(false)
    expect(follower.link.value).toBe('lost')
    await say('talk', at(1, 0))
    expect(follower.link.value).toBe('connected')
  })

  it('is given up after 20 s of silence for another one', async () => {
    await say('talk', at(1, 0))
    const first = stream()
    await vi.advanceTimersByTimeAsync(15_000)
    await say('talk', at(1, 0))
    await vi.advanceTimersByTimeAsync(19_000)
    expect([count(), follower.link.value]).toEqual([1, 'connected'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect([count(), follower.link.value, first.readyState]).toEqual([2, 'lost', FakeEventSource.CLOSED])
    await say('talk', at(2, 0))
    expect([follower.link.value, place()]).toEqual(['connected', '2-0'])
  })

  it('is lost on a network that swallows everything, though no browser says so', async () => {
    await vi.advanceTimersByTimeAsync(20_000)
    expect([count(), follower.link.value]).toEqual([2, 'lost'])
    await vi.advanceTimersByTimeAsync(20_000)
    expect([count(), follower.link.value]).toEqual([3, 'lost'])
  })

  it('is made once while a page loads', () => {
    window.dispatchEvent(new Event('pageshow'))
    expect(count()).toBe(1)
  })

  it('is taken up anew when the page is looked at again after a while', async () => {
    await say('talk', at(1, 0))
    document.dispatchEvent(new Event('visibilitychange'))
    expect(count(), 'that has just spoken').toBe(1)
    await vi.advanceTimersByTimeAsync(3_000)
    Object.assign(document, { visibilityState: 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
    expect(count()).toBe(1)
    Object.assign(document, { visibilityState: 'visible' })
    document.dispatchEvent(new Event('visibilitychange'))
    expect(count()).toBe(2)
    for (const name of ['online', 'pageshow']) {
      await vi.advanceTimersByTimeAsync(3_000)
      window.dispatchEvent(new Event(name))
    }
    expect(count()).toBe(4)
  })

  it('is asked for again and again when it is refused, less and less often', async () => {
    const waits: number[] = []
    for (const now of [0, 1, 2, 3, 4, 5]) {
      stream().fail(true)
      expect(follower.link.value).toBe('refused')
      const askedBefore = count()
      let waitedS = 0
      while (count() === askedBefore && waitedS < 60) {
        await vi.advanceTimersByTimeAsync(1_000)
        waitedS++
      }
      waits[now] = waitedS
    }
    expect(waits).toEqual([2, 4, 8, 16, 30, 30])
    await say('talk', at(1, 0))
    expect(follower.link.value).toBe('connected')
    stream().fail(true)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(count()).toBe(8)
  })

  it('ends with the page', async () => {
    scope.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([count(), stream().readyState]).toEqual([1, FakeEventSource.CLOSED])
  })
})
