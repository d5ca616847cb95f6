import { expect, inject, it } from 'vitest'
import { useBrowser } from './browser'
import { headFaults } from './checks/head'
import { loadingFaults } from './checks/loading'
import { phoneFaults } from './checks/phone'
import { overviewFaults, presenterFaults, timerMinutes } from './checks/presenter'
import { aliasFaults, lostFaults } from './checks/routes'
import { transitionFaults } from './checks/transitions'
import { readTalk } from './deck'

const browser = useBrowser()
const { url, dir, root } = inject('deck')
const talk = await readTalk(root)

it('opens every slide by its alias', async () => {
  expect(talk.slides).toHaveLength(23)
  expect(await aliasFaults(browser(), url, talk)).toEqual([])
})

it('leaves nobody alone at an address that is not there', async () => {
  expect(await lostFaults(browser(), url, ['#/nope', '#/99', '#/0', '#/a/b', 'nope', 'a/b/c', '?q=1#/rate-limiter?clicks=99'])).toEqual([])
})

it('tells search engines, link previews and tabs what it is', async () => {
  expect(await headFaults(browser(), url, dir, talk.title)).toEqual([])
})

it('fetches the screenshots ahead, but not before the first slide stands', async () => {
  expect(await loadingFaults(browser(), url, talk)).toEqual([])
})

it('zooms through sections, fades through screenshots and slides elsewhere, in both directions', async () => {
  expect(await transitionFaults(browser(), url, talk)).toEqual([])
})

it('lights in the presenter view what is to be said, and shows what comes next', async () => {
  expect(await presenterFaults(browser(), url, talk)).toEqual([])
})

it('shows every slide in the overview', async () => {
  expect(await overviewFaults(browser(), url, talk)).toEqual([])
})

it('times the talk at 25 minutes', async () => {
  expect(await timerMinutes(browser(), url)).toBe(25)
})

it.each([
  { width: 390, height: 844 },
  { width: 844, height: 390 },
])('can be read and turned on a phone of $width x $height', async (window) => {
  expect(await phoneFaults(browser(), url, window)).toEqual([])
})
