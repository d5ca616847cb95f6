import type { Position } from '../../../stage/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { isSamePlace } from '../../../stage/talk/position'
import { useItinerary } from '../../../stage/window/itinerary'

const at = (slide: number, click = 0): Position => ({ slide, click })

const position = shallowRef<Position | undefined>()
let sent: Position[]
let wandered: Position[]
let strays: number
let isAside: boolean
let goTo: (position: Position) => void
let scope = effectScope()

beforeEach(() => {
  position.value = at(1)
  sent = []
  wandered = []
  strays = 0
  isAside = false
  scope = effectScope()
  scope.run(() => {
    goTo = useItinerary({
      position,
      looksSame: isSamePlace,
      goTo(place) {
        if (!isAside)
          sent.push(place)
        return !isAside
      },
    }, { onWander: place => wandered.push(place), onStray: () => strays++ })
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

it('forgets where a window was sent that somebody has led elsewhere meanwhile', () => {
  goTo(at(3))
  position.value = at(7)
  expect(wandered).toEqual([at(7)])
  goTo(at(3))
  position.value = at(3)
  position.value = at(7)
  expect(sent).toEqual([at(3), at(3)])
  expect(wandered).toEqual([at(7), at(7)])
})

it('does not wait for a window that stays where it was sent away from', () => {
  position.value = undefined
  isAside = true
  goTo(at(1))
  position.value = at(1)
  expect(strays, 'once for leaving, once for coming back').toBe(2)
})

it('takes a window that comes back from elsewhere for one that strays: that it stands at an old place moves nobody', () => {
  position.value = undefined
  expect(strays).toBe(1)
  position.value = at(1)
  expect(strays).toBe(2)
  expect(wandered).toEqual([])
  goTo(at(5))
  expect(sent).toEqual([at(5)])
  position.value = at(5)
  expect([wandered, strays]).toEqual([[], 2])
})
