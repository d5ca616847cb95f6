import type { Browser } from 'playwright-chromium'
import { gzipSync } from 'node:zlib'

/** What a browser fetches that opens the deck for the first time. */
export interface Load {
  /** Responses. */
  requests: number
  /** Bytes over the wire from a host that compresses, bodies only. */
  gzipBytes: number
}

export interface FirstLoad {
  /** Until the first slide stands with its fonts. */
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
    const sizes: Promise<number>[] = []
    page.on('response', (response) => {
      if (response.url().startsWith(siteUrl)) {
        sizes.push(response.body().then((body) => {
          return COMPRESSED.test(response.headers()['content-type'] ?? '') ? gzipSync(body).length : body.length
        }, () => 0))
      }
    })
    const sum = async (): Promise<Load> => {
      const counted = await Promise.all(sizes)
      return { requests: counted.length, gzipBytes: counted.reduce((total, size) => total + size, 0) }
    }
    await page.goto(`${siteUrl}#/1`, { waitUntil: 'commit' })
    await page.locator('.slidev-page-1').waitFor()
    await page.evaluate('document.fonts.ready.then(() => undefined)')
    const firstSlide = await sum()
    await page.waitForLoadState('networkidle')
    return { firstSlide, all: await sum() }
  }
  finally {
    await context.close()
  }
}
