import type { Browser } from 'playwright-chromium'
import type { Talk } from '../deck'
import { settle } from '../measure/settle'
import { openPage } from '../page'

/** Names aliases that do not open their slide: `#/rate-limiter`. */
export async function aliasFaults(browser: Browser, siteUrl: string, talk: Talk): Promise<string[]> {
  const page = await openPage(browser, siteUrl)
  try {
    const faults: string[] = []
    for (const { no, title, alias } of talk.slides) {
      await page.goto(`${siteUrl}#/${alias}`)
      const rest = await page.evaluate(settle, '')
      if (rest.no !== no)
        faults.push(`slide ${no} (${title}): #/${alias} opens slide ${rest.no}`)
    }
    return faults
  }
  finally {
    await page.context().close()
  }
}

/**
 * Names addresses at which a visitor is left alone: neither a slide nor a way to one, or an error.
 *
 * @param browser one that runs
 * @param siteUrl where the site is served, base and closing slash included
 * @param paths what follows the site's address: `#/nope`, `nope`
 */
export async function lostFaults(browser: Browser, siteUrl: string, paths: string[]): Promise<string[]> {
  const faults: string[] = []
  let at = ''
  const page = await openPage(browser, siteUrl, { onComplaint: ({ what }) => faults.push(`${at}: ${what}`) })
  try {
    for (const path of paths) {
      at = path
      // From nowhere, so that the address is loaded and not just turned to.
      await page.goto('about:blank')
      await page.goto(siteUrl + path)
      const help = page.locator('#slide-content .slidev-page:visible .slidev-layout, a[href="#/"]:visible').first()
      if (!await help.waitFor({ timeout: 5000 }).then(() => true, () => false))
        faults.push(`${path}: neither a slide nor a link to the first one is shown, but "${(await page.locator('body').textContent() ?? '').trim().slice(0, 80)}"`)
      // What loads late complains late.
      await page.waitForLoadState('load')
      await page.evaluate(() => document.fonts.ready.then(() => undefined))
    }
    return faults
  }
  finally {
    await page.context().close()
  }
}
