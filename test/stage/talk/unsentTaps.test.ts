import { beforeEach, describe, expect, it } from 'vitest'
import { UnsentTaps } from '../../../stage/talk/unsentTaps'

const HOUR_MS = 3_600_000
let store: Map<string, string>
function shelf() {
  return {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
  }
}

beforeEach(() => {
  store = new Map()
})

function opened(client: string, atMs: number): UnsentTaps {
  return new UnsentTaps(client, atMs, shelf)
}

/** A page that is closed while the taps of these numbers wait. */
function closedWith(...seqs: number[]): void {
  opened('the-page-before', 1000).note(seqs.map(seq => ({ seq })), 1000)
}

describe('taps that wait when a page is closed', () => {
  it('are counted by the next page, once', () => {
    closedWith(3, 4, 5)
    const unsent = opened('the-page-after', 2000)
    expect(unsent.takeBefore([{ client: 'another-page', upTo: 9 }])).toBe(3)
    expect(unsent.takeBefore([])).toBe(0)
    expect(opened('a-third-page', 3000).takeBefore([])).toBe(0)
  })

  it.each([[2, 3], [4, 1], [5, 0], [9, 0]])('are not counted when they have arrived after all: up to %i, %i are left', (upTo, left) => {
    closedWith(3, 4, 5)
    expect(opened('the-page-after', 2000).takeBefore([{ client: 'the-page-before', upTo }])).toBe(left)
  })

  it('are not told by the talk of another day', () => {
    closedWith(1)
    expect(opened('the-page-after', 1000 + HOUR_MS).takeBefore([])).toBe(0)
    expect(store.size).toBe(0)
  })

  it('are none when all have been acknowledged', () => {
    const unsent = opened('the-page-before', 0)
    unsent.note([{ seq: 1 }, { seq: 2 }], 0)
    unsent.note([], 10)
    expect(store.size).toBe(0)
  })

  it('are kept until they are told, also by a page that is loaded twice before it hears of the talk', () => {
    closedWith(1, 2)
    opened('a-page-without-network', 2000).note([], 2000)
    expect(opened('the-page-after', 3000).takeBefore([])).toBe(2)
  })
})

describe('two pages at a time', () => {
  it('have each their own taps: what one sends is not taken for sent by the other', () => {
    const one = opened('the-page-before', 1000)
    one.note([{ seq: 1 }], 1000)
    const other = opened('another-page', 1000)
    other.note([{ seq: 1 }, { seq: 2 }], 1000)
    one.note([], 1100)
    expect(opened('the-page-after', 2000).takeBefore([])).toBe(2)
  })

  it('are counted together when both were closed', () => {
    closedWith(1, 2)
    opened('another-page', 1000).note([{ seq: 7 }], 1000)
    expect(opened('the-page-after', 2000).takeBefore([])).toBe(3)
    expect(store.size).toBe(0)
  })

  it('leave what the other has noted since it was opened', () => {
    closedWith(1, 2)
    const after = opened('the-page-after', 2000)
    opened('another-page', 2000).note([{ seq: 7 }], 2000)
    expect(after.takeBefore([])).toBe(2)
    expect(opened('a-third-page', 3000).takeBefore([])).toBe(1)
  })
})

describe('a browser without storage', () => {
  it.each([
    ['it may not be asked for', deny],
    ['it may not be used', () => ({ getItem: deny, setItem: deny, removeItem: deny })],
    ['something else is in it', () => ({ getItem: () => '{"client":', setItem: deny, removeItem: deny })],
  ])('does without: %s', (_, shelf) => {
    const unsent = new UnsentTaps('a-page-of-today', 0, shelf)
    unsent.note([{ seq: 1 }], 0)
    expect(unsent.takeBefore([])).toBe(0)
  })
})

function deny(): never {
  throw new DOMException('Not here.', 'SecurityError')
}
