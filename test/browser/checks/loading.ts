import type { Browser } from 'playwright-chromium'
import type { Talk } from '../deck'
import { basename, extname } from 'node:path'
import { settle } from '../measure/settle'
import { openPage } from '../page'

/** Names screenshots that are fetched before the first slide is painted, and those that are not fetched ahead after it. */
export async function loadingFaults(browser: Browser, siteUrl: string, talk: Talk): Promise<string[]> {
  const page = await openPage(browser, siteUrl)
  const requested: string[] = []
  page.on('requestfinished', request => requested.push(new URL(request.url()).pathname))
  try {
    await page.goto(siteUrl)
    await page.evaluate(settle, '')
    const faults: string[] = []
    for (const { no, title, image } of talk.slides) {
      if (!image)
        continue
      const name = basename(image, extname(image))
      const fetched = await page.evaluate(fetchedWhen, name)
      if (fetched === undefined)
        faults.push(`slide ${no} (${title}): ${image} is not fetched ahead after the first slide`)
      else if (fetched.start < fetched.painted)
        faults.push(`slide ${no} (${title}): ${image} is requested ${Math.round(fetched.painted - fetched.start)} ms before the first slide is painted`)
    }
    return faults
  }
  finally {
    await page.context().close()
  }
}

/** When a file was asked for and when the page was first painted, once it is there; undefined when it does not come. */
async function fetchedWhen(name: string): Promise<{ start: number, painted: number } | undefined> {
  const deadline = performance.now() + 5000
  for (;;) {
    const entry = performance.getEntriesByType('resource').find(({ name: url }) => url.includes(`/${name}`)) as PerformanceResourceTiming | undefined
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime
    if (entry?.responseEnd && painted !== undefined)
      return { start: entry.startTime, painted }
    if (performance.now() > deadline)
      return undefined
    await new Promise(resolve => requestAnimationFrame(resolve))
  }
}
