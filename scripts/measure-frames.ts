import type { Browser, Locator, Page } from 'playwright-chromium'

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
  /** Tasks of the page's main thread over 50 ms while the run was started, each with its length. */
  startTasksMs: number[]
  /** The same, while it was on. */
  longTasksMs: number[]
}

/** The slides that run live, each with the controls that are clicked there in turn, one every two seconds. */
const LIVE_SLIDES: Record<string, (slide: Page) => Locator> = {
  'scheduling': slide => slide.getByRole('button', { name: 'restart' }),
  'mailer': slide => slide.locator('.faults button'),
  // The middle of a slider, so that the load goes up and stays there.
  'rate-limiter': slide => slide.getByRole('slider').last(),
  'epp-health': slide => slide.getByRole('button', { name: /^Drop/ }),
  'multi-database': slide => slide.getByRole('button', { name: /^Kill/ }),
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
    await page.waitForTimeout(1500)
    const { longTasksMs: startTasksMs } = await page.evaluate(endWatch)
    await page.getByText('live on the').filter({ visible: true }).waitFor()
    const places = await placesOf(LIVE_SLIDES[slide]!(page))
    await page.evaluate(beginWatch)
    for (let second = 0; second < seconds; second += 2) {
      const { x, y } = places[(second / 2) % places.length]!
      // As a hand does it: there, down, up, each a moment of its own.
      await page.mouse.move(x, y)
      await page.waitForTimeout(200)
      await page.mouse.click(x, y, { delay: 80 })
      await page.waitForTimeout(1720)
    }
    const { times, longTasksMs } = await page.evaluate(endWatch)
    const gaps = times.slice(1).map((time, index) => time - times[index]!)
    return {
      slide,
      perSecond: gaps.length / ((times.at(-1)! - times[0]!) / 1000),
      longestMs: Math.max(...gaps),
      latePercent: 100 * gaps.filter(gap => gap > 34).length / gaps.length,
      startTasksMs,
      longTasksMs,
    }
  }
  finally {
    await context.close()
  }
}

/** The middles of some elements, in CSS pixels: a click there costs the page no more than a hand's. */
async function placesOf(controls: Locator): Promise<{ x: number, y: number }[]> {
  const boxes = await Promise.all((await controls.all()).map(control => control.boundingBox()))
  return boxes.flatMap(box => box ? [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }] : [])
}

/** What is noted inside the page. */
interface Watch {
  times: number[]
  longTasksMs: number[]
  noteFrame: (time: number) => void
}

/** Notes every frame and every long task from now on. Runs inside the page. */
function beginWatch(): void {
  const watch: Watch = {
    times: [],
    longTasksMs: [],
    // As a method: the name that a function of its own is given on the way here is not known in the page.
    noteFrame(time) {
      watch.times.push(time)
      requestAnimationFrame(watch.noteFrame)
    },
  }
  Object.assign(globalThis, { watch })
  requestAnimationFrame(watch.noteFrame)
  new PerformanceObserver(list => watch.longTasksMs.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({ type: 'longtask' })
}

/** What has been noted. Runs inside the page. */
function endWatch(): Pick<Watch, 'times' | 'longTasksMs'> {
  const { times, longTasksMs } = (globalThis as unknown as { watch: Watch }).watch
  return { times, longTasksMs }
}
