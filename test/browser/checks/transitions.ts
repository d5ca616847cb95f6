import type { Browser } from 'playwright-chromium'
import type { Slide, Talk } from '../deck'
import { openPage, press } from '../page'

/** A class that Vue gave to a slide while it came or went. */
interface Passage {
  no: number
  transition: string
}

/**
 * Names boundaries between slides that are passed otherwise than the outline has it, in either direction: into and out of
 * a section it zooms, into and out of a screenshot it fades, elsewhere it slides.
 */
export async function transitionFaults(browser: Browser, siteUrl: string, talk: Talk): Promise<string[]> {
  const page = await openPage(browser, siteUrl, { reducedMotion: false })
  const faults: string[] = []
  const pass = async (key: string, from: Slide, to: Slide): Promise<void> => {
    await press(page, key)
    const passages = await page.evaluate(() => (globalThis as unknown as { passages: Passage[] }).passages.splice(0))
    const expected = expectedTransition(from, to)
    for (const slide of [from, to]) {
      const seen = [...new Set(passages.filter(({ no }) => no === slide.no).map(({ transition }) => transition))].join(', ') || 'no transition'
      if (seen !== expected)
        faults.push(`from slide ${from.no} (${from.title}) to slide ${to.no} (${to.title}): slide ${slide.no} shows ${seen}, not ${expected}`)
    }
  }

  try {
    await page.goto(siteUrl)
    await page.locator('#slideshow').waitFor()
    await page.evaluate(recordPassages)
    // Only what moves how is asked here, so it may as well be quick.
    await page.addStyleTag({ content: ':root { --slidev-transition-duration: 0.05s !important }' })
    // The keys that turn whole slides: what happens between two slides is the same from any click.
    for (const [index, slide] of talk.slides.slice(1).entries())
      await pass('ArrowDown', talk.slides[index]!, slide)
    for (const [index, slide] of [...talk.slides.slice(1).entries()].reverse())
      await pass('ArrowUp', slide, talk.slides[index]!)
    return faults
  }
  finally {
    await page.context().close()
  }
}

/** Where a divider meets a screenshot, the divider is the louder of the two. */
function expectedTransition(from: Slide, to: Slide): string {
  const layouts = [from.layout, to.layout]
  if (layouts.includes('section'))
    return 'zoom'
  if (layouts.includes('screenshot'))
    return 'fade'
  return to.no > from.no ? 'slide-left' : 'slide-right'
}

/** Writes down which transition each slide is given. Runs inside the page. */
function recordPassages(): void {
  const passages: Passage[] = []
  Object.assign(globalThis, { passages })
  new MutationObserver((records) => {
    for (const { target } of records) {
      const slide = target as HTMLElement
      for (const name of slide.classList) {
        const transition = /^(.+)-(?:enter|leave)-active$/.exec(name)?.[1]
        if (transition && slide.dataset.slidevNo)
          passages.push({ no: Number(slide.dataset.slidevNo), transition })
      }
    }
  }).observe(document.querySelector('#slideshow')!, { attributes: true, attributeFilter: ['class'], subtree: true })
}
