import type { BrowserContext, Page } from 'playwright-chromium'
import type { SiteServer } from '../../scripts/serve'
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { writeWorker } from '../../beam/isolation/build-worker'
import { serveSite } from '../../scripts/serve'
import { siteBase } from '../../scripts/site'
import { useBrowser } from './browser'
import { readTalk } from './deck'
import { settle } from './measure/settle'
import { openPage, press } from './page'

const browser = useBrowser()
const { dir, root } = inject('deck')
const talk = await readTalk(root)
const base = await siteBase(dir)

let folder: string
/** What the host serves: a copy of the built site, to be changed by a test. */
let site: string
let server: SiteServer
let context: BrowserContext
let page: Page
let complaints: string[]

/** A visit to a host that sends no headers. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deck-isolation-'))
  site = join(folder, 'site')
  await cp(dir, site, { recursive: true })
  server = await serveSite({ dir: site, base, isolated: false })
  complaints = []
  page = await openPage(browser(), server.url, { onComplaint: ({ what }) => complaints.push(what) })
  context = page.context()
})
afterEach(async () => {
  await context.close()
  await server.close()
  await rm(folder, { recursive: true })
})

/** Opens a page of the site and waits until its slide stands. */
async function visit(address = '', window = page): Promise<void> {
  await window.goto(server.url + address)
  await window.evaluate(settle, '')
}

async function reload(window = page): Promise<void> {
  await window.reload()
  await window.evaluate(settle, '')
}

const isIsolated = (): Promise<boolean> => page.evaluate(() => crossOriginIsolated)

/** The builds of which the browser keeps something, each with its number of files, and whether it is whole. */
function keptBuilds(): Promise<{ files: number, isWhole: boolean }[]> {
  return page.evaluate(async () => {
    const names = await caches.keys()
    return Promise.all(names.map(async (name) => {
      const cache = await caches.open(name)
      return { files: (await cache.keys()).length, isWhole: await cache.match(location.pathname) !== undefined }
    }))
  })
}

const untilWhole = (): Promise<void> => expect.poll(keptBuilds, { timeout: 60_000 }).toEqual([{ files: expect.any(Number), isWhole: true }])

/** Which build a window shows, by the name of its first script. */
const shownBuild = (window = page): Promise<string> => window.evaluate(() => document.querySelector<HTMLScriptElement>('script[type=module]')!.src.split('/').at(-1)!)

/** What a script or a style is called in the new build. */
const renamed = (name: string): string => name.replace(/[\w-]([\w-]{7}\.\w+)$/, '~$1')

/** Puts a build in place of the one that is served: the same deck, with other names for scripts and styles. */
async function deployNewBuild(change = async (_dir: string): Promise<void> => {}): Promise<void> {
  const fresh = join(folder, 'fresh')
  await cp(dir, fresh, { recursive: true })
  const assets = await readdir(join(fresh, 'assets'), { recursive: true })
  const names = assets.flatMap(path => /-[\w-]{8}\.(?:js|css)$/.test(path) ? [path.split('/').at(-1)!] : [])
  for (const path of [...assets.map(name => `assets/${name}`), 'index.html', '404.html'].filter(path => /\.(?:js|css|html)$/.test(path))) {
    let text = await readFile(join(fresh, path), 'utf8')
    for (const name of names)
      text = text.replaceAll(name, renamed(name))
    await writeFile(join(fresh, path), text)
  }
  for (const path of assets.filter(path => names.includes(path.split('/').at(-1)!)))
    await rename(join(fresh, 'assets', path), join(fresh, 'assets', path.replace(/[^/]*$/, renamed)))
  await writeWorker(fresh)
  await change(fresh)
  await rename(site, join(folder, `old-${Date.now()}`))
  await rename(fresh, site)
}

/** Waits until the browser has looked for a newer build and found what there is to find. */
function untilUpdateIs(state: 'waiting' | 'failed'): Promise<void> {
  return page.evaluate(async (state) => {
    const registration = (await navigator.serviceWorker.getRegistration())!
    if (state === 'failed') {
      const worker = registration.installing ?? await new Promise<ServiceWorker>((resolve) => {
        registration.addEventListener('updatefound', () => resolve(registration.installing!), { once: true })
        void registration.update().catch(() => {})
      })
      while (worker.state !== 'redundant')
        await new Promise(resolve => setTimeout(resolve, 50))
      return
    }
    while (!registration.waiting)
      await new Promise(resolve => setTimeout(resolve, 50))
  }, state)
}

describe('on a host that sends no headers, below a sub-path', () => {
  it('is isolated after one reload, and from then on works with no network', async () => {
    await visit()
    expect(await isIsolated()).toBe(false)
    await page.evaluate(async () => void await navigator.serviceWorker.ready)
    await reload()
    expect(await isIsolated()).toBe(true)
    expect(await page.evaluate(() => typeof SharedArrayBuffer)).toBe('function')
    await untilWhole()

    await server.close()
    await context.setOffline(true)
    await reload()
    expect(await isIsolated()).toBe(true)
    for (const { no } of talk.slides.slice(1))
      expect((await press(page, 'ArrowDown')).no).toBe(no)
    const lost = await page.evaluate(() => [...document.images].filter(image => !image.naturalWidth).map(image => image.src))
    expect(lost).toEqual([])

    await visit('?deep#/rate-limiter?clicks=2')
    expect(await page.locator('#slide-content h1').filter({ visible: true }).textContent()).toContain(talk.slides[8]!.title)
    await visit('index.html#/overview').catch(() => undefined)
    expect(await page.locator('body').textContent()).toContain(talk.slides[22]!.title)
    await visit('?desk#/presenter/3')
    expect(await page.locator('.slidev-presenter').textContent()).toContain(talk.slides[2]!.notes[0]!.trim().split(/[\n*`]/)[0])
    const vm = await page.evaluate(async () => Promise.all(['AtomVM.mjs', 'AtomVM.wasm', 'real-world.avm'].map(async name => (await fetch(`beam/${name}`)).status)))
    expect(vm).toEqual([200, 200, 200])
    expect(complaints).toEqual([])
  })

  it('gives way to a new build when the only window is reloaded, and not while two show the old one', async () => {
    await visit('#/systems')
    await untilWhole()
    const old = await shownBuild()
    const desk = await context.newPage()
    await visit('?desk#/presenter/2', desk)

    await deployNewBuild()
    // Of two windows only one is in front, and the other comes to rest when the browser likes.
    await page.reload()
    await untilUpdateIs('waiting')
    await page.reload()
    await desk.reload()
    for (const window of [page, desk])
      await window.locator('#slide-content .slidev-layout').first().waitFor({ state: 'attached' })
    expect([await shownBuild(), await shownBuild(desk)]).toEqual([old, old])
    expect(await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('~')).length)).toBe(0)

    await desk.close()
    // One reload by hand; the page in between, which loads the new build, may end it before it is done.
    await page.reload().catch(() => undefined)
    await expect.poll(() => shownBuild(), { timeout: 20_000 }).toBe(renamed(old))
    await page.evaluate(settle, '')
    expect(await page.evaluate(() => location.hash)).toMatch(/^#\/systems/)
    await untilWhole()
    await server.close()
    await context.setOffline(true)
    await reload()
    for (const { no } of talk.slides.slice(2))
      expect((await press(page, 'ArrowDown')).no).toBe(no)
    expect(complaints).toEqual([])
  })

  it('stays on the old build, whole, while the new one cannot be had whole', async () => {
    await visit()
    await untilWhole()
    const old = await shownBuild()
    await deployNewBuild(async (fresh) => {
      await writeFile(join(fresh, 'beam/real-world.avm'), 'cut o')
    })
    await visit('?again')
    await untilUpdateIs('failed')
    await reload()
    expect(await shownBuild()).toBe(old)
    expect(await page.evaluate(async () => (await (await fetch('beam/real-world.avm')).text()).length)).toBeGreaterThan(5)
    await server.close()
    await context.setOffline(true)
    await reload()
    expect(await shownBuild()).toBe(old)
  })

  it('works from its host when it cannot be kept, and is kept when that has been put right', async () => {
    const font = (await readdir(join(site, 'assets'))).find(name => name.endsWith('.woff2'))!
    await rename(join(site, 'assets', font), join(folder, font))
    await visit()
    await expect.poll(async () => (await keptBuilds())[0]?.files ?? 0, { timeout: 60_000 }).toBeGreaterThan(0)
    await reload()
    expect(await isIsolated()).toBe(true)
    for (const { no } of talk.slides.slice(1))
      expect((await press(page, 'ArrowDown')).no).toBe(no)
    expect(await keptBuilds()).toEqual([{ files: expect.any(Number), isWhole: false }])

    await rename(join(folder, font), join(site, 'assets', font))
    await visit('?later')
    await untilWhole()
  })
})

describe('on a host that sends the headers', () => {
  it('is isolated at once, and leaves no service worker behind on the machine that serves it', async () => {
    await page.goto(inject('deck').url)
    await page.evaluate(settle, '')
    expect(await isIsolated()).toBe(true)
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
  })
})

const lanAddress = Object.values(networkInterfaces()).flat().find(address => address && !address.internal && address.family === 'IPv4')?.address

it.runIf(lanAddress)('works on a phone over plain http, where no page can be isolated', async () => {
  const lan = await serveSite({ dir: site, base, host: lanAddress })
  try {
    await page.goto(lan.url)
    await page.evaluate(settle, '')
    expect((await press(page, 'ArrowDown')).no).toBe(2)
    expect(await isIsolated()).toBe(false)
    expect(complaints.filter(what => !/Opener-Policy header has been ignored|request to another host/.test(what))).toEqual([])
  }
  finally {
    await lan.close()
  }
})
