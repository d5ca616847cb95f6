import type { Browser, CDPSession, Page } from 'playwright-chromium'
import type { Theme } from './findings'
import type { Rest } from './measure/settle'
import type { Complaint } from './watch'
import { Buffer } from 'node:buffer'
import { settle } from './measure/settle'
import { watch } from './watch'

export interface Visitor {
  theme?: Theme
  /** Whether the visitor asked for less motion; yes unless given. */
  reducedMotion?: boolean
  /** The size of the window; the canvas itself, 1280 x 720, unless given. */
  window?: { width: number, height: number }
  /** A phone: touch instead of a mouse. */
  phone?: boolean
  /** Called with everything a page should not do. */
  onComplaint?: (complaint: Complaint) => void
}

/** Opens an empty page for a visitor of the site. Close its context when done. */
export async function openPage(browser: Browser, siteUrl: string, visitor: Visitor = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: visitor.window ?? { width: 1280, height: 720 },
    colorScheme: visitor.theme ?? 'light',
    reducedMotion: visitor.reducedMotion === false ? 'no-preference' : 'reduce',
    hasTouch: visitor.phone,
    isMobile: visitor.phone,
    locale: 'en-US',
    // What a speaker's browser grants by itself; without it Slidev's wake lock complains.
    permissions: ['screen-wake-lock'],
  })
  const page = await context.newPage()
  if (visitor.onComplaint)
    watch(page, siteUrl, visitor.onComplaint)
  return page
}

/** Presses a key that leads to another step, and waits until that step stands. */
export async function press(page: Page, key: string): Promise<Rest> {
  const from = await page.evaluate(() => location.href)
  await page.keyboard.press(key)
  return page.evaluate(settle, from)
}

const sessions = new WeakMap<Page, CDPSession>()

/** Takes a picture of the window as a PNG; quicker than Playwright's own, which compresses harder. */
export async function screenshot(page: Page): Promise<Buffer> {
  const session = sessions.get(page) ?? await page.context().newCDPSession(page)
  sessions.set(page, session)
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })
  return Buffer.from(data, 'base64')
}
