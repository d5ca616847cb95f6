import type { Browser } from 'playwright-chromium'
import { launchBrowser } from './browser'
import { serveSite } from './serve'
import { siteBase } from './site'

/**
 * Serves a built site and visits it with a browser; both are closed again, whatever happens.
 *
 * @param dir the folder of the built site
 * @param visit is told the browser, and where the site is served, base and closing slash included
 * @param running a browser that runs already, and goes on running; otherwise one is started
 * @throws Problem when there is no built site or no browser
 */
export async function visitSite<T>(dir: string, visit: (browser: Browser, siteUrl: string) => Promise<T>, running?: Browser): Promise<T> {
  const server = await serveSite({ dir, base: await siteBase(dir) })
  try {
    const browser = running ?? await launchBrowser()
    try {
      return await visit(browser, server.url)
    }
    finally {
      if (!running)
        await browser.close()
    }
  }
  finally {
    await server.close()
  }
}
