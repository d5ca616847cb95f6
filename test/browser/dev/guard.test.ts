import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-chromium'
import type { DevServer } from '../../stage/guard/devServer'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startDevServer } from '../../stage/guard/devServer'
import { useBrowser } from '../browser'
import { watch } from '../watch'

const browser = useBrowser()
let server: DevServer
let context: BrowserContext
/** What a window of the deck complained of, blocked content included. */
let complaints: string[]

beforeAll(async () => {
  server = await startDevServer()
  // One browser for all of it, so that what the deck is made of is fetched once.
  context = await browser().newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce', permissions: ['screen-wake-lock'] })
  context.setDefaultNavigationTimeout(90_000)
  // Vite finds out what the deck is made of as it is opened, and reloads the windows when it has.
  const page = await context.newPage()
  for (const hash of ['/1', '/presenter/1']) {
    await page.goto(`${server.url}?${hash}#${hash}`, { waitUntil: 'commit' })
    await page.locator('.slidev-layout').first().waitFor({ timeout: 240_000 })
    await page.waitForLoadState('networkidle', { timeout: 160_000 })
  }
  await page.close()
})
beforeEach(() => void (complaints = []))
afterEach(() => Promise.all(context.pages().map(page => page.close())))
afterAll(() => server?.close())

/** Opens a window of the deck as the speaker does, by its address. */
async function openWindow(hash: string): Promise<Page> {
  const page = await context.newPage()
  watch(page, server.url, ({ what }) => complaints.push(what))
  await page.goto(`${server.url}#${hash}`)
  await page.locator('.slidev-layout').filter({ visible: true }).first().waitFor({ timeout: 60_000 })
  return page
}

/** The slide that a window shows, by its address, and how many clicks were made. */
function placeOf(page: Page): { slide: string, clicks: number } {
  const { pathname, searchParams } = new URL(new URL(page.url()).hash.slice(1), 'http://deck')
  return { slide: pathname.replace('/presenter', '').slice(1), clicks: Number(searchParams.get('clicks') ?? 0) }
}

const slidesPath = (): string => join(server.root, 'slides.md')

describe('the windows of the deck', () => {
  it('follow each other', async () => {
    const projector = await openWindow('/systems')
    const presenter = await openWindow('/presenter/systems')
    for (const [driver, follower] of [[presenter, projector], [projector, presenter]] as const) {
      const before = placeOf(follower).clicks
      await expect.poll(async () => {
        // Slidev takes a driver back who goes on before every other window has said where it is; as a speaker would, go on again.
        if (placeOf(driver).clicks <= before)
          await driver.keyboard.press('ArrowRight')
        return placeOf(driver).clicks > before && placeOf(follower).clicks > before
      }, { timeout: 60_000, interval: 1_000 }).toBe(true)
      await expect.poll(() => isDeepStrictEqual(placeOf(follower), placeOf(driver)), { timeout: 60_000 }).toBe(true)
    }
    expect(complaints).toEqual([])
  })

  it('show an edited slide at once, without being loaded anew', async () => {
    const projector = await openWindow('/1')
    await projector.evaluate(() => document.documentElement.dataset.mark = 'same page')
    const before = await readFile(slidesPath(), 'utf8')
    const line = '*From concepts to production*'
    expect(before).toContain(line)
    await writeFile(slidesPath(), before.replace(line, '*From an editor to the screen*'))
    await projector.getByText('From an editor to the screen').filter({ visible: true }).first().waitFor({ timeout: 60_000 })
    expect(await projector.evaluate(() => document.documentElement.dataset.mark)).toBe('same page')
    await writeFile(slidesPath(), before)
    await projector.getByText('From concepts to production').filter({ visible: true }).first().waitFor({ timeout: 60_000 })
  })

  it('take a new note from the presenter view to the source', async () => {
    const presenter = await openWindow('/presenter/2')
    const before = await readFile(slidesPath(), 'utf8')
    await presenter.getByTitle('Edit Notes').click()
    await presenter.locator('textarea').fill('A note that was written in the presenter view.')
    await expect.poll(() => readFile(slidesPath(), 'utf8'), { timeout: 60_000 }).toContain('A note that was written in the presenter view.')
    const after = await readFile(slidesPath(), 'utf8')
    expect(after.split('\n---\n').length).toBe(before.split('\n---\n').length)
    await writeFile(slidesPath(), before)
    expect(complaints).toEqual([])
  })

  it('run Elixir in their frame, and are isolated', async () => {
    const projector = await openWindow('/rate-limiter?clicks=99')
    expect(await projector.evaluate(() => crossOriginIsolated)).toBe(true)
    const slide = projector.locator('#slide-content .slidev-page').filter({ visible: true })
    await slide.getByRole('radio', { name: 'BEAM' }).check()
    await projector.keyboard.press('l')
    await expect.poll(() => slide.locator('.mailbox .note').textContent(), { timeout: 60_000 }).toMatch(/<0\.\d+\.0>/)
    expect(complaints).toEqual([])
  })

  it('show the overview', async () => {
    const page = await context.newPage()
    watch(page, server.url, ({ what }) => complaints.push(what))
    await page.goto(`${server.url}#/overview`)
    await page.getByRole('heading', { name: 'Challenge' }).first().waitFor({ state: 'attached', timeout: 60_000 })
    expect(complaints).toEqual([])
  })

  it('do what a message says only when it is their own', async () => {
    const projector = await openWindow('/systems')
    // As a browser delivers it; a page elsewhere has no hold of the window to begin with.
    const say = (origin: string, no: number): Promise<boolean> => projector.evaluate(({ origin, no }) =>
      window.dispatchEvent(new MessageEvent('message', { origin, data: { target: 'slidev', type: 'navigate', no, clicks: 0 } })), { origin, no })
    const reached: string[] = []
    projector.on('framenavigated', () => reached.push(placeOf(projector).slide))
    await say('http://evil.example', 7)
    await say('null', 8)
    await say(new URL(server.url).origin, 4)
    await expect.poll(() => reached.at(-1), { timeout: 10_000 }).toBe('marketing-screen')
    expect(reached.filter(slide => !['systems', 'marketing-screen'].includes(slide))).toEqual([])
  })
})

/** The state that moves the windows to a slide, as they share it. */
function stateAt(page: number): object {
  const timer = { status: 'stopped', slides: {}, startedAt: 0, pausedAt: 0 }
  return { source: 'x', data: { page, clicks: 0, clicksTotal: 4, timer, lastUpdate: { id: 'x', type: 'presenter', time: Date.now() } }, timestamp: 1 }
}

/** What a page of another site in the same browser tries; each tells whether it got through. */
async function attack({ deck, state }: { deck: string, state: object }): Promise<string[]> {
  const gotThrough: string[] = []
  const tell = (what: string): void => void gotThrough.push(what)
  const load = (tag: 'script' | 'img' | 'link' | 'iframe', path: string): Promise<void> => new Promise((resolve) => {
    const element = document.createElement(tag)
    Object.assign(element, tag === 'link' ? { rel: 'stylesheet', href: deck + path } : { src: deck + path })
    if (tag === 'script')
      (element as HTMLScriptElement).type = 'module'
    element.onload = () => {
      // A frame that is refused has loaded an error of the browser: nothing of it can be read or told to.
      if (tag !== 'iframe')
        tell(`${tag} ${path}`)
      resolve()
    }
    element.onerror = () => resolve()
    document.body.append(element)
  })
  const post = async (path: string, body: unknown, type: string): Promise<void> => {
    await fetch(deck + path, { method: 'POST', mode: type === 'text/plain' ? 'no-cors' : 'cors', body: JSON.stringify(body), headers: { 'Content-Type': type } }).then(answer => answer.type === 'opaque' || tell(`post ${path}`), () => {})
  }
  for (const path of ['@slidev/configs', '@slidev/slides/1/frontmatter', '@server-reactive/nav', '@vite/client', 'setup/main.ts'])
    await load('script', path)
  for (const path of ['favicon.svg', '__unocss_api/repl?safelist=x', '__open-in-editor?file=slides.md', '__slidev/slides/9999.json'])
    await load('img', path)
  await load('link', '__uno.css')
  await load('iframe', '#/presenter/9')
  for (const frame of Array.from(window.frames))
    frame.postMessage({ target: 'slidev', type: 'navigate', no: 9, clicks: 0 }, '*')
  for (const type of ['text/plain', 'application/json']) {
    await post('@server-reactive/nav', state, type)
    await post('__slidev/slides/1.json', { note: 'mine' }, type)
    await post('__mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' }, type)
  }
  await fetch(`${deck}__slidev/slides/1.json`).then(() => tell('fetch'), () => {})
  for (const protocol of ['vite-hmr', 'vite-ping']) {
    await new Promise<void>((resolve) => {
      const socket = new WebSocket(deck.replace('http', 'ws'), protocol)
      socket.onopen = () => {
        tell(`websocket ${protocol}`)
        resolve()
      }
      socket.onerror = () => resolve()
    })
  }
  return gotThrough
}

describe('another page in the same browser', () => {
  const elsewhere = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Elsewhere</title><body></body>'))
  beforeAll(async () => {
    elsewhere.listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
  })
  afterAll(() => void elsewhere.close())

  // The first is another site, the second the same site by the browser's reckoning, on another port.
  it.each(['127.0.0.1', 'localhost'])('on %s reads nothing and moves nothing', async (host) => {
    const projector = await openWindow('/3')
    const slides = await readFile(slidesPath(), 'utf8')
    const reached: string[] = []
    projector.on('framenavigated', () => reached.push(placeOf(projector).slide))
    const page = await context.newPage()
    await page.goto(`http://${host}:${(elsewhere.address() as AddressInfo).port}/`)
    expect(await page.evaluate(attack, { deck: server.url, state: stateAt(9) })).toEqual([])
    const framed = page.frames().find(frame => frame !== page.mainFrame())
    expect(await framed?.evaluate(() => document.querySelector('#app')).catch(() => null) ?? null).toBeNull()
    // The deck's own windows may, and what was tried before would have come before.
    await projector.evaluate(state => fetch('/@server-reactive/nav', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(state) }), stateAt(4))
    await expect.poll(() => reached.at(-1), { timeout: 10_000 }).toBe('marketing-screen')
    expect(reached.filter(slide => slide !== 'marketing-screen')).toEqual([])
    expect(await readFile(slidesPath(), 'utf8')).toBe(slides)
    expect(server.isAlive(), server.said()).toBe(true)
  })

  it('does not move the talk by a link, or by going there itself', async () => {
    const projector = await openWindow('/3')
    const before = placeOf(projector)
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`)
    await page.evaluate(deck => void (location.href = `${deck}#/presenter/9`), server.url)
    await page.getByRole('link', { name: 'Open the deck' }).waitFor()
    expect(placeOf(projector)).toEqual(before)
    await page.getByRole('link', { name: 'Open the deck' }).click()
    await page.locator('.slidev-layout').filter({ visible: true }).first().waitFor({ timeout: 60_000 })
    expect(page.url()).not.toContain('presenter')
  })
})
