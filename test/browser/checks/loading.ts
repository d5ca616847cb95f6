import type { Browser } from 'playwright-chromium'
import type { Talk } from '../deck'
import { basename, extname } from 'node:path'
import { settle } from '../measure/settle'
import { openPage } from '../page'

/** The part of Slidev that shows slides. It is loaded on its own, and until then nothing of the deck can be seen. */
const PLAYER = /\/play-[^/]*\.js$/

/** How long the player is held back, as a slow network may, in milliseconds: what does not wait for it comes before it. */
const HOLD_BACK = 500

/** Names screenshots that are fetched before the first slide is painted, and those that are not fetched ahead after it. */
export async function loadingFaults(browser: Browser, siteUrl: string, talk: Talk): Promise<string[]> {
  const page = await openPage(browser, siteUrl)
  try {
    let heldBack = 0
    await page.route(PLAYER, async (route) => {
      heldBack++
      await new Promise(resolve => setTimeout(resolve, HOLD_BACK))
      await route.continue()
    })
    await page.addInitScript(noteFirstSlide)
    await page.goto(siteUrl)
    await page.evaluate(settle, '')
    const faults = heldBack ? [] : [`nothing of the site is called like ${PLAYER}, so that nothing could be held back`]
    for (const { no, title, image } of talk.slides) {
      if (!image)
        continue
      const ahead = await page.evaluate(fetchedAhead, basename(image, extname(image)))
      if (ahead === undefined)
        faults.push(`slide ${no} (${title}): ${image} is not fetched ahead after the first slide`)
      else if (ahead < 0)
        faults.push(`slide ${no} (${title}): ${image} is requested ${Math.round(-ahead)} ms before the first slide is painted`)
    }
    return faults
  }
  finally {
    await page.context().close()
  }
}

interface FirstSlide { firstSlideAt?: number }

/** Writes down when the first slide stands, at the beginning of the frame that paints it. Runs inside the page. */
function noteFirstSlide(): void {
  const look = (): void => {
    if (document.querySelector('#slide-content .slidev-layout'))
      (globalThis as FirstSlide).firstSlideAt = performance.now()
    else
      requestAnimationFrame(look)
  }
  look()
}

/**
 * How many milliseconds after the first slide a file was asked for, once it is there; negative when before it, undefined
 * when it does not come. Runs inside the page.
 */
async function fetchedAhead(name: string): Promise<number | undefined> {
  const deadline = performance.now() + 5000
  for (;;) {
    const entry = performance.getEntriesByType('resource').find(({ name: url }) => url.includes(`/${name}`)) as PerformanceResourceTiming | undefined
    if (entry?.responseEnd)
      return entry.startTime - (globalThis as FirstSlide).firstSlideAt!
    if (performance.now() > deadline)
      return undefined
    await new Promise(resolve => requestAnimationFrame(resolve))
  }
}
