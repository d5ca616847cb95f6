import type { Browser, Page } from 'playwright-chromium'

/** How smoothly a panel's live run went. */
export interface Frames {
  /** The slide's alias. */
  slide: string
  /** Frames in a second, on average. */
  perSecond: number
  /** The longest time between two frames. */
  longestMs: number
  /** Of a hundred frames, how many came later than two frames' time. */
  latePercent: number
  /** Tasks of the page's main thread over 50 ms, each with its length, from the start of the run on. */
  longTasksMs: number[]
}

/** The slides that run live, each with what is done there to make it work hard, once a second. */
const LIVE_SLIDES: Record<string, (page: Page, second: number) => Promise<void>> = {
  'scheduling': async () => {},
  'mailer': async (page, second) => page.locator('.faults button').nth(second % 7).click(),
  'rate-limiter': async (page, second) => page.getByRole('slider').nth(2).fill(String(second % 2 ? 300 : 150)),
  'epp-health': async (page, second) => page.getByRole('button', { name: /^Drop/, disabled: false }).nth(second % 8).click(),
  'multi-database': async (page, second) => second % 2 === 0 ? page.getByRole('button', { name: /^Kill RoommatesRepo/ }).click() : undefined,
}

/**
 * Runs every live panel of a served site for a while, on a processor that is slowed down, and counts frames.
 *
 * @param browser one that runs
 * @param siteUrl where the site is served, base and closing slash included
 * @param options how many times slower, and how many seconds each
 */
export async function measureFrames(browser: Browser, siteUrl: string, options: { slowdown: number, seconds: number }): Promise<Frames[]> {
  const results: Frames[] = []
  for (const slide of Object.keys(LIVE_SLIDES))
    results.push(await measureSlide(browser, siteUrl, slide, options))
  return results
}

async function measureSlide(browser: Browser, siteUrl: string, slide: string, { slowdown, seconds }: { slowdown: number, seconds: number }): Promise<Frames> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, permissions: ['screen-wake-lock'] })
  try {
    const page = await context.newPage()
    await page.goto(`${siteUrl}#/${slide}?clicks=99`)
    await page.locator('.live-bar').filter({ visible: true }).waitFor()
    // What is fetched ahead, and the slides that Slidev loads after three seconds, are no part of a run.
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(4000)
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    await page.evaluate(beginWatch)
    await page.keyboard.press('l')
    await page.getByText('live on the model').waitFor()
    for (let second = 0; second < seconds; second++) {
      await page.waitForTimeout(1000)
      if (second > 0)
        await LIVE_SLIDES[slide]!(page, second)
    }
    const { times, longTasksMs } = await page.evaluate(endWatch)
    const gaps = times.slice(1).map((time, index) => time - times[index]!)
    return {
      slide,
      perSecond: gaps.length / ((times.at(-1)! - times[0]!) / 1000),
      longestMs: Math.max(...gaps),
      latePercent: 100 * gaps.filter(gap => gap > 34).length / gaps.length,
      longTasksMs,
    }
  }
  finally {
    await context.close()
  }
}

interface Watch { times: number[], longTasksMs: number[] }

/** Notes every frame and every long task from now on. Runs inside the page. */
function beginWatch(): void {
  const watch: Watch = { times: [], longTasksMs: [] }
  Object.assign(globalThis, { watch })
  const onFrame = (time: number): void => {
    watch.times.push(time)
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)
  new PerformanceObserver(list => watch.longTasksMs.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({ type: 'longtask' })
}

/** What has been noted. Runs inside the page. */
function endWatch(): Watch {
  return (globalThis as unknown as { watch: Watch }).watch
}
