import type { Locator, Page, Route } from 'playwright-chromium'
import type { SiteServer } from '../../scripts/serve'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { serveSite } from '../../scripts/serve'
import { siteBase } from '../../scripts/site'
import { useBrowser } from './browser'
import { axeFaults } from './measure/axe'
import { settle } from './measure/settle'
import { openPage, press } from './page'

const browser = useBrowser()
const { dir } = inject('deck')
const base = await siteBase(dir)

let server: SiteServer
let page: Page
let slide: Locator
let complaints: string[]

async function visit(alias: string, isolated = true): Promise<void> {
  server = await serveSite({ dir, base, isolated })
  page = await openPage(browser(), server.url, { onComplaint: ({ what }) => complaints.push(what) })
  await open(alias)
}

async function open(alias: string): Promise<void> {
  await page.goto(`${server.url}#/${alias}?clicks=99`)
  await page.evaluate(settle, '')
  slide = page.locator('#slide-content .slidev-page').filter({ visible: true })
}

beforeEach(() => void (complaints = []))
afterEach(async () => {
  await page.context().close()
  await server.close()
})

const engine = (name: string): Locator => slide.getByRole('radio', { name })
const note = (): Locator => slide.locator('.live-bar .note')
const pids = (): Promise<string[]> => slide.locator('.node code').allTextContents()

async function startOnBeam(): Promise<void> {
  await engine('BEAM').check()
  await page.keyboard.press('l')
}

/** As if the VM had aborted: what Emscripten calls then. */
async function abortVm(): Promise<void> {
  await page.frames().find(frame => frame.url().endsWith('vm.html'))!.evaluate(() => (globalThis as unknown as { options: { onAbort: (why: string) => void } }).options.onAbort('out of memory')).catch(() => {})
}

/** Lets a test get at what the VM was started with. */
async function rememberOptions(): Promise<void> {
  await page.route('**/beam/vm.mjs', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replace('async options =>', 'async options => (globalThis.options = options) &&') })
  })
}

describe('slide 9 on the BEAM', () => {
  it('runs the limiter of the listing, and shows its process, mailbox and state', async () => {
    await visit('rate-limiter')
    await startOnBeam()
    await expect.poll(() => slide.locator('.mailbox .note').textContent(), { timeout: 20_000 }).toMatch(/<0\.\d+\.0>/)
    expect(await slide.locator('.state').textContent()).toMatch(/^rate: 100\.0burst: 10\.0tokens: \d+\.\d+$/)
    await expect.poll(async () => Number((await slide.locator('dd.granted').textContent())!.replace(',', ''))).toBeGreaterThan(50)
    await expect.poll(() => slide.locator('dd.snoozed').count()).toBe(1)
    expect(await axeFaults(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('changes rate and burst in the running process, which stays the same one', async () => {
    await visit('rate-limiter')
    await startOnBeam()
    const process = slide.locator('.mailbox .note')
    await expect.poll(() => process.textContent(), { timeout: 20_000 }).toMatch(/<0\.\d+\.0>/)
    const before = await process.textContent()
    await slide.getByRole('slider', { name: 'rate' }).fill('50')
    await slide.getByRole('slider', { name: 'burst' }).fill('20')
    await expect.poll(() => slide.locator('.state').textContent()).toMatch(/^rate: 50\.0burst: 20\.0/)
    expect(await process.textContent()).toBe(before)
    await slide.getByRole('button', { name: 'kill it' }).click()
    await expect.poll(() => process.textContent()).not.toBe(before)
    await expect.poll(() => slide.locator('.state').textContent()).toMatch(/^rate: /)
  })

  it('ends with the next click, and begins anew in the same VM', async () => {
    await visit('rate-limiter')
    await startOnBeam()
    await expect.poll(() => slide.locator('.mailbox .note').textContent(), { timeout: 20_000 }).toMatch(/<0\.\d+\.0>/)
    await press(page, 'ArrowLeft')
    expect(await slide.locator('.state').count()).toBe(0)
    await page.keyboard.press('l')
    await expect.poll(() => slide.locator('.state').textContent(), { timeout: 20_000 }).toMatch(/^rate: /)
    expect(page.frames().filter(frame => frame.url().endsWith('vm.html'))).toHaveLength(1)
  })
})

describe('slide 19 on the BEAM', () => {
  it('starts the tree of the listing, kills a child of it, and OTP starts that again', async () => {
    await visit('multi-database')
    await startOnBeam()
    await expect.poll(pids, { timeout: 20_000 }).toHaveLength(7)
    const before = await pids()
    await slide.getByRole('button', { name: 'Kill RoommatesRepo' }).click()
    await expect.poll(async () => (await pids()).filter(pid => before.includes(pid)).length, { timeout: 10_000 }).toBe(6)
    await expect.poll(pids).toHaveLength(7)
    expect(await slide.getByRole('button', { name: 'Kill RoommatesRepo' }).textContent()).toContain('gen. 2')
    await expect.poll(() => slide.getByRole('meter').getAttribute('aria-valuenow')).toBe('1')
    expect(await axeFaults(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('gives up at the fourth kill within five seconds, and starts anew on demand', async () => {
    await visit('multi-database')
    await startOnBeam()
    await expect.poll(pids, { timeout: 20_000 }).toHaveLength(7)
    for (const child of ['PuppiesRepo', 'RRRepo', 'RoommatesRepo']) {
      await slide.getByRole('button', { name: `Kill ${child}` }).click()
      await expect.poll(() => slide.getByRole('button', { name: `Kill ${child}` }).textContent()).toMatch(/gen\. 2.*running/)
    }
    await slide.getByRole('button', { name: 'Kill GeocodeRepo' }).click()
    await expect.poll(() => slide.locator('.root .state').textContent()).toBe('exited, :shutdown')
    await slide.getByRole('button', { name: 'reset' }).click()
    await expect.poll(pids, { timeout: 10_000 }).toHaveLength(7)
    expect(await slide.locator('.root .state').count()).toBe(0)
  })
})

describe('when the VM cannot be had', () => {
  const broken: [what: string, file: string, answer: (route: Route) => Promise<void>, sentence: RegExp][] = [
    ['a missing archive', 'real-world.avm', route => route.fulfill({ status: 404 }), /^The compiled Elixir could not be loaded: real-world\.avm is missing \(404\)\.$/],
    ['an archive out of reach', 'real-world.avm', route => route.abort(), /real-world\.avm is out of reach\.$/],
    ['a damaged archive', 'real-world.avm', route => route.fulfill({ body: '#!/usr/bin/env AtomVM' }), /real-world\.avm, is damaged/],
    ['a missing VM', 'vm.html', route => route.fulfill({ status: 404, body: 'gone' }), /^The VM could not be loaded: its files are missing, or the browser has refused them\.$/],
    ['a missing script of the VM', 'AtomVM.mjs', route => route.fulfill({ status: 404 }), /^The VM could not be started: /],
    ['blocked WebAssembly', 'AtomVM.wasm', route => route.abort(), /^The VM (?:could not be started|has ended): /],
  ]

  it.each(broken)('%s: says so in a sentence, and runs on the model', async (_what, file, answer, sentence) => {
    await visit('rate-limiter')
    await page.route(`**/beam/${file}`, answer)
    await startOnBeam()
    await expect.poll(async () => (await note().textContent())!.trim(), { timeout: 30_000 }).toMatch(sentence)
    await expect.poll(() => engine('model').isChecked()).toBe(true)
    await expect.poll(() => slide.getByRole('button', { name: 'Pause' }).count()).toBe(1)
    await press(page, 'ArrowLeft')
    expect(await slide.locator('figcaption').isVisible()).toBe(true)
  })

  it('a VM that aborts is replaced by a fresh one, and the panel says so', async () => {
    await visit('multi-database')
    await rememberOptions()
    await startOnBeam()
    await expect.poll(pids, { timeout: 20_000 }).toHaveLength(7)
    await abortVm()
    await expect.poll(() => slide.locator('.live-controls').getByRole('status').textContent(), { timeout: 20_000 }).toContain('A fresh one has taken its place')
    await expect.poll(pids, { timeout: 20_000 }).toHaveLength(7)
    expect(page.frames().filter(frame => frame.url().endsWith('vm.html'))).toHaveLength(1)
  })

  it('says so beside the limiter as well', async () => {
    await visit('rate-limiter')
    await rememberOptions()
    await startOnBeam()
    await expect.poll(() => slide.locator('.limiter .note code').first().textContent(), { timeout: 20_000 }).toMatch(/^<0\.\d+\.0>$/)
    await abortVm()
    await expect.poll(() => slide.locator('.live-controls').getByRole('status').textContent(), { timeout: 20_000 }).toContain('A fresh one has taken its place')
  })

  it('a page that is not isolated says why, and stays on the model', async () => {
    await visit('multi-database', false)
    await page.route('**/isolation-worker.js', route => route.abort())
    await engine('BEAM').click()
    await expect.poll(async () => (await note().textContent())!.trim()).toMatch(/^The BEAM (?:cannot run here|needs)/)
    expect(await engine('model').isChecked()).toBe(true)
    await page.keyboard.press('l')
    await expect.poll(() => slide.getByRole('button', { name: 'Pause' }).count()).toBe(1)
  })
})

describe('on a plain static host, below a sub-path', () => {
  it('one reload brings the BEAM, which then also starts with no network', async () => {
    await visit('multi-database', false)
    await engine('BEAM').click()
    await slide.getByRole('button', { name: 'reload' }).click({ timeout: 20_000 })
    await expect.poll(pids, { timeout: 30_000 }).toHaveLength(7)
    // Until the worker has kept the whole site.
    await expect.poll(() => page.evaluate(async () => await caches.match(location.pathname) !== undefined), { timeout: 60_000 }).toBe(true)

    await server.close()
    await page.context().setOffline(true)
    await page.reload()
    await page.evaluate(settle, '')
    await page.keyboard.press('l')
    await expect.poll(pids, { timeout: 20_000 }).toHaveLength(7)
    await slide.getByRole('button', { name: 'Kill PuppiesRepo' }).click()
    await expect.poll(() => slide.getByRole('button', { name: 'Kill PuppiesRepo' }).textContent(), { timeout: 10_000 }).toContain('gen. 2')
  })
})
