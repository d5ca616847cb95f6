import type { Browser, Page } from 'playwright-chromium'
import { Buffer } from 'node:buffer'
import { rmSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { openPrintPage } from '../../scripts/print-page'
import { visitSite } from '../../scripts/visit-site'

/** How wide a picture is, in pixels: a phone shows two of them side by side. */
const WIDTH = 480
/** The canvas that slides are drawn on. */
const CANVAS = { width: 1280, height: 720 }
/** Of WebP, from 0 to 100: text is still sharp, and a picture stays below 25 kB. */
const QUALITY = 72

export interface PicturesOptions {
  /** The folder of the built site to take pictures of. */
  site: string
  /** The folder for them. */
  out: string
  /** How many slides there are. */
  slideCount: number
  /** A browser that runs already, and goes on running; otherwise one is started. */
  browser?: Browser
}

/** The file of a picture: slide 9 after three clicks is `9-3.webp`. */
export function pictureName(slide: number, click: number): string {
  return `${slide}-${click}.webp`
}

/**
 * Takes a picture of every slide at every click, aside, and puts them in place when they are all there.
 *
 * @throws Problem when there is no browser, or when a slide cannot be shown
 */
export async function makePictures({ site, out, slideCount, browser }: PicturesOptions): Promise<void> {
  // Each process its own: two presentations of one project may take pictures at the same time.
  const aside = `${out}-${process.pid}`
  const tidyUp = (): void => rmSync(aside, { recursive: true, force: true })
  process.once('exit', tidyUp)
  try {
    await mkdir(aside, { recursive: true })
    await visitSite(site, (browser, url) => photograph(browser, url, slideCount, aside), browser)
    await rm(out, { recursive: true, force: true })
    await rename(aside, out)
  }
  finally {
    tidyUp()
    process.off('exit', tidyUp)
  }
}

/** All from the page that the PDF is printed from: it has every step in its final state, and is loaded once. */
async function photograph(browser: Browser, url: string, slideCount: number, folder: string): Promise<void> {
  const { page, slides } = await openPrintPage(browser, url, { withClicks: true, slideCount })
  try {
    const tops = await page.evaluate(() => [...document.querySelectorAll('.print-slide-container')].map(slide => slide.getBoundingClientRect().top + scrollY))
    for (const [index, { slide, click = 0 }] of slides.entries())
      await writeFile(join(folder, pictureName(slide, click)), await capture(page, tops[index]!))
  }
  finally {
    await page.context().close()
  }
}

/** By the protocol of the developer tools, because Playwright's own pictures are neither scaled nor WebP. */
async function capture(page: Page, top: number): Promise<Buffer> {
  await page.evaluate(top => scrollTo(0, top), top)
  const session = await page.context().newCDPSession(page)
  try {
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'webp',
      quality: QUALITY,
      clip: { x: 0, y: top, ...CANVAS, scale: WIDTH / CANVAS.width },
    })
    return Buffer.from(data, 'base64')
  }
  finally {
    await session.detach()
  }
}
