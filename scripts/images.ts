/**
 * Redraws the four product screens and the social image from the pages in images/sources/.
 *
 *     npm run images -- [name …]
 */
import type { Buffer } from 'node:buffer'
import type { Browser, Page } from 'playwright-chromium'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { draw } from '../images/drawings/index.ts'
import { findFaults } from '../images/inspect.ts'
import { launchBrowser } from './browser.ts'
import { Problem, runScript } from './problem.ts'

interface Picture {
  name: string
  /** Where it is written, from the project's root. */
  file: string
  /** The page's size in CSS pixels; the picture has twice as many each way. */
  width: number
  height: number
  /** Whether it passes for a product's screen, and so must be marked as an illustration. */
  isScreen: boolean
}

const PICTURES: readonly Picture[] = [
  { name: 'vianet-marketing', file: 'images/vianet-marketing.jpg', width: 1280, height: 720, isScreen: true },
  { name: 'orbitfour-homepage', file: 'images/orbitfour-homepage.jpg', width: 1280, height: 720, isScreen: true },
  { name: 'orbitfour-epp-health', file: 'images/orbitfour-epp-health.jpg', width: 1280, height: 720, isScreen: true },
  { name: 'vianet-admin', file: 'images/vianet-admin.jpg', width: 1280, height: 720, isScreen: true },
  { name: 'social', file: 'public/social.jpg', width: 1200, height: 630, isScreen: false },
]

const MOST_BYTES = 300_000
const BEST_QUALITY = 92
const WORST_QUALITY = 60
const PIXEL_RATIO = 2

const root = fileURLToPath(new URL('..', import.meta.url))

async function main(): Promise<void> {
  const pictures = chosen(process.argv.slice(2))
  const browser = await launchBrowser()
  try {
    for (const picture of pictures)
      console.log(await redraw(browser, picture))
  }
  finally {
    await browser.close()
  }
}

function chosen(names: readonly string[]): readonly Picture[] {
  const unknown = names.filter(name => !PICTURES.some(picture => picture.name === name))
  if (unknown.length)
    throw new Problem(`There is no image named ${unknown.join(', ')}; there are: ${PICTURES.map(picture => picture.name).join(', ')}.`, 2)
  return names.length ? PICTURES.filter(picture => names.includes(picture.name)) : PICTURES
}

/** Returns one line on what was written. */
async function redraw(browser: Browser, picture: Picture): Promise<string> {
  const { file, width, height } = picture
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: PIXEL_RATIO, reducedMotion: 'reduce', colorScheme: 'light' })
  try {
    await open(page, picture)
    const { bytes, quality } = await shoot(page, picture)
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), bytes)
    return `${file}  ${width * PIXEL_RATIO} x ${height * PIXEL_RATIO}, ${kilobytes(bytes)}, quality ${quality}`
  }
  finally {
    await page.close()
  }
}

/** Opens the picture's page, complete: its drawings drawn, its fonts loaded, nothing on it wrong. */
async function open(page: Page, { name, isScreen }: Picture): Promise<void> {
  const source = pathToFileURL(join(root, 'images/sources', `${name}.html`)).href
  const faults: string[] = []
  page.on('requestfailed', request => faults.push(`could not load ${fromRoot(request.url())}`))
  page.on('pageerror', error => faults.push(error.message))
  // Pictures are drawn from the files of this project and nothing else.
  await page.route(url => url.protocol !== 'file:' && url.protocol !== 'data:', route => route.abort())
  await page.goto(source).catch((error: Error) => {
    throw new Problem(`Cannot open ${fromRoot(source)}: ${error.message.split('\n')[0]}.`)
  })
  const requests = await page.locator('[data-draw]').evaluateAll(elements => elements.map(element => element.getAttribute('data-draw') ?? ''))
  const drawings = requests.map((request, index) => {
    try {
      return draw(request, `d${index}`)
    }
    catch (error) {
      faults.push((error as Error).message)
      return ''
    }
  })
  await page.locator('[data-draw]').evaluateAll((elements, svgs) => elements.forEach((element, index) => {
    element.innerHTML = svgs[index] ?? ''
  }), drawings)
  await page.evaluate(() => document.fonts.ready)
  faults.push(...await page.evaluate(findFaults, isScreen))
  if (faults.length)
    throw new Problem(`${fromRoot(source)} is not fit to show:\n${[...new Set(faults)].map(fault => `- ${fault}`).join('\n')}`)
}

/** The sharpest picture that is small enough. */
async function shoot(page: Page, { file }: Picture): Promise<{ bytes: Buffer, quality: number }> {
  for (let quality = BEST_QUALITY; ; quality -= 2) {
    const bytes = await page.screenshot({ type: 'jpeg', quality, animations: 'disabled' })
    if (bytes.length <= MOST_BYTES)
      return { bytes, quality }
    if (quality <= WORST_QUALITY)
      throw new Problem(`${file} has ${kilobytes(bytes)} even at quality ${quality}; at most ${MOST_BYTES / 1000} kB are allowed: leave out detail.`)
  }
}

function kilobytes(bytes: Buffer): string {
  return `${Math.ceil(bytes.length / 1000)} kB`
}

/** A file as the project names it; an address elsewhere as it is. */
function fromRoot(url: string): string {
  return url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url
}

await runScript(main)
