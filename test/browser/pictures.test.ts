import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadSlides } from '../../scripts/deck'
import { openPrintPage } from '../../scripts/print-page'
import { PROJECT_ROOT } from '../../scripts/site'
import { visitSite } from '../../scripts/visit-site'
import { talkOf } from '../../stage/deck/talkInfo'
import { makePictures, pictureName } from '../../stage/present/pictures'
import { buildViewerSite } from '../../stage/present/viewerSite'
import { useBrowser } from './browser'

const browser = useBrowser()
const { slides } = talkOf(await loadSlides(PROJECT_ROOT))
let folder: string
let site: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deck-pictures-'))
  site = join(folder, 'site')
  // The pictures are taken of the site that follows the talk.
  await buildViewerSite(PROJECT_ROOT, site)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('takes a small picture of every slide at every click, for the phone', async () => {
  const out = join(folder, 'pictures')
  await makePictures({ site, out, slideCount: slides.length, browser: browser() })

  const names = slides.flatMap(({ no, clicks }) => Array.from({ length: clicks + 1 }, (_, click) => pictureName(no, click)))
  expect((await readdir(out)).sort()).toEqual(names.sort())
  const sizes = await Promise.all(names.map(async name => (await stat(join(out, name))).size))
  expect(Math.max(...sizes)).toBeLessThan(25_000)
  // A page that shows nothing is a few hundred bytes.
  expect(Math.min(...sizes)).toBeGreaterThan(1_500)

  // The header of a WebP file: https://developers.google.com/speed/webp/docs/riff_container
  const picture = await readFile(join(out, pictureName(9, 3)))
  expect(picture.toString('latin1', 0, 4) + picture.toString('latin1', 8, 16)).toBe('RIFFWEBPVP8X')
  expect([picture.readUIntLE(24, 3) + 1, picture.readUIntLE(27, 3) + 1]).toEqual([480, 270])
  expect(picture.equals(await readFile(join(out, pictureName(9, 2))))).toBe(false)
})

it('shows nothing but the slide in them: what follows the talk has a bar over each page, and paper has none', async () => {
  await visitSite(site, async (browser, url) => {
    const follower = await browser.newPage()
    await follower.goto(url)
    await follower.locator('.follow-bar').waitFor()
    await follower.close()
    const { page } = await openPrintPage(browser, url, { withClicks: true, slideCount: slides.length })
    expect(await page.locator('.follow-bar').count()).toBe(0)
    await page.context().close()
  }, browser())
})
