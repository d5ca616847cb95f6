import { describe, expect, it } from 'vitest'
import { expectText, fromLaptop, placeOf, useRemote } from './remote'
import { TALK } from './talk'

const remote = useRemote()

const statesAsked = (): number => remote.stage.requests.filter(request => request === 'GET /remote/state').length

describe('a connection that is lost', () => {
  it('is said, with the taps that wait; they are delivered when it is back', async () => {
    const page = await remote.drive()
    await remote.stage.go()
    await expectText(page, '.link', /^Offline for \d+ s$/)
    await page.locator('.go-next').tap()
    await page.locator('.go-next').tap()
    await expectText(page, '.waiting', '2 taps waiting')
    // The speaker sees where the talk will be.
    await expectText(page, '.step', 'click 1 of 3')
    expect(placeOf(remote.stage)).toBe('1.0')

    await remote.stage.come()
    await expect.poll(() => placeOf(remote.stage), { timeout: 10_000 }).toBe('2.1')
    await expectText(page, '.link', 'Connected')
    await expectText(page, '.waiting', '')
  })

  it('counts the seconds', async () => {
    const page = await remote.drive()
    await remote.stage.go()
    await expectText(page, '.link', 'Offline for 2 s')
    await remote.stage.come()
  })

  it('is back at once when the phone is on a network again', async () => {
    const page = await remote.drive({ prepare: page => page.clock.install() })
    await page.context().setOffline(true)
    await expectText(page, '.link', /^Offline/)
    // The clock of the page stands still, so that nothing is tried again by itself.
    await page.clock.pauseAt(Date.now() + 60_000)
    await page.locator('.go-next').tap()
    await expectText(page, '.waiting', '1 tap waiting')
    await page.context().setOffline(false)
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    await expectText(page, '.link', 'Connected')
  })

  it('leaves pictures out that could not be had, and gets them when it is back', async () => {
    const page = await remote.drive()
    await remote.stage.go()
    await page.locator('.go-next').tap()
    await page.locator('.strip .next img[data-is=missing]').waitFor({ state: 'attached' })
    await remote.stage.come()
    await page.locator('.strip .next img[data-is=there]').waitFor()
    expect(await page.locator('.strip .next img').getAttribute('src')).toBe('/remote/picture/2-1.webp')
  })

  it('brings a deck along that was changed meanwhile', async () => {
    const page = await remote.drive()
    await remote.stage.go()
    remote.stage.info = { ...TALK, slides: TALK.slides.map(slide => ({ ...slide, title: slide.title.toUpperCase() })) }
    await remote.stage.come()
    await expectText(page, 'h1', 'A TALK')
    await expectText(page, '.link', 'Connected')
  })

  it('is told to a screen reader once, not every second', async () => {
    const page = await remote.drive()
    await remote.stage.go()
    await expectText(page, '.header [role=status]', 'Offline. Taps are kept.')
    expect(await page.locator('.link').evaluate(link => link.closest('[aria-live], [role=status]'))).toBeNull()
    await remote.stage.come()
    await expectText(page, '.header [role=status]', 'Connected')
  })

  it('is found out when nothing has been heard for too long, though the browser believes in it', async () => {
    const page = await remote.drive({ prepare: page => page.clock.install() })
    const before = statesAsked()
    await page.clock.fastForward(15_000)
    remote.stage.tell()
    await expect.poll(async () => {
      await page.clock.fastForward(1000)
      return statesAsked()
    }, { timeout: 15_000, interval: 100 }).toBeGreaterThan(before)
    await expectText(page, '.link', 'Connected')
  })
})

describe('taps that come too late', () => {
  it('are dropped when the talk has moved on, and that is said', async () => {
    const page = await remote.drive({ before: () => {
      const now = Date.now
      Date.now = () => now() + Number(localStorage.getItem('ahead') ?? 0)
    } })
    await remote.stage.go()
    await page.locator('.go-next').tap()
    await page.locator('.go-next').tap()
    await page.evaluate(() => localStorage.setItem('ahead', '12000'))
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 4, click: 0 } })
    await remote.stage.come()

    const notice = page.getByText('2 taps were dropped: they arrived too late, after the talk had moved on.')
    await notice.waitFor({ timeout: 10_000 })
    expect(placeOf(remote.stage)).toBe('4.0')
    await expectText(page, 'h1', TALK.slides[3]!.title)
    await page.getByRole('button', { name: 'Put away' }).tap()
    await notice.waitFor({ state: 'detached' })
  })
})

describe('a talk that was moved by somebody else', () => {
  it('is followed, the phone being at rest', async () => {
    const page = await remote.drive()
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 2, click: 3 } })
    await expectText(page, '.step', 'click 3 of 3')
    await expectText(page, '.said[data-is="now"]', /^And when it is empty/)
  })
})
