import type { Position } from '../../../stage/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { useItinerary } from '../../../stage/window/itinerary'

const at = (slide: number, click = 0): Position => ({ slide, click })

const position = shallowRef(at(1))
let sent: Position[]
let wandered: Position[]
let goTo: (position: Position) => void
let scope = effectScope()

beforeEach(() => {
  position.value = at(1)
  sent = []
  wandered = []
  scope = effectScope()
  scope.run(() => {
    goTo = useItinerary({ position, whenReady: Promise.resolve(), isPresenter: shallowRef(false), goTo: place => sent.push(place) }, place => wandered.push(place))
  })
})
afterEach(() => scope.stop())

it('tells where somebody has gone', () => {
  position.value = at(2)
  position.value = at(2, 1)
  expect(wandered).toEqual([at(2), at(2, 1)])
})

it('does not take its own moves for somebody’s', () => {
  goTo(at(3))
  position.value = at(3)
  expect(wandered).toEqual([])
  position.value = at(4)
  expect(wandered).toEqual([at(4)])
})

it('sends a window nowhere when it is there, or on its way there', () => {
  goTo(at(1))
  goTo(at(3))
  goTo(at(3))
  expect(sent).toEqual([at(3)])
})

it('turns round when the talk has come back before the window has moved', () => {
  goTo(at(3))
  goTo(at(1))
  expect(sent).toEqual([at(3), at(1)])
  position.value = at(3)
  position.value = at(1)
  expect(wandered).toEqual([])
})

it('forgets places that were overtaken: who goes there later has gone there himself', () => {
  goTo(at(2))
  goTo(at(3))
  position.value = at(3)
  position.value = at(2)
  expect(wandered).toEqual([at(2)])
})
