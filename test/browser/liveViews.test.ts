import type { Page } from 'playwright-chromium'
import { describe, expect, inject, it } from 'vitest'
import { useBrowser } from './browser'
import { readTalk } from './deck'
import { liveSlide, openLiveSlide, openWindow } from './live/liveSlide'
import { settle } from './measure/settle'
import { openPage, press } from './page'

const browser = useBrowser()
const { url, root } = inject('deck')
const talk = await readTalk(root)
const panels = ['scheduling', 'mailer', 'rate-limiter', 'epp-health', 'multi-database']

/** Waits until Slidev has loaded all slides, which it does a few seconds after the first. */
async function allSlidesLoaded(page: Page): Promise<void> {
  await page.waitForFunction(count => document.querySelectorAll('#slideshow .slidev-page .slidev-layout').length === count, talk.slides.length)
  while (await framesAskedFor(page) > 0);
}

/** How many frames a page asks for while a few of them go by. */
async function framesAskedFor(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const real = globalThis.requestAnimationFrame
    let asked = 0
    globalThis.requestAnimationFrame = (call) => {
      asked++
      return real(call)
    }
    await new Promise(resolve => setTimeout(resolve, 120))
    globalThis.requestAnimationFrame = real
    return asked
  })
}

describe('off screen', () => {
  it('nothing runs: no slide asks for frames, at none of its steps, until a run is started there', async () => {
    const page = await openPage(browser(), url, { reducedMotion: false })
    const restless: string[] = []
    await page.goto(url)
    let rest = await page.evaluate(settle, '')
    await allSlidesLoaded(page)
    for (;;) {
      const asked = await framesAskedFor(page)
      if (asked > 0)
        restless.push(`slide ${rest.no}, click ${rest.click}: ${asked} frames`)
      if (!rest.hasNext)
        break
      rest = await press(page, 'ArrowRight')
    }
    await page.context().close()
    expect(restless).toEqual([])
  })

  it.each(panels)('a run ends with its slide: %s', async (panel) => {
    const page = await openPage(browser(), url, { reducedMotion: false })
    await page.goto(`${url}#/${panel}?clicks=99`)
    await page.evaluate(settle, '')
    await allSlidesLoaded(page)
    await page.keyboard.press('l')
    await liveSlide(page).slide.getByText('live on the model').waitFor()
    expect(await framesAskedFor(page)).toBeGreaterThan(0)
    await press(page, 'ArrowRight')
    expect(await framesAskedFor(page)).toBe(0)
    await page.context().close()
  })

  it('a paused run asks for none', async () => {
    const page = await openPage(browser(), url, { reducedMotion: false })
    await page.goto(`${url}#/rate-limiter?clicks=99`)
    await page.evaluate(settle, '')
    await page.keyboard.press('l')
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('paused on the model').waitFor()
    expect(await framesAskedFor(page)).toBe(0)
    await page.context().close()
  })
})

describe('with less motion', () => {
  it('a run is shown in quiet steps, at most two a second', async () => {
    const live = await openLiveSlide(browser(), url, 'scheduling', { reducedMotion: true })
    await live.start()
    const seen = new Set<string>()
    for (let frame = 0; frame < 120; frame++) {
      await live.pass(16)
      seen.add(await live.slide.locator('.panel').textContent() ?? '')
    }
    await live.close()
    expect(seen.size).toBeGreaterThan(2)
    expect(seen.size).toBeLessThanOrEqual(6)
  })
})

describe('the windows of a talk', () => {
  /** What the panel in a view shows, in words. */
  const words = (page: Page, view: string): Promise<string> =>
    page.locator(`${view} .slidev-page`).filter({ visible: true }).locator('.panel').first().evaluate(panel => panel.textContent!.replace(/\s+/g, ' '))

  it('show the same run, from the presenter view to the room; the preview shows the next click', async () => {
    const presenter = await openPage(browser(), url, { window: { width: 1440, height: 900 } })
    await presenter.goto(`${url}#/presenter/multi-database?clicks=4`)
    await presenter.evaluate(settle, '')
    const context = presenter.context()
    const room = await openWindow(context, `${url}#/multi-database?clicks=4`)
    const preview = await words(presenter, '.grid-section.next')

    await presenter.bringToFront()
    await presenter.keyboard.press('l')
    await room.getByText('live on the model').waitFor()
    await room.getByRole('button', { name: /^Kill GeocodeRepo/ }).click()
    const told = 'GeocodeRepo was started again; nobody else noticed.'
    await presenter.locator('.grid-section.main').getByText(told).waitFor()
    await room.getByText(told).waitFor()
    await room.getByRole('button', { name: 'Pause' }).click()
    await presenter.locator('.grid-section.main').getByText('paused on the model').waitFor()

    expect(await words(presenter, '.grid-section.main')).toBe(await words(room, '#slide-content'))
    expect(await words(presenter, '.grid-section.next')).toBe(preview)
    expect(await presenter.locator('.grid-section.next .live-bar').count()).toBe(0)

    // One run at a time: another window's is the only one then.
    await room.keyboard.press('l')
    await presenter.locator('.grid-section.main').getByRole('button', { name: 'Run live: the supervision tree' }).waitFor()
    await context.close()
  })

  it('are all back at the click when the window that ran it is closed', async () => {
    const host = await openPage(browser(), url)
    await host.goto(`${url}#/rate-limiter?clicks=99`)
    await host.evaluate(settle, '')
    const viewer = await openWindow(host.context(), `${url}#/rate-limiter?clicks=99`)
    const still = await words(viewer, '#slide-content')
    await host.bringToFront()
    await host.keyboard.press('l')
    await viewer.getByText('live on the model').waitFor()
    await host.close({ runBeforeUnload: false })
    await viewer.getByRole('button', { name: 'Run live: the rate limiter' }).waitFor()
    expect(await words(viewer, '#slide-content')).toBe(still)
    await viewer.context().close()
  })

  it('have controls only where the slide is shown: not in the overview, not in print', async () => {
    const page = await openPage(browser(), url)
    await page.goto(`${url}#/multi-database?clicks=99`)
    await page.evaluate(settle, '')
    await page.keyboard.press('o')
    // Besides the slides of the talk itself, which are all loaded after a while, each has a picture in the overview.
    await page.waitForFunction(count => document.querySelectorAll('.slidev-page .supervision.panel').length > 1 && document.querySelectorAll('.slidev-page').length > count, talk.slides.length)
    expect(await page.locator('.live-bar').count()).toBe(1)
    expect(await page.locator('#slide-content .live-bar').count()).toBe(1)
    await page.goto(`${url}?print=true#/print?print=true`)
    await page.locator('.print-slide-container').last().waitFor()
    expect(await page.locator('.print-slide-container').count()).toBe(talk.slides.length)
    expect(await page.locator('.live-bar, .live-controls, .over-picture').count()).toBe(0)
    await page.context().close()
  })
})
