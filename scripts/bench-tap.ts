import type { Page } from 'playwright-chromium'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { talkOf } from '../stage/deck/talkInfo'
import { present } from '../test/browser/stage/presentation'
import { readArgs, readCount } from './args'
import { lineOfDelays } from './bench/delays'
import { machine } from './bench/machine'
import { launchBrowser } from './browser'
import { loadSlides } from './deck'
import { Problem, runScript } from './problem'
import { PROJECT_ROOT } from './site'

/*
How long a tap on the phone takes to the projector: `npm run present` as it is, with both pages in browsers on this machine. From
the touch, by the phone's page, to the first frame of the projector in which the talk stands elsewhere.
*/

/** What the pages note here, in milliseconds since 1970. */
declare global {
  interface Window {
    notedMs: number[]
  }
}

/** Taps that are not counted: the pages load what they need for the first ones. */
const WARM_UP = 5
/** A speaker taps when the room has taken in the last step. */
const BETWEEN_MS = 300

await runScript(async () => {
  const args = readArgs(process.argv.slice(2), 'npx tsx scripts/bench-tap.ts [--taps 60]', { taps: { type: 'string', default: '60' } })
  const taps = WARM_UP + readCount('taps', args.taps)
  const steps = talkOf(await loadSlides(PROJECT_ROOT)).slides.reduce((sum, { clicks }) => sum + clicks + 1, 0) - 1
  if (taps > steps)
    throw new Problem(`--taps takes ${steps - WARM_UP} at most: the talk has no more steps.`, 2)
  const presentation = await present()
  const browser = await launchBrowser()
  try {
    const projector = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage()
    await projector.goto(presentation.projectorUrl, { timeout: 120_000 })
    await projector.locator('.slidev-layout').filter({ visible: true }).first().waitFor()
    const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })).newPage()
    await phone.goto(presentation.phoneUrl())
    await phone.evaluate(noteTouches)
    await projector.evaluate(noteMoves)

    const next = phone.getByRole('button', { name: /^Next/ })
    for (let tap = 1; tap <= taps; tap++) {
      await next.tap()
      await projector.waitForFunction(count => window.notedMs.length === count, tap)
      await sleep(BETWEEN_MS)
    }
    const [touchedMs, movedMs] = await Promise.all([phone, projector].map(noted))
    console.log(machine())
    console.log(lineOfDelays('tap to projector', movedMs!.map((atMs, index) => atMs - touchedMs![index]!).slice(WARM_UP)))
  }
  finally {
    await browser.close()
    await presentation.end()
  }
})

function noted(page: Page): Promise<number[]> {
  return page.evaluate(() => window.notedMs)
}

/** On the phone. */
function noteTouches(): void {
  window.notedMs = []
  addEventListener('pointerdown', ({ timeStamp }) => window.notedMs.push(performance.timeOrigin + timeStamp), { capture: true })
}

/** On the projector, at every frame. */
function noteMoves(): void {
  window.notedMs = []
  let place = location.hash
  const frames = {
    look(atMs: number): void {
      if (location.hash !== place) {
        place = location.hash
        window.notedMs.push(performance.timeOrigin + atMs)
      }
      requestAnimationFrame(frames.look)
    },
  }
  requestAnimationFrame(frames.look)
}
