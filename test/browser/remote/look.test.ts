import type { Page } from 'playwright-chromium'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { axeFaults } from '../measure/axe'
import { expectText, fromLaptop, placeOf, useRemote } from './remote'
import { RUN } from './talk'

const remote = useRemote()

const SIZES = [[320, 568], [390, 844], [844, 390], [568, 320], [768, 1024], [1024, 768]] as const
const PANELS = ['notes', 'Slides', 'Laser', 'Live', 'Timer'] as const

/** Puts everything on the page that it can show. */
function fill(): void {
  fromLaptop(remote.stage, { kind: 'go', to: { slide: 2, click: 1 } })
  remote.stage.talk.learn({ canRun: true, run: RUN })
}

async function openPanel(page: Page, panel: typeof PANELS[number]): Promise<void> {
  if (panel !== 'notes')
    await page.getByRole('button', { name: panel }).tap()
}

/** What sticks out of the page to the side, or out of its bottom without a way to scroll there. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => [...document.querySelectorAll('body *')].filter((element) => {
    const { left, right, bottom, width } = element.getBoundingClientRect()
    const isOut = left < -0.5 || right > innerWidth + 0.5 || (bottom > innerHeight + 0.5 && !element.closest('.scrolls, .pair'))
    return width > 1 && isOut
  }).map(element => `${element.tagName} ${element.className} ${element.textContent}`))
}

describe.each(SIZES)('at %i by %i', (width, height) => {
  it('nothing sticks out, whatever is open', async () => {
    fill()
    const page = await remote.drive({ width, height })
    for (const panel of PANELS) {
      await openPanel(page, panel)
      expect(await sticksOut(page), panel).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth), panel).toBe(width)
      const tools = (await page.locator('.tools').boundingBox())!
      expect(await page.evaluate(() => Math.max(...[...document.querySelector('.middle')!.children].map(part => part.getBoundingClientRect().bottom))), panel).toBeLessThanOrEqual(tools.y + 0.5)
    }
  })

  it('next is large, under the thumb and clear of the edge where a swipe goes home', async () => {
    const page = await remote.drive({ width, height })
    const next = (await page.locator('.go-next').boundingBox())!
    const previous = (await page.locator('.go-previous').boundingBox())!
    expect(next.y + next.height).toBeLessThanOrEqual(height - 24)
    expect(next.height).toBeGreaterThanOrEqual(Math.min(height / 3 - 24, 300) - 1)
    expect(Math.min(next.height, next.width, previous.height, previous.width)).toBeGreaterThanOrEqual(64)
    expect(previous.x).toBeLessThan(next.x)
    expect(previous.width).toBeLessThan(next.width)
  })

  it('the words have room', async () => {
    fill()
    const page = await remote.drive({ width, height })
    const notes = (await page.locator('.notes').boundingBox())!
    expect(notes.height).toBeGreaterThanOrEqual(100)
    expect(notes.width).toBeGreaterThanOrEqual(Math.min(280, width * 0.38))
  })

  it('every control is large enough for a thumb', async () => {
    fill()
    const page = await remote.drive({ width, height })
    for (const panel of PANELS) {
      await openPanel(page, panel)
      const small = await page.evaluate(() => [...document.querySelectorAll('button, input, .choice label')]
        .filter(control => control.checkVisibility())
        .map(control => ({ control: control.textContent || control.className, box: control.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 44 || box.height < 44)
        .map(({ control, box }) => `${control} ${box.width} x ${box.height}`))
      expect(small, panel).toEqual([])
    }
  })
})

describe.each(['light', 'dark'] as const)('in the %s', (theme) => {
  it('axe finds nothing, whatever is open', async () => {
    fill()
    const page = await remote.drive({ theme })
    for (const panel of PANELS) {
      await openPanel(page, panel)
      expect(await faults(page), panel).toEqual([])
    }
  })

  it('axe finds nothing on the page of a phone that is not paired', async () => {
    const page = await remote.open({ theme, code: 'wrong' })
    await page.getByRole('alert').waitFor()
    expect(await faults(page)).toEqual([])
  })

  it('axe finds nothing when the connection is lost and taps wait', async () => {
    const page = await remote.drive({ theme })
    await remote.stage.go()
    await page.locator('.go-next').tap()
    await page.locator('.link[data-is=offline]').waitFor()
    expect(await faults(page)).toEqual([])
    await remote.stage.come()
  })

  it('has the colours of that theme', async () => {
    const page = await remote.drive({ theme })
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(theme === 'light' ? 'rgb(251, 248, 241)' : 'rgb(23, 21, 27)')
  })
})

/** The page allows no script but its own, and axe is none of them: it is run beside the page. */
async function faults(page: Page): Promise<string[]> {
  const axe = await readFile(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
  await page.evaluate(axe)
  return axeFaults(page)
}

describe('from the keyboard alone', () => {
  it('everything can be reached and is seen to have the focus', async () => {
    const page = await remote.drive()
    const seen: string[] = []
    for (let tab = 0; tab < 7; tab++) {
      await page.keyboard.press('Tab')
      const { name, outline } = await page.evaluate(() => ({
        name: document.activeElement!.getAttribute('aria-label') ?? document.activeElement!.textContent ?? '',
        outline: getComputedStyle(document.activeElement!).outlineStyle,
      }))
      expect(outline, name).toBe('solid')
      seen.push(name)
    }
    // Live is not among them: nothing runs here.
    expect(seen).toEqual(['Notes', 'Slides', 'Laser', 'Timer', 'Blank', 'Back', expect.stringMatching(/^Next/)])
  })
})

describe('a double tap', () => {
  it('is two taps, and does not enlarge the page', async () => {
    const page = await remote.drive()
    await page.touchscreen.tap(250, 700)
    await page.touchscreen.tap(250, 700)
    await expect.poll(() => placeOf(remote.stage)).toBe('2.1')
    expect(await page.evaluate(() => visualViewport!.scale)).toBe(1)
  })
})

/* Of what is newer than the targets of stage/remote/build.ts, all that the page or what it is built of could come to use. */
describe('the oldest browsers that the page is built for', () => {
  it('have all the functions that it calls', async () => {
    fill()
    const complaints: string[] = []
    const page = await remote.drive({ before: makeOld, prepare: page => page.on('pageerror', error => complaints.push(error.message)) })
    expect(await page.evaluate(() => 'timeout' in AbortSignal || 'findLastIndex' in Array.prototype)).toBe(false)
    await expectText(page, '.said[data-is="now"]', /^Its state is a struct/)
    for (const panel of PANELS)
      await openPanel(page, panel)
    await page.getByRole('button', { name: 'Timer' }).tap()
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.2')
    remote.stage.edit({ pictures: 'second' })
    await page.locator('.strip img[src$="?second"][data-is=there]').first().waitFor()
    await remote.stage.go()
    await page.locator('.link[data-is=offline]').waitFor()
    await remote.stage.come()
    await expectText(page, '.link', 'Connected')
    remote.stage.revoke()
    await expectText(page, 'h1', 'Not paired any more')
    expect(complaints).toEqual([])
  })

  it('know all of its styles, or are told them in another way before', async () => {
    const css = await readFile(join(remote.dir, 'remote.css'), 'utf8')
    expect(css.match(/:has\(|color-mix\(|light-dark\(|@container|@layer|@scope|@property|text-wrap|\d[ls]vh|\dcq[wh]/g)).toBeNull()
    for (const [, name] of css.matchAll(/[{;]([\w-]+):[^;}]*\ddvh/g))
      expect(css).toMatch(new RegExp(`[{;]${name}:[^;}]*\\dvh[^;}]*;${name}:[^;}]*\\ddvh`))
  })
})

/** Runs in the page, before its own script: takes away what Safari 15.4, Chrome 100 or Firefox 100 do not have. */
function makeOld(): void {
  const iterators = Object.getPrototypeOf(Object.getPrototypeOf([].values()))
  const newer: [object, string[]][] = [
    [AbortSignal, ['timeout', 'any']],
    [Array, ['fromAsync']],
    [Array.prototype, ['findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
    [Element.prototype, ['checkVisibility']],
    [HTMLElement.prototype, ['showPopover', 'hidePopover', 'togglePopover']],
    [iterators, ['map', 'filter', 'some', 'every', 'find', 'reduce', 'toArray', 'take', 'drop', 'flatMap', 'forEach']],
    [Map, ['groupBy']],
    [Object, ['groupBy']],
    [Promise, ['withResolvers', 'try']],
    [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom', 'symmetricDifference']],
    [String.prototype, ['isWellFormed', 'toWellFormed']],
    [URL, ['canParse', 'parse']],
    // The first not yet, the others not in all three; what plain http takes away is in no browser.
    [Navigator.prototype, ['wakeLock', 'vibrate', 'locks']],
    [window, ['requestIdleCallback', 'scheduler', 'navigation']],
    [Crypto.prototype, ['randomUUID']],
  ]
  for (const [owner, names] of newer) {
    for (const name of names)
      Reflect.deleteProperty(owner, name)
  }
}

describe('the first load', () => {
  it('takes at most 60 kB and 10 requests', async () => {
    const files = await readdir(remote.dir)
    const sizes = await Promise.all(files.map(async file => gzipSync(await readFile(join(remote.dir, file))).length))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60_000)

    const page = await remote.drive()
    await expect.poll(() => page.locator('.strip img[data-is=there]').count()).toBe(2)
    expect(remote.stage.requests.length, remote.stage.requests.join('\n')).toBeLessThanOrEqual(10)
  })

  it('asks no other host, and keeps to the content security policy', async () => {
    const complaints: string[] = []
    const strangers: string[] = []
    const page = await remote.drive({ prepare(page) {
      page.on('console', message => /content security policy/i.test(message.text()) && complaints.push(message.text()))
      page.on('pageerror', error => complaints.push(error.message))
      page.on('request', request => !request.url().startsWith(new URL(remote.stage.url).origin) && !request.url().startsWith('data:') && strangers.push(request.url()))
    } })
    await page.locator('.strip img[data-is=there]').first().waitFor()
    for (const panel of PANELS.filter(panel => panel !== 'Live'))
      await openPanel(page, panel)
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    expect(complaints).toEqual([])
    expect(strangers).toEqual([])
  })
})
