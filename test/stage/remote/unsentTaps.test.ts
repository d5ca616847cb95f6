import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UnsentTaps } from '../../../stage/remote/page/unsentTaps'

const HOUR_MS = 3_600_000
let store: Map<string, string>

beforeEach(() => {
  store = new Map()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
    removeItem: (key: string) => store.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

/** A page that is closed while the taps of these numbers wait. */
function closedWith(...seqs: number[]): void {
  new UnsentTaps('the-page-before', 1000).note(seqs.map(seq => ({ seq })), 1000)
}

describe('taps that wait when a page is closed', () => {
  it('are counted by the next page, once', () => {
    closedWith(3, 4, 5)
    const unsent = new UnsentTaps('the-page-after', 2000)
    expect(unsent.takeBefore([{ client: 'another-page', upTo: 9 }])).toBe(3)
    expect(unsent.takeBefore([])).toBe(0)
    expect(new UnsentTaps('a-third-page', 3000).takeBefore([])).toBe(0)
  })

  it.each([[2, 3], [4, 1], [5, 0], [9, 0]])('are not counted when they have arrived after all: up to %i, %i are left', (upTo, left) => {
    closedWith(3, 4, 5)
    expect(new UnsentTaps('the-page-after', 2000).takeBefore([{ client: 'the-page-before', upTo }])).toBe(left)
  })

  it('are not told by the talk of another day', () => {
    closedWith(1)
    expect(new UnsentTaps('the-page-after', 1000 + HOUR_MS).takeBefore([])).toBe(0)
  })

  it('are none when all have been acknowledged', () => {
    const unsent = new UnsentTaps('the-page-before', 0)
    unsent.note([{ seq: 1 }, { seq: 2 }], 0)
    unsent.note([], 10)
    expect(store.size).toBe(0)
  })

  it('are kept until they are told, also by a page that is loaded twice before it hears of the talk', () => {
    closedWith(1, 2)
    new UnsentTaps('a-page-without-network', 2000).note([], 2000)
    expect(new UnsentTaps('the-page-after', 3000).takeBefore([])).toBe(2)
  })
})

describe('a browser without storage', () => {
  it.each([
    ['it may not be used', { getItem: deny, setItem: deny, removeItem: deny }],
    ['something else is in it', { getItem: () => '{"client":', setItem: deny, removeItem: deny }],
  ])('does without: %s', (_, storage) => {
    vi.stubGlobal('localStorage', storage)
    const unsent = new UnsentTaps('a-page-of-today', 0)
    unsent.note([{ seq: 1 }], 0)
    expect(unsent.takeBefore([])).toBe(0)
  })
})

function deny(): never {
  throw new DOMException('Not here.', 'SecurityError')
}
