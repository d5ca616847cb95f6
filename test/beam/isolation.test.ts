import type { BuiltSite } from '../../beam/isolation/site'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isolated, isolationHeaders } from '../../beam/isolation/headers'
import { describeSite, offlineFiles } from '../../beam/isolation/offline-files'
import { fileAskedFor } from '../../beam/isolation/site'

describe('the isolation headers', () => {
  it('are added to what a host answers, and nothing else is changed', async () => {
    const response = isolated(new Response('body', { status: 404, statusText: 'Not here', headers: { 'Content-Type': 'text/html', 'Cross-Origin-Opener-Policy': 'unsafe-none' } }))
    expect([response.status, response.statusText, await response.text()]).toEqual([404, 'Not here', 'body'])
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/html',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it('leave alone what cannot be rebuilt', () => {
    const failed = Response.error()
    expect(isolated(failed)).toBe(failed)
    expect(isolated(new Response(null, { status: 304 })).status).toBe(304)
  })

  it('are the same in the files for hosts', () => {
    const lines = readFileSync('public/_headers', 'utf8').trim().split('\n')
    expect(lines).toEqual(['/*', ...Object.entries(isolationHeaders).map(([name, value]) => `  ${name}: ${value}`)])
    expect(JSON.parse(readFileSync('vercel.json', 'utf8')).headers).toEqual([
      { source: '/(.*)', headers: Object.entries(isolationHeaders).map(([key, value]) => ({ key, value })) },
    ])
  })
})

describe('what is kept for offline', () => {
  it('is what a slide or the virtual machine may ask for', () => {
    const kept = ['assets/index-jGj7t87M.js', 'assets/logo-BYkHSa_O.png', 'assets/slidev/useNav-BA15bbOa.js', 'beam/AtomVM.mjs', 'beam/AtomVM.wasm', 'beam/real-world.avm', 'favicon.svg', 'index.html']
    const left = ['404.html', '_headers', '_redirects', '.nojekyll', 'assets/.DS_Store', 'assets/index-jGj7t87M.js.map', 'elixir-real-world-code.pdf', 'isolation-worker.js', 'social.jpg']
    expect(offlineFiles([...left, ...kept].reverse())).toEqual(kept)
  })

  it('has each font once, in the newest format that there is', () => {
    expect(offlineFiles(['a/Inter-Bold-CyCys3Eg.woff', 'a/Inter-Bold-Dx-_A1b2.woff2', 'a/Inter-Bold-CiBQ2DWP.ttf', 'a/Inter-Thin-CyCys3Eg.woff']))
      .toEqual(['a/Inter-Bold-Dx-_A1b2.woff2', 'a/Inter-Thin-CyCys3Eg.woff'])
  })
})

const files = (content: Record<string, string>) => Object.entries(content).map(([path, text]) => ({ path, content: new TextEncoder().encode(text) }))

describe('a build', () => {
  it('is known by its content, not by the order of its files', () => {
    const site = describeSite(files({ 'index.html': 'page', 'beam/a b.avm': 'code' }))
    expect(site.files).toEqual({
      '': 'sha256-NmAxWprz3yVdjxmrB35Hl4IrQUiKDioEvGr3EhPCMnQ=',
      'beam/a%20b.avm': expect.stringMatching(/^sha256-.{43}=$/),
    })
    expect(describeSite(files({ 'beam/a b.avm': 'code', 'index.html': 'page' }))).toEqual(site)
    expect(describeSite(files({ 'beam/a b.avm': 'Code', 'index.html': 'page' })).build).not.toBe(site.build)
    expect(describeSite(files({ 'beam/ab.avm': 'code', 'index.html': 'page' })).build).not.toBe(site.build)
  })

  it('has a page', () => {
    expect(() => describeSite(files({ 'beam/real-world.avm': 'code' }))).toThrow('index.html')
  })
})

describe('the file that is asked for', () => {
  const base = 'https://example.org/talks/elixir/'
  const site: BuiltSite = { build: 'b', files: { '': 'sha256-', 'assets/a.js': 'sha256-', 'beam/a%20b.avm': 'sha256-' } }
  const asked = (url: string, init: RequestInit = {}) => fileAskedFor(new Request(url, init), base, site)

  it.each([
    [base, ''],
    [`${base}index.html`, ''],
    [`${base}?enter=9.2#/rate-limiter?clicks=2`, ''],
    [`${base}assets/a.js`, 'assets/a.js'],
    [`${base}assets/a.js?v=1`, 'assets/a.js'],
    [`${base}beam/a b.avm`, 'beam/a%20b.avm'],
  ])('of %s is "%s"', (url, file) => expect(asked(url)).toBe(file))

  it.each([
    'https://example.org/talks/elixir',
    'https://example.org/talks/other/',
    'https://example.org/assets/a.js',
    'https://example.com/talks/elixir/assets/a.js',
    'https://other.example/?of=https://example.org/talks/elixir/assets/a.js',
    `${base}elixir-real-world-code.pdf`,
    `${base}toString`,
  ])('of %s is none of this site', url => expect(asked(url)).toBeUndefined())

  it('is left to the browser when more is wanted than the file', () => {
    expect(asked(base, { method: 'HEAD' })).toBeUndefined()
    expect(asked(`${base}assets/a.js`, { method: 'POST' })).toBeUndefined()
    expect(asked(`${base}assets/a.js`, { headers: { Range: 'bytes=0-99' } })).toBeUndefined()
  })
})

/** Taken before a test takes it away. */
const SharedMemory = SharedArrayBuffer

/** The globals of a browser that could isolate the page after a reload, on a site that was built. */
function stubPage(changes: Record<string, unknown> = {}): { reloads: () => number, registered: () => unknown[] } {
  const notes = new Map<string, string>()
  const register = vi.fn(async (..._args: unknown[]) => ({}))
  const reload = vi.fn()
  vi.stubEnv('DEV', false)
  vi.stubEnv('PROD', true)
  vi.stubEnv('BASE_URL', '/talks/elixir/')
  const page = {
    isSecureContext: true,
    crossOriginIsolated: false,
    SharedArrayBuffer: undefined,
    navigator: { serviceWorker: { register, ready: Promise.resolve({}) } },
    location: { search: '', hash: '#/rate-limiter?clicks=2', reload },
    sessionStorage: {
      getItem: (key: string) => notes.get(key) ?? null,
      setItem: (key: string, value: string) => notes.set(key, value),
      removeItem: (key: string) => notes.delete(key),
    },
    ...changes,
  }
  for (const [name, value] of Object.entries(page))
    vi.stubGlobal(name, value)
  const window = {}
  vi.stubGlobal('window', Object.assign(window, { top: window }, changes.window))
  return { reloads: () => reload.mock.calls.length, registered: () => register.mock.calls }
}

describe('a page', () => {
  let isolation: typeof import('../../beam/isolation/isolation')
  beforeEach(async () => {
    vi.resetModules()
    isolation = await import('../../beam/isolation/isolation')
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.unstubAllEnvs()
  })

  it('that is isolated has nothing to explain', async () => {
    const { reloads, registered } = stubPage({ crossOriginIsolated: true, SharedArrayBuffer: SharedMemory })
    expect(isolation.whyNotIsolated()).toBeUndefined()
    expect(await isolation.canIsolateByReload()).toBe(false)
    expect([reloads(), registered()]).toEqual([0, []])
  })

  it('that is not may be reloaded once, and goes on with its panel', async () => {
    const { reloads, registered } = stubPage()
    expect(isolation.whyNotIsolated()).toMatch(/reloaded once/)
    expect(await isolation.canIsolateByReload()).toBe(true)
    expect(registered()).toEqual([['/talks/elixir/isolation-worker.js', { updateViaCache: 'none' }]])
    expect(isolation.reloadIsolated({ panel: 'limiter' })).toBeUndefined()
    expect(reloads()).toBe(1)
    // The page after the reload.
    vi.stubGlobal('crossOriginIsolated', true)
    vi.stubGlobal('SharedArrayBuffer', SharedMemory)
    expect(isolation.takeResume()).toEqual({ panel: 'limiter' })
    expect(isolation.takeResume()).toBeUndefined()
    expect(isolation.whyNotIsolated()).toBeUndefined()
  })

  it('is not reloaded again when that did not help, and says so', async () => {
    const { reloads } = stubPage()
    isolation.reloadIsolated({ panel: 'limiter' })
    expect(isolation.takeResume()).toEqual({ panel: 'limiter' })
    expect(await isolation.canIsolateByReload()).toBe(false)
    expect(isolation.whyNotIsolated()).toMatch(/a reload did not make/)
    expect(isolation.reloadIsolated({ panel: 'limiter' })).toMatch(/a reload did not make/)
    expect(reloads()).toBe(1)
    expect(isolation.takeResume()).toBeUndefined()
  })

  it('may be reloaded once more after a reload that helped', () => {
    const { reloads } = stubPage()
    isolation.reloadIsolated({ panel: 'limiter' })
    vi.stubGlobal('crossOriginIsolated', true)
    vi.stubGlobal('SharedArrayBuffer', SharedMemory)
    isolation.takeResume()
    vi.stubGlobal('crossOriginIsolated', false)
    expect(isolation.reloadIsolated({ panel: 'tree' })).toBeUndefined()
    expect(reloads()).toBe(2)
  })

  it('is never reloaded where nobody could remember that it was', () => {
    const { reloads } = stubPage()
    const forbidden = () => {
      throw new DOMException('denied', 'SecurityError')
    }
    vi.stubGlobal('sessionStorage', { getItem: forbidden, setItem: forbidden, removeItem: forbidden })
    expect(isolation.takeResume()).toBeUndefined()
    expect(isolation.reloadIsolated({ panel: 'limiter' })).toMatch(/cannot run here/)
    expect(reloads()).toBe(0)
  })

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['no WebAssembly', { WebAssembly: undefined, crossOriginIsolated: true, SharedArrayBuffer: SharedMemory }, /no WebAssembly/],
    ['plain http', { isSecureContext: false }, /plain http from another machine/],
    ['an old browser', { crossOriginIsolated: undefined }, /a current Chrome, Edge, Firefox or Safari/],
    ['a frame', { window: { top: {} } }, /inside another page/],
    ['a private window', { navigator: {} }, /no service workers/],
  ])('says in one sentence what a reload would not change: %s', async (_case, changes, reason) => {
    const { registered } = stubPage(changes)
    expect(isolation.whyNotIsolated()).toMatch(reason)
    expect(isolation.whyNotIsolated()).toMatch(/^[A-Z][^.]*\.$/)
    expect(await isolation.canIsolateByReload()).toBe(false)
    expect(registered()).toEqual([])
  })

  it('says what the browser had against the service worker', async () => {
    stubPage({ navigator: { serviceWorker: { register: () => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError')) } } })
    expect(await isolation.canIsolateByReload()).toBe(false)
    expect(isolation.whyNotIsolated()).toBe('The BEAM cannot run here: the browser did not take the service worker that isolates the page (The operation is insecure).')
  })

  it('does not wait for ever for a service worker', async () => {
    vi.useFakeTimers()
    stubPage({ navigator: { serviceWorker: { register: async () => ({}), ready: new Promise(() => {}) } } })
    const answer = isolation.canIsolateByReload()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await answer).toBe(false)
  })

  it.each([
    ['the PDF', { location: { search: '?print=true', hash: '#/print' } }],
    ['plain http', { isSecureContext: false }],
    ['a private window', { navigator: {} }],
  ])('has no service worker for %s', async (_case, changes) => {
    stubPage(changes)
    const { mayHaveWorker } = await import('../../beam/isolation/registration')
    expect(mayHaveWorker()).toBe(false)
  })

  describe('that stands', () => {
    const asked: unknown[] = []
    const ready = Promise.resolve({ active: { postMessage: (message: unknown) => asked.push(message) } })
    const connected = (more: Record<string, unknown> = {}) => ({ serviceWorker: { register: async () => ({}), ready }, ...more })
    const standing = {
      document: { readyState: 'complete' },
      requestIdleCallback: (call: () => void) => setTimeout(call, 100),
      window: { requestIdleCallback: true },
    }
    beforeEach(() => {
      vi.useFakeTimers()
      asked.length = 0
    })

    it('is kept for offline after a head start for its slides', async () => {
      stubPage({ ...standing, location: { search: '', hash: '', hostname: 'example.org' }, navigator: connected() })
      const { keepForOffline } = await import('../../beam/isolation/offline')
      keepForOffline()
      await vi.advanceTimersByTimeAsync(5000)
      expect(asked).toEqual([])
      await vi.advanceTimersByTimeAsync(1000)
      expect(asked).toEqual(['keep'])
    })

    it.each<[string, Record<string, unknown>]>([
      ['saves data', { navigator: connected({ connection: { saveData: true } }) }],
      ['has the site on this machine, with headers', { navigator: connected(), crossOriginIsolated: true, location: { search: '', hash: '', hostname: 'localhost' } }],
      ['prints', { navigator: connected(), location: { search: '?print=true', hash: '#/print', hostname: 'example.org' } }],
    ])('is not kept for who %s', async (_case, changes) => {
      stubPage({ ...standing, location: { search: '', hash: '', hostname: 'example.org' }, ...changes })
      const { keepForOffline } = await import('../../beam/isolation/offline')
      keepForOffline()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(asked).toEqual([])
    })
  })
})
