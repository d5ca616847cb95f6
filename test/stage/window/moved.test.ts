import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clamped, isSamePlace } from '../../../stage/talk/position'
import { screenAfter } from '../../../stage/talk/screen'
import { commandOf } from '../../../stage/window/moved'

const clicks = [0, 3, 1]

it.each([
  [{ slide: 2, click: 1 }, { slide: 2, click: 2 }, { kind: 'next' }],
  [{ slide: 2, click: 3 }, { slide: 3, click: 0 }, { kind: 'next' }],
  [{ slide: 2, click: 2 }, { slide: 2, click: 1 }, { kind: 'previous' }],
  // Slidev does not always know how many clicks the slide before has, and asks for very many.
  [{ slide: 3, click: 0 }, { slide: 2, click: 999_999 }, { kind: 'previous' }],
  [{ slide: 1, click: 0 }, { slide: 3, click: 0 }, { kind: 'go', to: { slide: 3, click: 0 } }],
  [{ slide: 2, click: 3 }, { slide: 2, click: 999_999 }, undefined],
  [{ slide: 3, click: 1 }, { slide: 99, click: 99 }, undefined],
] as const)('from %j to %j is %j', (from, to, command) => {
  expect(commandOf(from, to, clicks)).toEqual(command)
})

it('leads where the window went, wherever that was', () => {
  const place = fc.record({ slide: fc.integer({ min: 1, max: 5 }), click: fc.integer({ min: 0, max: 6 }) })
  fc.assert(fc.property(place, place, (from, to) => {
    const start = clamped(from, clicks)
    const command = commandOf(start, to, clicks)
    const screen = { position: start, isBlank: false }
    const end = command ? screenAfter(screen, command, clicks)! : screen
    expect(isSamePlace(end.position, clamped(to, clicks))).toBe(true)
  }))
})
