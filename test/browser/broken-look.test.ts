import type { Check } from './findings'
import type { Walk } from './walk'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { useBrowser } from './browser'
import { headFaults } from './checks/head'
import { loadingFaults } from './checks/loading'
import { phoneFaults } from './checks/phone'
import { overviewFaults, presenterFaults, timerMinutes } from './checks/presenter'
import { aliasFaults, lostFaults } from './checks/routes'
import { transitionFaults } from './checks/transitions'
import { readTalk } from './deck'
import { report } from './findings'
import { settle } from './measure/settle'
import { openPage } from './page'
import { walk } from './walk'

const browser = useBrowser()
const { url, dir, root } = inject('brokenDeck')
const talk = await readTalk(root)

/** What a check has to say of the deck that is broken on purpose, and with it slide, click and theme. */
const named: Record<Check, RegExp[]> = {
  fit: [
    /^slide 1 \(Boxes that are too small\), clicks 0–1, light: "Runs out of the canvas" sticks out of the canvas by \d+ px at the right$/,
    /^slide 1 .*"Spills out of its frame to the right" sticks out of its box .+ by \d+ px at the right$/,
    /^slide 2 .*"# A line of code that .*" sticks out of its box pre.+ by \d+ px at the right$/,
    /^slide 1 .*, click 1, light: the box .+\.bg-gray-300 cuts off \d+ px of what is in it$/,
  ],
  overlap: [
    /^slide 4 .*"The first of two texts" overlaps "The second of two texts" by \d+ px$/,
    /^slide 4 .*"Covered by a box" is covered by .+ > div$/,
    /^slide 4 .*"On the running foot" overlaps the running foot by \d+ px$/,
    /^slide 1 .*"too small for" runs into the box .+ by \d+ px$/,
  ],
  size: [
    /^slide 2 \(Type that is too small\), click 0, light: "Twelve pixels of body" is 12 px, body text needs 24 px$/,
    /^slide 2 .*"Shrunk by a transform" is 15 px, body text needs 24 px$/,
    /^slide 2 .*"A label of thirteen" is 13 px, labels need 14 px$/,
    /^slide 2 .*"small = :" is 14 px, code needs 16 px$/,
  ],
  contrast: [
    /^slide 3 \(Type that is too faint\), click 0, light: "Faint body text" has a contrast of 2\.68 \(#999999 on #fbf8f1\), body text needs 7$/,
    /^slide 3 .*"Faded body text" has a contrast of 3\.\d+ .*, body text needs 7$/,
    /^slide 3 .*"Faint label" has a contrast of 1\.81 .*, labels need 4\.5$/,
    /^slide 3 .*"Dark on a dark drawing" has a contrast of 2\.\d+ \(#222222 on #555555\), body text needs 7$/,
    /^slide 3 .*"faint = :" has a contrast of 4\.\d+ .*, code needs 7$/,
    /^slide 3 .*"code" has a contrast of 2\.21 .*, code tokens need 4\.5$/,
  ],
  axe: [
    /^slide 5 \(An image without alt\), click 0, light: axe finds "Images must have alternative text" \(image-alt\) at .*<img src="\/favicon\.svg"/,
  ],
  console: [
    /^slide 6 \(A noisy slide\), click 0, light: the console says \(error\): Noisy says an error/,
    /^slide 6 .*the console says \(warning\): Noisy says a warning/,
    /^slide 6 .*an error that nobody caught: Noisy throws an error$/,
  ],
  network: [
    /^slide 6 .*a request to another host: GET http:\/\/127\.0\.0\.2:9\/other-host\.png$/,
    /^slide 6 .*a request was answered 404: http:.*\/missing\.json$/,
  ],
  back: [
    /^slide 7 \(A step that is not undone\), click 0, light: going back shows another picture than going forwards: \d+ pixels differ, from \d+, \d+ to \d+, \d+$/,
  ],
  entry: [
    /^slide 7 .*click 2, light: entering it by its address shows another picture than going forwards: \d+ pixels differ/,
  ],
  motion: [
    /^slide 8 \(A restless slide\), click 0, light: span\.restless \(script\) moves although the visitor asked for less motion$/,
    /^slide 8 .*span\.restless \(pulse.*\) moves although the visitor asked for less motion$/,
  ],
}

describe('a deck that is broken on purpose', () => {
  let seen: Walk
  beforeAll(async () => {
    seen = await walk(browser(), url, talk, { theme: 'light' })
  })

  it.each(Object.entries(named))('is caught by the check of %s', (check, faults) => {
    const lines = report(seen.findings.filter(finding => finding.check === check))
    for (const fault of faults)
      expect(lines).toContainEqual(expect.stringMatching(fault))
  })

  it('says in the place of a panel why it cannot be drawn, and keeps the listing', async () => {
    const page = await openPage(browser(), url)
    await page.goto(`${url}#/panel`)
    await page.evaluate(settle, '')
    const slide = page.locator('#slide-content .slidev-page').filter({ visible: true })
    expect((await slide.getByRole('alert').textContent())!.trim())
      .toBe('Slide 9: SupervisionPanel: strategy must be one of "one_for_one", "one_for_all", "rest_for_one", not "one_for_nobody".')
    expect(await slide.locator('.slidev-code').textContent()).toContain(':legible')
    await page.context().close()
  })

  it('takes the clicks that its author wrote', () => {
    expect(Object.fromEntries(seen.clicks)).toEqual({ 1: 1, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 2, 8: 0, 9: 0 })
  })

  it('is caught by the check of the notes', async () => {
    const faults = await presenterFaults(browser(), url, talk)
    expect(faults).toContain('slide 7 (A step that is not undone), click 2, presenter view: the notes have no [click] mark 2')
    expect(faults).toContain('slide 7 (A step that is not undone), click 2, presenter view: the slide ends here, but its notes have 1 [click] marks')
  })

  it('is caught by the check of the transitions', async () => {
    const faults = await transitionFaults(browser(), url, talk)
    expect(faults).toContain('from slide 1 (Boxes that are too small) to slide 2 (Type that is too small): slide 1 shows slide-up, not slide-left')
    expect(faults).toContain('from slide 2 (Type that is too small) to slide 1 (Boxes that are too small): slide 1 shows slide-down, not slide-right')
  })

  it('is caught by the check of the head', async () => {
    const faults = await headFaults(browser(), url, dir, 'Another title')
    expect(faults).toContainEqual(expect.stringMatching(/^the page's title is "A broken look.*", without the talk's "Another title"$/))
    expect(faults).toContainEqual(expect.stringMatching(/^the page's description has quotes or marks that are not meant to be read: /))
    expect(faults).toContainEqual(expect.stringMatching(/^the favicon is https:.*, which is not on this site$/))
    expect(faults).toContainEqual(expect.stringMatching(/^the page's head refers to another host: icon https:/))
  })

  it('is caught by the check of unknown addresses', async () => {
    expect(await lostFaults(browser(), url, ['#/noise'])).toContain('#/noise: an error that nobody caught: Noisy throws an error')
  })

  it('is caught by the check of the aliases', async () => {
    const slides = [{ ...talk.slides[1]!, alias: 'no-such-alias' }]
    expect(await aliasFaults(browser(), url, { ...talk, slides })).toContainEqual(expect.stringMatching(/^slide 2 \(Type that is too small\): #\/no-such-alias opens slide \d$/))
  })

  it('is caught by the check of the screenshots', async () => {
    expect(await loadingFaults(browser(), url, talk)).toEqual(['slide 8 (A restless slide): images/missing.jpg is not fetched ahead after the first slide'])
  })

  it('is caught by the check of the overview', async () => {
    const slides = [...talk.slides, { ...talk.slides[0]!, no: 10, title: 'One more' }]
    expect(await overviewFaults(browser(), url, { ...talk, slides })).toEqual(expect.arrayContaining([
      'overview: it lists 9 slides, not 10',
      'slide 10 (One more): the overview does not show it',
    ]))
  })

  it('is timed as its author wrote', async () => {
    expect(await timerMinutes(browser(), url)).toBe(5)
  })

  it('is caught by the check of the phone', async () => {
    const faults = await phoneFaults(browser(), url, { width: 390, height: 844 })
    expect(faults).toContain('phone 390 x 844: a swipe to the left on slide 2 leads to slide 3, click 0, not to click 1')
  })
})
