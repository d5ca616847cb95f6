import type { Page } from 'playwright-chromium'
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
    expect(await page.locator('.strip .next img').getAttribute('src')).toBe('/remote/picture/2-1.webp?first')
  })

  it('leaves pictures out of an open panel, too, and gets them there', async () => {
    const page = await remote.drive()
    await page.getByRole('button', { name: 'Slides' }).tap()
    const there = page.locator('.slides img[data-is=there]')
    await expect.poll(() => there.count()).toBe(5)
    await remote.stage.go()
    await page.locator('.link[data-is=offline]').waitFor()
    await page.getByRole('button', { name: 'Laser' }).tap()
    // A picture that the browser has not seen before.
    await page.locator('.go-next').tap()
    await page.locator('.go-next').tap()
    await page.locator('.laser img[data-is=missing]').waitFor({ state: 'attached' })
    await remote.stage.come()
    await page.locator('.laser img[data-is=there]').waitFor()
  })

  it('gets the pictures of the grid that could not be had', async () => {
    const page = await remote.drive()
    await remote.stage.go()
    await page.locator('.link[data-is=offline]').waitFor()
    await page.getByRole('button', { name: 'Slides' }).tap()
    await expect.poll(() => page.locator('.slides img[data-is=missing]').count()).toBeGreaterThan(0)
    await remote.stage.come()
    await expect.poll(() => page.locator('.slides img[data-is=there]').count(), { timeout: 10_000 }).toBe(5)
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

describe('commands that the laptop answers, but does not take', () => {
  it('are sent again ever less often, over a connection that stays', async () => {
    const page = await remote.drive()
    const before = statesAsked()
    let tries = 0
    await page.route('**/remote/command', (route) => {
      tries++
      return route.fulfill({ status: 500, headers: { Stage: 'refused' } })
    })
    await page.locator('.go-next').tap()
    await expect.poll(() => tries, { timeout: 10_000 }).toBe(4)
    await expectText(page, '.link', 'Connected')
    expect(statesAsked()).toBe(before)
    await page.unrouteAll()
    await expect.poll(() => placeOf(remote.stage), { timeout: 10_000 }).toBe('2.0')
  })
})

describe('commands that were lost on their way', () => {
  it('are sent again as soon as the connection is back, however long an answer would still be awaited', async () => {
    const page = await remote.drive({ prepare: page => page.clock.install() })
    let isLost = true
    await page.route('**/remote/command', (route) => {
      const wasLost = isLost
      isLost = false
      return wasLost ? undefined : route.continue()
    })
    // The clock of the page stands still, so that nothing is given up by itself.
    await page.clock.pauseAt(Date.now() + 60_000)
    await page.locator('.go-next').tap()
    await expect.poll(() => isLost).toBe(false)
    await page.context().setOffline(true)
    await expectText(page, '.link', /^Offline/)
    await page.context().setOffline(false)
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    await expectText(page, '.link', 'Connected')
  })
})

describe('a page that is looked at', () => {
  it('gives a sign of life four times a minute, which does nothing else', async () => {
    const page = await remote.drive({ prepare: page => page.clock.install() })
    const signs: unknown[] = []
    page.on('request', request => request.url().endsWith('/remote/command') && signs.push(request.postDataJSON()))
    const { revision } = remote.stage.talk.state(Date.now())
    await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }))
    await page.clock.fastForward(15_000)
    await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { value: 'visible' }))
    remote.stage.talk.learn({ hasWindow: false })
    await page.getByText('No window on the laptop shows the talk').waitFor()
    expect(signs).toEqual([])

    await page.clock.fastForward(15_000)
    await expect.poll(() => signs).toEqual([{ client: expect.any(String), commands: [] }])
    await expect.poll(() => remote.stage.requests.at(-1)).toBe('POST /remote/command')
    expect(remote.stage.talk.state(Date.now()).revision).toBe(revision + 1)
  })
})

describe('a talk that is edited while it is given', () => {
  const shouted = TALK.slides.map(slide => ({ ...slide, title: slide.title.toUpperCase() }))

  /** Marks the page, so that it can be told from one that was loaded again. */
  async function mark(page: Page): Promise<() => Promise<boolean>> {
    await page.evaluate(() => document.documentElement.dataset.isSame = 'yes')
    return async () => await page.locator('html').getAttribute('data-is-same') === 'yes'
  }

  it('is the new one on the phone in a moment: titles, notes and clicks', async () => {
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 2, click: 3 } })
    const page = await remote.drive()
    const isSame = await mark(page)
    await expectText(page, '.go-next small', '3. A slide without notes')
    remote.stage.edit({ slides: shouted.map(slide => slide.no === 2 ? { ...slide, clicks: 4, notes: [...slide.notes, ['One more thing.']] } : slide) })
    await expectText(page, 'h1', 'THE RATE LIMITER')
    await expectText(page, '.go-next small', 'click 4 of 4')
    await page.locator('.go-next').tap()
    await expectText(page, '.said[data-is="now"]', 'One more thing.')
    await expect.poll(() => placeOf(remote.stage)).toBe('2.4')
    expect(await isSame()).toBe(true)
  })

  it('is fetched after a while without network, with the page as it is', async () => {
    const page = await remote.drive()
    const isSame = await mark(page)
    await remote.stage.go()
    await page.locator('.go-next').tap()
    remote.stage.edit({ slides: shouted })
    await remote.stage.come()
    await expectText(page, 'h1', 'THE RATE LIMITER')
    await expectText(page, '.link', 'Connected')
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    expect(await isSame()).toBe(true)
  })

  it('is asked for until it comes, without a word', async () => {
    const page = await remote.drive()
    const isSame = await mark(page)
    await page.route('**/remote/info', route => route.abort())
    remote.stage.edit({ slides: shouted })
    await page.waitForEvent('requestfailed')
    await page.unroute('**/remote/info')
    await expectText(page, 'h1', 'A TALK')
    expect(await page.locator('.notices p').count()).toBe(0)
    expect(await isSame()).toBe(true)
  })

  it('leaves the notes alone that have not changed, where the speaker has scrolled to', async () => {
    fromLaptop(remote.stage, { kind: 'go', to: { slide: 2, click: 1 } })
    const page = await remote.drive({ height: 568 })
    await page.locator('.notes').evaluate(notes => notes.scrollTop = 0)
    remote.stage.edit({ slides: [...TALK.slides, { ...TALK.slides[4]!, no: 6 }] })
    await expectText(page, '.number', '2/6')
    expect(await page.locator('.notes').evaluate(notes => notes.scrollTop)).toBe(0)
  })

  it('shows pictures as soon as there are any, and those of a later set in their place', async () => {
    remote.stage.edit({ pictures: null })
    const page = await remote.drive()
    await page.getByRole('button', { name: 'Slides' }).tap()
    expect(await page.locator('img[src]').count()).toBe(0)
    remote.stage.edit({ pictures: 'second' })
    await expect.poll(() => page.locator('.slides img[data-is=there]').count()).toBe(5)
    remote.stage.edit({ pictures: 'third' })
    await expect.poll(() => page.locator('.slides img[data-is=there]').evaluateAll(images => images.map(image => image.getAttribute('src')))).toEqual(['1-0', '2-3', '3-1', '4-0', '5-0'].map(step => `/remote/picture/${step}.webp?third`))
  })
})

describe('taps that wait when the page is closed', () => {
  it('are not sent later, and the next page says how many they were', async () => {
    const page = await remote.drive()
    await remote.stage.go()
    await page.locator('.go-next').tap()
    await page.locator('.go-next').tap()
    await expectText(page, '.waiting', '2 taps waiting')
    const context = page.context()
    await page.close()

    await remote.stage.come()
    const next = await context.newPage()
    await next.goto(remote.stage.url)
    const notice = next.getByText('2 taps from before may not have been sent.')
    await notice.waitFor()
    expect(placeOf(remote.stage)).toBe('1.0')
    await next.getByRole('button', { name: 'Put away' }).tap()
    await notice.waitFor({ state: 'detached' })
    await next.reload()
    await expectText(next, '.link', 'Connected')
    expect(await notice.count()).toBe(0)
  })
})

describe('a page that is open in two tabs', () => {
  it('does not say that taps are lost which the other tab still sends', async () => {
    const page = await remote.drive()
    await page.route('**/remote/command', route => route.abort())
    await page.locator('.go-next').tap()
    await page.locator('.go-next').tap()
    await expectText(page, '.waiting', '2 taps waiting')
    const other = await page.context().newPage()
    await other.goto(remote.stage.url)
    await other.getByText('2 taps from before may not have been sent.').waitFor()
    await page.unrouteAll()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.1')
    await expectText(other, 'h1', 'The rate limiter')
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

    const notice = page.getByText('2 taps were dropped: the network took too long.')
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
