import type { BrowserContext, Page } from 'playwright-chromium'
import type { ProjectCopy } from '../../projectCopy'
import type { Presentation } from './presentation'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { fingerprintOf, nameOf } from '../../../stage/present/fingerprint'
import { copyProject } from '../../projectCopy'
import { useBrowser } from '../browser'
import { placeOf } from './placeOf'
import { present } from './presentation'

const browser = useBrowser()
let copy: ProjectCopy
let presentation: Presentation
let laptop: BrowserContext
let projector: Page
let presenter: Page
let original: string
/** The slides that the windows have gone to since the edit, without their clicks. */
let visited: Set<string>

const slides = (): string => join(copy.root, 'slides.md')

beforeAll(async () => {
  copy = await copyProject()
  original = await readFile(slides(), 'utf8')
  // Nobody looks at the pictures, and to take them takes the processor.
  await mkdir(join(copy.root, '.cache', 'stage', 'pictures', nameOf(await fingerprintOf(copy.root))), { recursive: true })
  presentation = await present(copy.root, ['--no-audience'])
  laptop = await browser().newContext({ viewport: { width: 1280, height: 720 } })
  projector = await laptop.newPage()
  await projector.goto(presentation.projectorUrl, { timeout: 120_000 })
  presenter = await laptop.newPage()
  await presenter.goto(presentation.presenterUrl, { timeout: 120_000 })
  // Until then the window does not know where the talk is, and moves nobody.
  await presenter.locator('.stage-controls .pace').waitFor({ timeout: 120_000 })
  for (const page of [projector, presenter])
    page.on('framenavigated', () => visited.add(placeOf(page).replace(/\?.*/, '')))
  visited = new Set()
  await both('intro')
})
beforeEach(async () => {
  await write(original)
  await go('2')
  await both('systems')
})
afterAll(async () => {
  await laptop?.close()
  await presentation?.end()
  await copy?.remove()
})

/** Waits until both windows are at a place. */
async function both(place: string): Promise<void> {
  await vi.waitFor(() => expect([projector, presenter].map(placeOf)).toEqual([place, place]), { timeout: 60_000, interval: 50 })
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys)
    await presenter.keyboard.press(key)
}

async function go(no: string): Promise<void> {
  await presenter.bringToFront()
  // A window that is just taking up an edit may not hear a key.
  await vi.waitFor(async () => {
    await presenter.keyboard.press('g')
    await presenter.locator('#slidev-goto-input').fill(no, { timeout: 1_000 })
  }, { timeout: 30_000 })
  await presenter.keyboard.press('Enter')
}

/** Saves the slides, and waits until the stage has heard of it when it does. */
async function write(text: string): Promise<void> {
  if (await readFile(slides(), 'utf8') === text)
    return
  visited = new Set()
  await writeFile(slides(), text)
  await presentation.says(/^The slides (?:were edited: |can be read again)/)
}

/** The slides with a piece of them replaced. */
function edited(...pieces: [string, string][]): string {
  return pieces.reduce((text, [piece, by]) => {
    expect(text.split(piece)).toHaveLength(2)
    return text.replace(piece, by)
  }, original)
}

const thirdItem: [string, string] = ['3. **Vianet Admin**, a multi-site LiveView dashboard\n', '']
const thirdNote: [string, string] = ['[click] The third is the admin', 'The third is the admin']

it('a slide that loses a click in mid-talk shows all that it has left, in every window', async () => {
  await press('ArrowRight', 'ArrowRight', 'ArrowRight')
  await both('systems?clicks=3')
  await write(edited(thirdItem, thirdNote))
  await both('systems?clicks=2')
  expect([...visited]).toEqual(['systems'])
  await press('ArrowRight')
  await both('marketing')
  await press('ArrowLeft')
  await both('systems?clicks=2')
})

it('windows whose slide has fewer clicks than its notes drive nobody, although they correct their address', async () => {
  await press('ArrowRight', 'ArrowRight', 'ArrowRight')
  await both('systems?clicks=3')
  await write(edited(thirdItem, ['This is what our marketing people see.', 'This is what they see.']))
  // All three clicks that the notes have were made: what comes next is the next slide.
  await press('ArrowRight')
  await both('marketing')
})

it('a slide that is taken away takes nobody anywhere else than the talk goes', async () => {
  await press('ArrowRight')
  await both('systems?clicks=1')
  const from = original.indexOf('---\nlayout: default\nclass: frame systems')
  await write(original.slice(0, from) + original.slice(original.indexOf('---\nlayout: section\nclass: marketing')))
  await both('marketing')
  await press('ArrowRight')
  await both('marketing-screen')
})

it('slides that cannot be read at the moment keep no window from being opened', async () => {
  await press('ArrowRight')
  await both('systems?clicks=1')
  await writeFile(slides(), edited(['routeAlias: systems\nminutes: 0.75\n', 'routeAlias: systems\n']))
  await presentation.says(/^The slides were edited, and the phones still have them/)
  await presenter.reload()
  await presenter.locator('.stage-controls .pace').waitFor({ timeout: 60_000 })
  await both('systems?clicks=1')
  await press('ArrowRight')
  await both('systems?clicks=2')
})
