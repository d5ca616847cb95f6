import type { Browser } from 'playwright-chromium'
import type { Talk } from '../deck'
import { settle } from '../measure/settle'
import { quote } from '../measure/words'
import { openPage, press } from '../page'

/** A laptop's screen, on which the presenter view is read. */
const LAPTOP = { width: 1440, height: 900 }

/** What the presenter view shows beside the slide. */
interface Desk {
  /** The part of the notes that is not faded. */
  lit: string
  /** Whether all of that can be read without scrolling, and so its beginning. */
  litInView: boolean
  /** The slide in the preview of what comes next. */
  preview?: number
  /** Whether it says that nothing comes any more. */
  atEnd: boolean
}

/**
 * Goes through the presenter view and names every step at which another part of the notes is lit than the one that its
 * click mark opens, or at which the preview does not show what comes next.
 */
export async function presenterFaults(browser: Browser, siteUrl: string, talk: Talk): Promise<string[]> {
  const faults: string[] = []
  let at = 'presenter view'
  const page = await openPage(browser, siteUrl, { window: LAPTOP, onComplaint: ({ what }) => faults.push(`${at}: ${what}`) })
  try {
    await page.goto(`${siteUrl}#/presenter/1`)
    let rest = await page.evaluate(settle, '')
    for (;;) {
      const { no, title, notes } = talk.slides[rest.no - 1]!
      at = `slide ${no} (${title}), click ${rest.click}, presenter view`
      const desk = await page.evaluate(readDesk)
      const spoken = notes[rest.click]
      if (spoken === undefined)
        faults.push(`${at}: the notes have no [click] mark ${rest.click}`)
      else if (letters(desk.lit) !== letters(spoken))
        faults.push(`${at}: the notes light ${quote(desk.lit)}, not ${quote(oneLine(spoken))}`)
      else if (!desk.litInView)
        faults.push(`${at}: the lit part of the notes begins out of view: ${quote(desk.lit)}`)

      if (!rest.hasNext) {
        if (!desk.atEnd)
          faults.push(`${at}: nothing says that this is the end`)
        return faults
      }
      const next = await press(page, 'ArrowRight')
      if (next.no !== no && rest.click !== notes.length - 1)
        faults.push(`${at}: the slide ends here, but its notes have ${notes.length - 1} [click] marks`)
      if (desk.preview !== next.no)
        faults.push(`${at}: the preview shows ${desk.preview === undefined ? 'nothing' : `slide ${desk.preview}`}, not slide ${next.no}`)
      rest = next
    }
  }
  finally {
    await page.context().close()
  }
}

/** Reads what is beside the slide, once the preview stands. Runs inside the page. */
async function readDesk(): Promise<Desk> {
  const deadline = performance.now() + 5000
  const find = <E extends HTMLElement>(selector: string): E | null => document.querySelector<E>(selector)
  while (find('.grid-section.next .slidev-slide-loading') && performance.now() < deadline)
    await new Promise(resolve => requestAnimationFrame(resolve))

  const note = find('.grid-section.note .slidev-note')
  const lit: Node[] = []
  if (note) {
    const walker = document.createTreeWalker(note, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.textContent?.trim() && !node.parentElement?.closest('.slidev-note-fade, .slidev-note-click-mark'))
        lit.push(node)
    }
  }
  const range = document.createRange()
  if (lit[0])
    range.selectNode(lit[0])
  const [line] = lit[0] ? range.getClientRects() : []
  const frame = note?.getBoundingClientRect()
  const preview = find('.grid-section.next .slidev-page')
  return {
    lit: lit.map(node => node.textContent).join(' ').replace(/\s+/g, ' ').trim(),
    litInView: !line || !frame || (line.top >= frame.top - 1 && line.bottom <= frame.bottom + 1),
    preview: preview?.checkVisibility() ? Number(preview.dataset.slidevNo) : undefined,
    atEnd: find('.grid-section.next')?.textContent?.includes('End of the presentation') ?? false,
  }
}

/** Only what sounds: Markdown's marks and the breaks of lines do not. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Names slides that the overview does not show. */
export async function overviewFaults(browser: Browser, siteUrl: string, talk: Talk): Promise<string[]> {
  const faults: string[] = []
  const page = await openPage(browser, siteUrl, { window: LAPTOP, onComplaint: ({ what }) => faults.push(`overview: ${what}`) })
  try {
    await page.goto(`${siteUrl}#/overview`)
    const blocks = page.locator('.overview-slide-block')
    await blocks.first().waitFor()
    if (await blocks.count() !== talk.slides.length)
      faults.push(`overview: it lists ${await blocks.count()} slides, not ${talk.slides.length}`)
    for (const { no, title } of talk.slides) {
      const slide = page.locator(`.overview-slide-block .slidev-page-${no} .slidev-layout`)
      if (!await slide.waitFor({ timeout: 5000 }).then(() => true, () => false))
        faults.push(`slide ${no} (${title}): the overview does not show it`)
    }
    return faults
  }
  finally {
    await page.context().close()
  }
}

/**
 * Starts the timer of the presenter view and reads from its bar how long the talk may take.
 *
 * @returns minutes
 */
export async function timerMinutes(browser: Browser, siteUrl: string): Promise<number> {
  const page = await openPage(browser, siteUrl, { window: LAPTOP })
  try {
    await page.clock.install()
    await page.goto(`${siteUrl}#/presenter/1`)
    await page.evaluate(settle, '')
    const timer = page.locator('.grid-section.bottom .group:has(.font-mono)')
    await timer.hover()
    await timer.locator('[class*="carbon:play"]').click()
    await page.clock.fastForward('10:00')
    // The bar is as long as the share of the talk that is over, and the clock beside it says how much that is.
    const [percent, shown] = await page.evaluate(() => [
      Number.parseFloat(document.querySelector<HTMLElement>('.slidev-presenter .h-4px .h-4px')!.style.width),
      document.querySelector('.grid-section.bottom .font-mono')!.textContent.replace(/\s/g, ''),
    ] as const)
    const [minutes, seconds] = shown.split(':').map(Number)
    return Math.round((minutes! + seconds! / 60) * 100 / percent)
  }
  finally {
    await page.context().close()
  }
}
