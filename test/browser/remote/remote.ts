import type { Page } from 'playwright-chromium'
import type { Command, TalkInfo } from '../../../stage/protocol'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { buildRemote } from '../../../stage/remote/build'
import { useBrowser } from '../browser'
import { CODE, FakeStage } from './fakeStage'
import { TALK } from './talk'

export interface PhoneOptions {
  /** In CSS pixels; a common phone held upright unless given. */
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  /** Whether the phone grants a wake lock; yes unless given. */
  hasWakeLock?: boolean
  /** What follows the `#` of the address it opens; the right code unless given, null for none. */
  code?: string | null
  /** Run in the page before anything of its own. */
  before?: () => void
  /** Done with the browser's page before it opens anything. */
  prepare?: (page: Page) => unknown
}

/** The phone page before a stage of its own for every test. */
export interface Remote {
  /** Where the page was built. */
  readonly dir: string
  readonly stage: FakeStage
  /** Opens the page on a phone. */
  open: (options?: PhoneOptions) => Promise<Page>
  /** Opens it and waits until it drives the talk. */
  drive: (options?: PhoneOptions) => Promise<Page>
}

/** Builds the page, and gives every test of the file a stage and phones that are closed after it. */
export function useRemote(info: TalkInfo = TALK): Remote {
  const browser = useBrowser()
  let dir: string
  let stage: FakeStage
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'phone-remote-'))
    await buildRemote({ out: dir })
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))
  beforeEach(async () => {
    stage = new FakeStage({ dir, info, picture: async name => ({ type: 'image/svg+xml', body: pictureOf(name) }) })
    await stage.come()
  })
  afterEach(async () => {
    await Promise.all(browser().contexts().map(context => context.close()))
    await stage.go()
  })

  const open = async ({ width = 390, height = 844, theme = 'light', hasWakeLock = true, code = CODE, before, prepare }: PhoneOptions = {}): Promise<Page> => {
    const context = await browser().newContext({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      hasTouch: true,
      isMobile: true,
      permissions: hasWakeLock ? ['screen-wake-lock'] : [],
    })
    const page = await context.newPage()
    if (before)
      await page.addInitScript(before)
    await prepare?.(page)
    await page.goto(code === null ? stage.url : `${stage.url}#${code}`)
    return page
  }
  return {
    get dir() {
      return dir
    },
    get stage() {
      return stage
    },
    open,
    async drive(options) {
      const page = await open(options)
      await page.locator('.drive').waitFor()
      await expectText(page, '.link', 'Connected')
      return page
    },
  }
}

/** Waits until the text of the one element that matches is what it should be. */
export async function expectText(page: Page, selector: string, text: string | RegExp): Promise<void> {
  await expect.poll(() => page.locator(selector).textContent(), { timeout: 10_000 }).toMatch(typeof text === 'string' ? new RegExp(`^${escaped(text)}$`) : text)
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}

const seqs = new WeakMap<FakeStage, number>()

/** Gives a command as the laptop would. */
export function fromLaptop(stage: FakeStage, command: Command): void {
  const seq = (seqs.get(stage) ?? 0) + 1
  seqs.set(stage, seq)
  stage.talk.apply({ client: 'a-laptop-window', commands: [{ seq, from: { slide: 1, click: 0 }, agoMs: 0, command }] }, Date.now())
}

/** Where the authority says that the talk is: "2.1" is slide 2 after one click. */
export function placeOf(stage: FakeStage): string {
  const { slide, click } = stage.talk.state(Date.now()).position
  return `${slide}.${click}`
}

/** Moves one finger in a straight line. */
export async function swipe(page: Page, from: [x: number, y: number], to: [x: number, y: number]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: [number, number][]): Promise<unknown> =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) })
  await touch('touchStart', [from])
  for (const share of [0.25, 0.5, 0.75, 1])
    await touch('touchMove', [[from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]])
  await touch('touchEnd', [])
  await session.detach()
}

function pictureOf(name: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="270"><rect width="480" height="270" fill="#0b5e58"/><text x="20" y="150" font-size="90" fill="#fff">${name}</text></svg>`
}
