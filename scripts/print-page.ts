import type { Browser, Page } from 'playwright-chromium'
import type { PrintedSlide, Readiness } from './print-dom'
import { addressSlideLinks, readiness, readPrintedSlides } from './print-dom'
import { Problem } from './problem'

export interface PrintOptions {
  /** One page a click instead of one a slide in its final state. */
  withClicks?: boolean
  /** The dark look instead of the light one. */
  dark?: boolean
  /** Slides that the deck has. */
  slideCount: number
  /** How long the page may take until it can be printed, in milliseconds; a minute unless given. */
  timeoutMs?: number
}

/** A print page with everything on it. Close its context when done. */
export interface PrintPage {
  page: Page
  slides: PrintedSlide[]
}

/**
 * Opens the print page of a built site and waits until every slide, font and image is really there.
 *
 * @param browser one that runs
 * @param siteUrl where the site is served, base and closing slash included
 * @param options what to print
 * @throws Problem when something never comes: it says what
 */
export async function openPrintPage(browser: Browser, siteUrl: string, options: PrintOptions): Promise<PrintPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    colorScheme: options.dark ? 'dark' : 'light',
    // Nothing moves on paper: what is animated is to show where it ends.
    reducedMotion: 'reduce',
    locale: 'en-US',
  })
  try {
    const page = await context.newPage()
    // tsx marks functions with this helper, which the page that they are sent to does not have.
    await page.addInitScript('globalThis.__name = value => value')
    const errors: string[] = []
    page.on('pageerror', error => errors.push(firstLine(error.message)))
    page.on('console', message => message.type() === 'error' && errors.push(firstLine(message.text())))
    await page.emulateMedia({ media: 'screen', colorScheme: options.dark ? 'dark' : 'light', reducedMotion: 'reduce' })
    await page.goto(`${siteUrl}?print=${options.withClicks ? 'clicks' : 'true'}#/print`, { waitUntil: 'load' })
    await waitUntilPrintable(page, options, errors)
    // The page break that Slidev sets after every slide would leave an empty page after the last.
    await page.addStyleTag({ content: '.print-slide-container:last-child { break-after: auto !important }' })
    await page.evaluate(addressSlideLinks, siteUrl)
    return { page, slides: await page.evaluate(readPrintedSlides, options.withClicks ?? false) }
  }
  catch (error) {
    await context.close()
    throw error
  }
}

async function waitUntilPrintable(page: Page, { slideCount, timeoutMs = 60_000 }: PrintOptions, errors: string[]): Promise<void> {
  const deadline = Date.now() + timeoutMs
  let before = ''
  for (;;) {
    const state = await page.evaluate(readiness)
    if (state.failed.length)
      throw new Problem(`The slides cannot be printed: ${state.failed.join(' and ')} could not be loaded.`)
    // Slidev puts an error page in the place of a slide whose code it cannot fetch, and goes on.
    const broken = errors.find(error => /failed to load/i.test(error) && /slide/i.test(error))
    if (broken)
      throw new Problem(`The slides cannot be printed: the page reported "${broken}".`)
    const missing = missingSlides(state, slideCount)
    // The clicks of a slide are known only once it stands, so the list of pages has to have come to rest as well.
    const now = state.ids.join()
    if (!missing.length && !state.waitingFor.length && now === before)
      return
    before = now
    if (Date.now() > deadline) {
      const waiting = [...new Set([...missing.map(no => `slide ${no}`), ...state.waitingFor])].join(', ') || 'the list of slides to come to rest'
      throw new Problem(`The slides cannot be printed: after ${timeoutMs / 1000} s still waiting for ${waiting}.${errors.length ? ` The page reported: ${errors[0]}` : ''}`)
    }
    await page.waitForTimeout(100)
  }
}

function missingSlides(state: Readiness, slideCount: number): number[] {
  const there = new Set(state.ids.map(id => Number(id.split('-')[0])))
  return Array.from({ length: slideCount }, (_, index) => index + 1).filter(no => !there.has(no))
}

function firstLine(text: string): string {
  return text.split('\n', 1).join()
}
