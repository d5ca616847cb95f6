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
  for (const path of paths) {
    const page = await openPage(browser, siteUrl, { onComplaint: ({ what }) => faults.push(`${path}: ${what}`) })
    try {
      await page.goto(siteUrl + path)
      const help = page.locator('#slide-content .slidev-page:visible h1, a[href="#/"]:visible')
      if (!await help.first().waitFor({ timeout: 5000 }).then(() => true, () => false))
        faults.push(`${path}: neither a slide nor a link to the first one is shown, but "${(await page.locator('body').textContent() ?? '').trim().slice(0, 80)}"`)
      await page.waitForLoadState('networkidle')
    }
    finally {
      await page.context().close()
    }
  }
  return faults
}
