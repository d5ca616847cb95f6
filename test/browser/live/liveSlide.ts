import type { Browser, BrowserContext, Locator, Page } from 'playwright-chromium'
import type { Visitor } from '../page'
import { settle } from '../measure/settle'
import { openPage } from '../page'

/** A slide with a panel that can run live, open in a browser whose time is moved by hand once it runs. */
export interface LiveSlide {
  page: Page
  /** The slide that is shown. */
  slide: Locator
  /** The button that starts and ends the run. */
  toggle: Locator
  /** What the panel says has just happened. */
  status: Locator
  /** Starts the run by its key and stops the browser's clock. */
  start: () => Promise<void>
  /** Lets so much time go by, frame by frame. */
  pass: (milliseconds: number) => Promise<void>
  close: () => Promise<void>
}

/** Opens a slide of the built site at a step; its last one unless given. */
export async function openLiveSlide(browser: Browser, siteUrl: string, alias: string, visitor: Visitor & { step?: number } = {}): Promise<LiveSlide> {
  const page = await openPage(browser, siteUrl, visitor)
  // Slidev stays on the last step when more is asked for.
  await page.clock.install()
  await page.goto(`${siteUrl}#/${alias}?clicks=${visitor.step ?? 99}`)
  await page.evaluate(settle, '')
  return liveSlide(page)
}

/** The live slide on a page that shows it. */
export function liveSlide(page: Page): LiveSlide {
  const slide = page.locator('#slide-content .slidev-page').filter({ visible: true })
  return {
    page,
    slide,
    toggle: slide.getByRole('button', { name: /^Run live: |^End the live run$/ }),
    status: slide.locator('.live-controls, .over-picture').getByRole('status'),
    async start() {
      await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000))
      await page.keyboard.press('l')
      await page.clock.runFor(100)
    },
    pass: milliseconds => page.clock.runFor(milliseconds),
    close: () => page.context().close(),
  }
}

/** A second window of the same visitor. */
export async function openWindow(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await page.evaluate(settle, '')
  return page
}
