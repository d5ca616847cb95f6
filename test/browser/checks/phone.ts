import type { Browser, Page } from 'playwright-chromium'
import { settle } from '../measure/settle'
import { px } from '../measure/words'
import { openPage } from '../page'

interface Size { width: number, height: number }

/**
 * Names what a reader on a phone cannot see or do: the whole slide in view, the controls in reach of a finger, a swipe
 * that goes on and one that goes back.
 *
 * @param browser one that runs
 * @param siteUrl where the site is served, base and closing slash included
 * @param window the phone's screen, upright or across
 */
export async function phoneFaults(browser: Browser, siteUrl: string, window: Size): Promise<string[]> {
  const at = `phone ${window.width} x ${window.height}`
  const faults: string[] = []
  const page = await openPage(browser, siteUrl, { window, phone: true, onComplaint: ({ what }) => faults.push(`${at}: ${what}`) })
  const stepAfter = async (act: () => Promise<void>): Promise<string> => {
    const from = await page.evaluate(() => location.href)
    await act()
    // Nothing may come of it, and then the address stays as it is.
    await page.waitForURL(url => url.href !== from, { timeout: 3000 }).catch(() => undefined)
    const { no, click } = await page.evaluate(settle, '')
    return `slide ${no}, click ${click}`
  }

  try {
    await page.goto(`${siteUrl}#/2`)
    await page.evaluate(settle, '')
    const canvas = (await page.locator('#slide-content').boundingBox())!
    const scale = Math.min(window.width / 1280, window.height / 720)
    if (canvas.x < -0.5 || canvas.y < -0.5 || canvas.x + canvas.width > window.width + 0.5 || canvas.y + canvas.height > window.height + 0.5)
      faults.push(`${at}: the slide does not fit: ${px(canvas.width)} x ${px(canvas.height)} at ${px(canvas.x)}, ${px(canvas.y)}`)
    if (canvas.width < 1280 * scale * 0.99)
      faults.push(`${at}: the slide is ${px(canvas.width)} wide, but has room for ${px(1280 * scale)}`)

    // Buttons first: Chromium takes a tap soon after a swipe for one that stops the fling.
    for (const [title, expected] of [['Go to next slide', 'slide 2, click 1'], ['Go to previous slide', 'slide 2, click 0']] as const) {
      const button = page.locator(`button[title="${title}"]`)
      const reached = await button.evaluate(reachOf)
      if (reached !== 'in reach') {
        faults.push(`${at}: "${title}" ${reached}`)
        continue
      }
      const step = await stepAfter(() => button.tap({ timeout: 3000 }))
      if (step !== expected)
        faults.push(`${at}: "${title}" leads to ${step}, not to ${expected}`)
    }

    const swiped = await stepAfter(() => swipe(page, window, 'left'))
    if (swiped !== 'slide 2, click 1')
      faults.push(`${at}: a swipe to the left on slide 2 leads to ${swiped}, not to click 1`)
    const back = await stepAfter(() => swipe(page, window, 'right'))
    if (back !== 'slide 2, click 0')
      faults.push(`${at}: a swipe to the right leads to ${back}, not back to click 0`)
    return faults
  }
  finally {
    await page.context().close()
  }
}

/** Whether a finger can hit a control (24 px, WCAG 2.5.8), and what keeps it from that. Runs inside the page. */
function reachOf(button: Element): string {
  const { left, top, right, bottom, width, height } = button.getBoundingClientRect()
  if (left < -0.5 || top < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5)
    return `lies at ${Math.round(left)}, ${Math.round(top)}, out of the window`
  if (width < 24 || height < 24)
    return `is ${Math.round(width)} x ${Math.round(height)} px, a finger needs 24`
  const met = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
  return met && (button.contains(met) || met.contains(button)) ? 'in reach' : `is covered by ${met?.localName}.${met?.classList[0]}`
}

/** Draws a finger over the middle of the window, as a touch screen reports it. */
async function swipe(page: Page, window: Size, to: 'left' | 'right'): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const y = window.height / 2
  const [from, until] = to === 'left' ? [0.85, 0.15] : [0.15, 0.85]
  const at = (share: number): { x: number, y: number }[] => [{ x: Math.round(window.width * share), y }]
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) })
  for (let step = 1; step <= 6; step++)
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(from + (until - from) * step / 6) })
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await session.detach()
}
