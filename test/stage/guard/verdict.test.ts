import type { Asked, Verdict } from '../../../stage/guard/verdict'
import { describe, expect, it } from 'vitest'
import { isLoopback } from '../../../stage/guard/sender'
import { judge } from '../../../stage/guard/verdict'

const PORT = 3030
const HOST = `localhost:${PORT}`
const ORIGIN = `http://${HOST}`

interface Request extends Partial<Asked> {
  base?: string
}

/** A request of one of the deck's own windows, but for what is said of it. */
function verdictOn({ base = '/', headers, ...asked }: Request): Verdict {
  return judge(
    { method: 'GET', url: '/', hostCount: 1, port: PORT, ...asked, headers: { 'host': HOST, 'sec-fetch-site': 'same-origin', ...headers } },
    { base, slideCount: 23 },
  )
}

/** `pass`, `read`, `doorstep`, or the status of the refusal. */
function outcomeOf(request: Request): Verdict['kind'] | number {
  const verdict = verdictOn(request)
  return verdict.kind === 'refuse' ? verdict.status : verdict.kind
}

describe('a window of the deck', () => {
  it.each([
    '/',
    '/index.html',
    '/?embedded',
    '/presenter/3',
    '/favicon.svg',
    '/@vite/client',
    '/@id/__x00__plugin-vue:export-helper',
    '/@fs/home/me/My%20Talks/node_modules/%40x/y.js?v=1',
    '/@slidev/configs',
    '/@slidev/slides/3/md',
    '/@server-reactive/nav',
    '/@server-reactive/drawings?diff',
    '/__uno.css',
    '/__uno_typography.css?t=1',
    '/__slidev/slides/23.json',
    '/node_modules/.vite/deps/x.js?v=abc',
    '/slides.md__slidev_9.md?vue&type=style&index=0&lang.css',
    '/beam/vm.html',
  ])('reads %s', url => expect(outcomeOf({ url })).toBe('pass'))

  it('writes where the talk is, and a note', () => {
    const headers = { 'origin': ORIGIN, 'content-type': 'application/json' }
    expect(outcomeOf({ method: 'POST', url: '/@server-reactive/nav', headers })).toBe('read')
    expect(outcomeOf({ method: 'POST', url: '/__slidev/slides/4.json', headers })).toBe('read')
  })

  it.each([
    '/__open-in-editor?file=slides.md',
    '/__OPEN-IN-EDITOR?file=slides.md',
    '/__open-in-editor/slides.md',
    '/__mcp',
    '/__mcp/',
    '/__unocss/',
    '/__unocss_api/repl?safelist=x',
    '/__inspect/',
    '/__devtools__/',
    '/@server-ref/nav',
    '/@server-reactive/sync',
    '/@server-reactive/nav.page',
    '/@server-reactive/nav/page',
    '/@server-reactive/__proto__',
    '/@SERVER-reactive/nav',
    '/@anything/else',
  ])('does not reach the tool at %s', url => expect(outcomeOf({ url })).toBe(403))

  it.each(['/__slidev/slides/24.json', '/__slidev/slides/9999.json'])('is told that there is no slide at %s', url => expect(outcomeOf({ url })).toBe(404))
  it.each(['/__slidev/slides/0.json', '/__slidev/slides/1.json?x', '/__slidev/slides/007.json'])('must write it otherwise than %s', url => expect(outcomeOf({ url })).toBe(403))

  it.each([
    'http://localhost:3030/',
    '*',
    '//__mcp',
    '/./__mcp',
    '/a/../__mcp',
    '/a/%2E%2e/__mcp',
    '/a%2f..%2f__mcp',
    '/\\__mcp',
    '/a%5c..%5c__mcp',
    '/%00',
    '/%0d%0aX:1',
    '/%zz',
    '/%ff',
    '/a b',
    '/#/presenter',
    '/caf\u00E9',
    '',
  ])('has no address like %j', url => expect(outcomeOf({ url })).toBe(400))

  it('is known below a base as well', () => {
    expect(outcomeOf({ base: '/sub/', url: '/sub/@vite/client' })).toBe('pass')
    expect(outcomeOf({ base: '/sub/', url: '/sub/__open-in-editor?file=x' })).toBe(403)
    expect(outcomeOf({ base: '/sub/', url: '/__open-in-editor?file=x' })).toBe(403)
    // Slidev asks for these without the base.
    expect(outcomeOf({ base: '/sub/', url: '/__slidev/slides/1.json' })).toBe('pass')
  })
})

describe('the name of the server', () => {
  it.each([HOST, `127.0.0.1:${PORT}`, `[::1]:${PORT}`])('is %s', host => expect(outcomeOf({ headers: { host } })).toBe('pass'))

  it.each([
    undefined,
    '',
    'localhost',
    'localhost:3031',
    'LOCALHOST:3030',
    'localhost.:3030',
    'deck.localhost:3030',
    'evil.example:3030',
    '192.168.1.20:3030',
    '0.0.0.0:3030',
    '127.1:3030',
    '[::ffff:127.0.0.1]:3030',
    'localhost:3030@evil.example',
    'x.trycloudflare.com',
  ])('is not %j', (host) => {
    expect(outcomeOf({ headers: { host } })).toBe(421)
    expect(outcomeOf({ method: 'POST', url: '/@server-reactive/nav', headers: { host, 'origin': `http://${host}`, 'content-type': 'application/json' } })).toBe(421)
  })

  it('is said once', () => expect(outcomeOf({ hostCount: 2 })).toBe(421))
  it('needs no port on port 80', () => expect(outcomeOf({ port: 80, headers: { host: 'localhost' } })).toBe('pass'))
})

const OTHERS = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'nonsense' },
  { 'sec-fetch-site': 'same-origin', 'origin': 'http://evil.example' },
  { 'sec-fetch-site': undefined, 'origin': 'http://localhost:8080' },
  { 'sec-fetch-site': undefined, 'origin': `http://127.0.0.1:${PORT}` },
  { 'sec-fetch-site': undefined, 'origin': `https://${HOST}` },
  { 'sec-fetch-site': undefined, 'origin': 'null' },
  { 'sec-fetch-site': undefined, 'referer': 'http://evil.example/' },
  { 'sec-fetch-site': undefined, 'referer': `${ORIGIN}.evil.example/` },
]

describe.each(OTHERS)('another page (%j)', (headers) => {
  it.each(['/', '/@slidev/configs', '/slides.md?raw', '/__slidev/slides/1.json', '/favicon.svg', '/__unocss_api/repl?safelist=x'])('does not read %s', (url) => {
    expect(outcomeOf({ url, headers })).toBe(403)
    expect(outcomeOf({ method: 'HEAD', url, headers })).toBe(403)
  })

  it.each(['/@server-reactive/nav', '/__slidev/slides/1.json'])('does not write to %s', (url) => {
    expect(outcomeOf({ method: 'POST', url, headers: { ...headers, 'content-type': 'application/json' } })).toBe(403)
  })
})

describe('a link from another page', () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

  it('leads to the doorstep of the deck', () => expect(outcomeOf({ headers: link })).toBe('doorstep'))
  it('leads to nothing but pages', () => expect(outcomeOf({ url: '/slides.md', headers: link })).toBe(403))
  it.each(['iframe', 'frame', 'embed', 'object', undefined])('does not lead into a frame (%s)', dest => expect(outcomeOf({ headers: { ...link, 'sec-fetch-dest': dest } })).toBe(403))
})

describe('who does not say where the request comes from', () => {
  const headers = { 'sec-fetch-site': undefined }

  it.each(['/', '/index.html', '/presenter/20', '/?html-proxy&index=0.js', '/1?vue&type=template', '/?'])('gets the doorstep in place of %s, because it may be a link of another page', (url) => {
    expect(outcomeOf({ url, headers })).toBe('doorstep')
  })

  it('gets nothing that the deck is made of', () => {
    expect(outcomeOf({ url: '/@slidev/slides/1/frontmatter', headers })).toBe(403)
    expect(outcomeOf({ url: '/__slidev/slides/1.json', headers })).toBe(403)
  })

  it('is known by its Referer or its Origin', () => {
    expect(outcomeOf({ headers: { ...headers, referer: `${ORIGIN}/` } })).toBe('pass')
    expect(outcomeOf({ url: '/@slidev/configs', headers: { ...headers, referer: `${ORIGIN}/` } })).toBe('pass')
    expect(outcomeOf({ url: '/@slidev/configs', headers: { ...headers, origin: ORIGIN } })).toBe('pass')
  })

  it('changes nothing', () => {
    expect(outcomeOf({ method: 'POST', url: '/@server-reactive/nav', headers: { ...headers, 'referer': `${ORIGIN}/`, 'content-type': 'application/json' } })).toBe(403)
  })
})

describe('what changes something', () => {
  const headers = { 'origin': ORIGIN, 'content-type': 'application/json' }

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'get', ''])('is no %s', method => expect(outcomeOf({ method, url: '/@server-reactive/nav', headers })).toBe(405))

  it.each([
    '/',
    '/__mcp',
    '/@server-reactive/nav?x',
    '/@server-reactive/nav/',
    '/@server-reactive/nav.page',
    '/@server-reactive/nav/page',
    '/@server-reactive/NAV',
    '/@server-reactive/__proto__.polluted',
    '/@server-reactive/constructor.prototype.polluted',
    '/@server-reactive/drawings',
    '/@server-reactive/snapshots',
    '/@server-reactive/sync',
    '/@server-ref/nav',
    '/__slidev/slides/0.json',
    '/__slidev/slides/24.json',
    '/__slidev/slides/1.json?x',
    '/__open-in-editor?file=slides.md',
    '/__unocss_api/repl',
  ])('is not at %s', url => expect(outcomeOf({ method: 'POST', url, headers })).toBe(403))

  it.each([undefined, 'text/plain', 'text/plain;application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp'])('is JSON, not %s', (type) => {
    expect(outcomeOf({ method: 'POST', url: '/@server-reactive/nav', headers: { ...headers, 'content-type': type } })).toBe(415)
  })

  it('is not typed as an address', () => {
    expect(outcomeOf({ method: 'POST', url: '/@server-reactive/nav', headers: { ...headers, 'sec-fetch-site': 'none' } })).toBe(403)
  })
})

it.each([
  ['127.0.0.1', true],
  ['127.8.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.20', false],
  ['fe80::1', false],
  ['127.evil', false],
])('that only this machine reaches %s is %s', (address, isTrue) => expect(isLoopback(address)).toBe(isTrue))
