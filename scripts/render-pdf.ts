import type { Browser } from 'playwright-chromium'
import type { Deck } from './deck'
import type { PdfExpectation, PdfInspection } from './pdf'
import type { PrintedSlide } from './print-dom'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import process from 'node:process'
import { readDeck } from './deck'
import { blankPages, inspectPdf, verifyPdf } from './pdf'
import { finishPdf, outlineOf } from './pdf-finish'
import { openPrintPage } from './print-page'
import { Problem } from './problem'
import { visitSite } from './visit-site'

/** The largest PDF that may be shipped. */
export const MAX_PDF_BYTES = 6e6

export interface RenderOptions {
  /** The project that the site was built from; its slides.md gives titles and the number of slides. */
  root: string
  /** The built site to print. */
  site: string
  /** The file to write. */
  output: string
  /** One page a click instead of one a slide in its final state. */
  withClicks?: boolean
  /** The dark look instead of the light one. */
  dark?: boolean
  /** A browser that runs already; otherwise one is started and closed. */
  browser?: Browser
  /** The largest file allowed, in bytes; 6 MB unless given. */
  maxBytes?: number
}

/** A PDF that was written and holds what it should. */
export interface RenderedPdf {
  inspection: PdfInspection
  expectation: PdfExpectation
}

/**
 * Prints a built site to a PDF, reads the PDF back and puts it in place only if it holds every slide: an earlier file of
 * the name stays until then. Blank pages are printed once more, saying so.
 *
 * @throws Problem naming every page that is wrong, or what kept the site from being printed
 */
export async function renderPdf(options: RenderOptions): Promise<RenderedPdf> {
  const deck = await readDeck(options.root)
  return await visitSite(options.site, async (browser, siteUrl) => {
    let attempt = await printOnce(browser, siteUrl, deck, options)
    const blank = blankPages(attempt.inspection, attempt.expectation)
    if (blank.length) {
      console.warn(`${blank.length === 1 ? 'Page' : 'Pages'} ${blank.join(', ')} came out blank; printing once more.`)
      attempt = await printOnce(browser, siteUrl, deck, options)
    }
    const problems = verifyPdf(attempt.inspection, attempt.expectation)
    if (problems.length)
      throw new Problem([...problems, `${basename(options.output)} was not written, because a PDF like that must not be shipped.`].join('\n'))
    await replaceFile(options.output, attempt.bytes)
    return attempt
  }, options.browser)
}

async function printOnce(browser: Browser, siteUrl: string, deck: Deck, options: RenderOptions): Promise<RenderedPdf & { bytes: Uint8Array }> {
  const { page, slides } = await openPrintPage(browser, siteUrl, {
    withClicks: options.withClicks,
    dark: options.dark,
    slideCount: deck.slides.length,
  })
  try {
    const printed = await page.pdf({
      width: '1280px',
      height: '720px',
      printBackground: true,
      preferCSSPageSize: true,
      tagged: true,
    })
    const bytes = await finishPdf(printed, deck, slides, siteUrl)
    return { bytes, inspection: await inspectPdf(bytes), expectation: expect(deck, slides, siteUrl, options.maxBytes) }
  }
  finally {
    await page.context().close()
  }
}

/** What the PDF has to hold, by the deck as written and the slides as the browser shows them. */
function expect(deck: Deck, slides: PrintedSlide[], siteUrl: string, maxBytes = MAX_PDF_BYTES): PdfExpectation {
  const { origin } = new URL(siteUrl)
  return {
    pages: slides.map((printed) => {
      const slide = deck.slides[printed.slide - 1]
      return {
        ...printed,
        title: slide?.title ?? '',
        // A heading is demanded as its author wrote it: should the page itself lack it, that is what we look for.
        words: slide?.titleIsHeading ? [...slide.title.split(' '), ...printed.words] : printed.words,
        links: printed.links.filter(link => !link.startsWith(`${origin}/`)),
      }
    }),
    outline: outlineOf(deck, slides),
    maxBytes,
  }
}

/** Writes aside first, so that there is never half a file under the name. */
async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const aside = `${path}.${process.pid}.part`
  try {
    await writeFile(aside, bytes)
    await rename(aside, path)
  }
  finally {
    await rm(aside, { force: true })
  }
}
