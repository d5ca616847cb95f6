import type { Browser, Response } from 'playwright-chromium'
import { gzipSync } from 'node:zlib'

/** What a browser fetches that opens the deck for the first time. */
export interface Load {
  /** Responses. */
  requests: number
  /** Bytes over the wire from a host that compresses, bodies only. */
  gzipBytes: number
}

export interface FirstLoad {
  /** What the first slide takes: all but the pictures of later slides. */
  firstSlide: Load
  /** Until the network is quiet: what is fetched ahead included. */
  all: Load
}

/** Hosts compress these; fonts and images are compressed already and go as they are. */
const COMPRESSED = /html|css|javascript|json|svg|xml|text/

/**
 * Opens a served site at its first slide with nothing cached and counts what it fetches from its own host.
 *
 * @param browser one that runs
 * @param siteUrl where the site is served, base and closing slash included
 */
export async function measureFirstLoad(browser: Browser, siteUrl: string): Promise<FirstLoad> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
  try {
    const page = await context.newPage()
    const responses: Response[] = []
    page.on('response', response => response.url().startsWith(siteUrl) && responses.push(response))
    await page.goto(`${siteUrl}#/1`)
    await page.locator('.slidev-page-1').waitFor()
    await page.waitForLoadState('networkidle')
    const shown = new Set(await page.evaluate(() => [
      ...Array.from(document.images, image => image.currentSrc),
      ...performance.getEntriesByType('resource').filter(entry => 'initiatorType' in entry && entry.initiatorType === 'css').map(({ name }) => name),
    ]))
    const fetched = await Promise.all(responses.map(async response => ({
      ahead: response.request().resourceType() === 'image' && !shown.has(response.url()),
      bytes: await wireBytes(response),
    })))
    return { firstSlide: sum(fetched.filter(({ ahead }) => !ahead)), all: sum(fetched) }
  }
  finally {
    await context.close()
  }
}

async function wireBytes(response: Response): Promise<number> {
  const body = await response.body()
  return COMPRESSED.test(response.headers()['content-type'] ?? '') ? gzipSync(body).length : body.length
}

function sum(responses: { bytes: number }[]): Load {
  return { requests: responses.length, gzipBytes: responses.reduce((total, { bytes }) => total + bytes, 0) }
}
