import type { Browser } from 'playwright-chromium'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openPage } from '../page'

/**
 * Names what is wrong with what the page says about itself to search engines, link previews and browser tabs.
 *
 * @param browser one that runs
 * @param siteUrl where the site is served, base and closing slash included
 * @param siteDir the folder of the built site
 * @param title of the talk
 */
export async function headFaults(browser: Browser, siteUrl: string, siteDir: string, title: string): Promise<string[]> {
  const page = await openPage(browser, siteUrl)
  try {
    await page.goto(siteUrl)
    const head = await page.evaluate(() => {
      const content = (name: string): string | undefined =>
        document.querySelector<HTMLMetaElement>(`meta[name="${name}"], meta[property="${name}"]`)?.content
      return {
        lang: document.documentElement.lang,
        title: document.title,
        texts: Object.fromEntries(['description', 'author', 'keywords', 'og:title', 'og:description'].map(name => [name, content(name)])),
        image: content('og:image'),
        icon: document.querySelector<HTMLLinkElement>('link[rel~="icon"]')?.href,
        foreign: [...document.querySelectorAll<HTMLLinkElement>('link[href]:not([rel="canonical"], [rel="me"], [rel="license"])')]
          .filter(link => new URL(link.href).host !== location.host)
          .map(link => `${link.rel} ${link.href}`),
      }
    })

    const faults: string[] = []
    if (head.lang !== 'en')
      faults.push(`the page's language is "${head.lang}", not "en"`)
    if (!head.title.includes(title))
      faults.push(`the page's title is "${head.title}", without the talk's "${title}"`)
    if (!head.texts.description)
      faults.push('the page has no description')
    for (const [name, text] of Object.entries(head.texts)) {
      if (text && /^\s*["']|["']\s*$|\\n|&quot;|[*_`]{1,2}\w[^*_`]*[*_`]/.test(text))
        faults.push(`the page's ${name} has quotes or marks that are not meant to be read: ${text.slice(0, 80)}`)
    }
    if (!head.image || !existsSync(join(siteDir, basename(new URL(head.image, siteUrl).pathname))))
      faults.push(`the social image (og:image) is ${head.image ? `${head.image}, which the site does not have` : 'missing'}`)
    // A headless browser fetches no favicon, so that nothing else would notice one that lies elsewhere.
    faults.push(...head.foreign.map(link => `the page's head refers to another host: ${link}`))
    const icon = head.icon && new URL(head.icon).host === new URL(siteUrl).host ? await page.request.get(head.icon) : undefined
    if (!icon?.ok() || !icon.headers()['content-type']?.startsWith('image/'))
      faults.push(`the favicon is ${head.icon ? `${head.icon}, which is ${icon ? `answered ${icon.status()} ${icon.headers()['content-type']}` : 'not on this site'}` : 'missing'}`)
    return faults
  }
  finally {
    await page.context().close()
  }
}
