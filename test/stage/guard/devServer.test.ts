import type { OutgoingHttpHeaders } from 'node:http'
import type { DevServer } from './devServer'
import type { Answer } from './wire'
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startDevServer } from './devServer'
import { ask, frameOf, navOf, sendBytes, sendFrames, upgradeHeaders, windowHeaders } from './wire'

let server: DevServer
let port: number
let own: string
/** The slides as they were. */
let slidesBefore: string
/** Words of the notes of the first slide, which nobody else may read. */
let secret: string

const slidesNow = async (): Promise<string> => createHash('sha256').update(await readFile(join(server.root, 'slides.md'))).digest('hex')

const ofWindow = (): OutgoingHttpHeaders => windowHeaders(port)

beforeAll(async () => {
  server = await startDevServer()
  port = server.port
  own = `http://localhost:${port}`
  slidesBefore = await slidesNow()
  const { note } = JSON.parse((await ask(port, '/__slidev/slides/1.json', { headers: ofWindow() })).body) as { note: string }
  secret = note.trim().slice(0, 40)
}, 90_000)
// Whatever was tried: the server runs, answers within a second, stands where it stood, and has written nothing.
afterEach(async () => {
  const startMs = performance.now()
  expect((await ask(port, '/')).status, server.said()).toBe(200)
  expect(performance.now() - startMs).toBeLessThan(1000)
  expect(server.isAlive(), server.said()).toBe(true)
  expect(await navOf(port)).toMatchObject({ page: 0, clicks: 0 })
  expect(await slidesNow()).toBe(slidesBefore)
})
afterAll(() => server?.close())

const NAV = { page: 9, clicks: 3, clicksTotal: 4, timer: { status: 'stopped', slides: {}, startedAt: 0, pausedAt: 0 }, lastUpdate: { id: 'x', type: 'presenter', time: 1 } }
const MOVE = JSON.stringify({ source: 'x', data: NAV, timestamp: 1 })
const REWRITE = JSON.stringify({ content: '# Mine', note: 'mine', skipHmr: true })
const MCP = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })

function expectRefused({ status, headers, body }: Answer): void {
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(body).not.toContain(secret)
  expect(headers['access-control-allow-origin']).toBeUndefined()
}

it('can be reached from this machine only', async () => {
  const others = Object.values(networkInterfaces()).flat().filter(address => address && !address.internal && address.family === 'IPv4')
  for (const { address } of others as { address: string }[]) {
    const reached = await new Promise(resolve => connect({ host: address, port, timeout: 2000 }).on('connect', () => resolve(true)).on('error', () => resolve(false)).on('timeout', () => resolve(false)))
    expect(reached, address).toBe(false)
  }
})

it('keeps a secret at all, which its own windows read', () => expect(secret.length).toBeGreaterThan(20))

const READABLE = [
  '/@slidev/configs',
  '/__slidev/slides/1.json',
  '/@slidev/slides/1/frontmatter',
  '/slides.md',
  '/slides.md?raw',
  '/slides.md__slidev_1.frontmatter',
  '/@fs/etc/hostname',
  '/@server-reactive/nav',
  '/@vite/client',
  '/__unocss_api',
  '/__unocss_api/repl?safelist=x',
  '/__unocss_api/module?id=x',
  '/__unocss/',
  '/__mcp',
  '/__open-in-editor?file=slides.md',
  '/favicon.svg',
  '/.git/config',
  '/package.json',
]
const WRITABLE: [path: string, body: string][] = [
  ['/@server-reactive/nav', MOVE],
  ['/@server-ref/nav', MOVE],
  ['/@server-reactive/nav.page', JSON.stringify({ data: 9 })],
  ['/@server-reactive/nav/page', JSON.stringify({ data: 9 })],
  ['/@server-reactive/__proto__.polluted', JSON.stringify({ data: 1 })],
  ['/@server-reactive/constructor.prototype.polluted', JSON.stringify({ data: 1 })],
  ['/@server-reactive/drawings', JSON.stringify({ patch: { 1: '<script>alert(1)</script>' } })],
  ['/@server-reactive/snapshots', JSON.stringify({ patch: { '1-dark': {} } })],
  ['/__slidev/slides/1.json', REWRITE],
  ['/__slidev/slides/9999.json', REWRITE],
  ['/__mcp', MCP],
]

describe.each([
  ['a page of another site', () => ({ 'Origin': 'http://evil.example', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' })],
  ['another page of this machine', () => ({ 'Origin': 'http://localhost:8080', 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' })],
  ['a script tag of another site', () => ({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' })],
  ['an old browser on another site', () => ({ Referer: 'http://evil.example/' })],
  ['a site whose name was bound anew to this machine', () => ({ 'Host': `evil.example:${port}`, 'Origin': `http://evil.example:${port}`, 'Sec-Fetch-Site': 'same-origin' })],
  ['a tunnel', () => ({ 'Host': 'x.trycloudflare.com', 'X-Forwarded-For': '127.0.0.1', 'X-Forwarded-Host': `localhost:${port}` })],
  ['a program that says nothing of itself', () => ({})],
])('%s', (_who, headersOf) => {
  it.each(READABLE)('does not read %s', async (path) => {
    expectRefused(await ask(port, path, { headers: headersOf() }))
  })

  it.each(WRITABLE)('does not write to %s', async (path, body) => {
    for (const type of ['application/json', 'text/plain'])
      expectRefused(await ask(port, path, { method: 'POST', body, headers: { ...headersOf(), 'Content-Type': type } }))
  })

  it('opens no websocket', async () => {
    const { Origin } = headersOf() as { Origin?: string }
    for (const protocol of ['vite-hmr', 'vite-ping', 'chat'])
      expectRefused(await ask(port, '/', { headers: { ...headersOf(), ...upgradeHeaders(Origin, protocol) } }))
  })

  it('gets no leave to ask across origins', async () => {
    expectRefused(await ask(port, '/@server-reactive/nav', { method: 'OPTIONS', headers: { ...headersOf(), 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' } }))
  })
})

describe('a window of the deck', () => {
  it.each(WRITABLE.slice(1))('does not write to %s either', async (path, body) => {
    expectRefused(await ask(port, path, { method: 'POST', body, headers: ofWindow() }))
  })

  it.each(READABLE.filter(path => /__(?:unocss|mcp|open)/.test(path)))('does not use %s either', async (path) => {
    expectRefused(await ask(port, path, { headers: ofWindow() }))
  })

  it.each(['/__slidev/slides/9999.json', '/__slidev/slides/0.json', '/a/..%2f__mcp', '//__mcp', '/%E0%A4%A', '/__OPEN-IN-EDITOR?file=slides.md'])('is refused %s', async (path) => {
    expectRefused(await ask(port, path, { headers: ofWindow() }))
  })

  it.each([
    ['half of some JSON', '{'],
    ['nothing', ''],
    ['null', 'null'],
    ['a position of null', JSON.stringify({ data: null })],
    ['a position that is none', JSON.stringify({ source: 'x', data: [], timestamp: 1 })],
    ['50 MB', `"${'x'.repeat(50_000_000)}"`],
  ])('does not post %s', async (_what, body) => {
    // The server hangs up on what is too large before all of it is there.
    const answer = await ask(port, '/@server-reactive/nav', { method: 'POST', body, headers: ofWindow() }).catch((error: NodeJS.ErrnoException) => error.code)
    if (typeof answer === 'object')
      expectRefused(answer)
    else
      expect(['ECONNRESET', 'EPIPE']).toContain(answer)
  })

  it.each(['/@server-reactive/nav', '/__slidev/slides/1.json'])('may hang up in the middle of a post to %s', async (path) => {
    await sendBytes(port, `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: ${own}\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{"note": "`)
    await sendBytes(port, `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: ${own}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"not`)
  })
})

describe('odd bytes', () => {
  it.each([
    ['an absolute target', (host: string) => `GET http://${host}/__open-in-editor?file=slides.md HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
    ['two hosts', (host: string) => `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`],
    ['no host', () => 'GET / HTTP/1.1\r\n\r\n'],
    ['no host, as was right once', () => 'GET / HTTP/1.0\r\n\r\n'],
    ['a tunnel', (host: string) => `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`],
    ['no HTTP', () => '\0\0\0\r\n\r\n'],
    ['a header without an end', (host: string) => `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'x'.repeat(100_000)}`],
    ['an upgrade to something odd', (host: string) => `GET //[ HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: vite-hmr\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`],
  ])('are not understood: %s', async (_what, bytesOf) => {
    expect(await sendBytes(port, bytesOf(`localhost:${port}`))).not.toMatch(/^HTTP\/1\.1 (?:1|2)/)
  })
})

describe('odd frames on the websocket of a window', () => {
  let token: string
  beforeAll(async () => {
    token = /wsToken = "([^"]+)"/.exec((await ask(port, '/@vite/client', { headers: ofWindow() })).body)![1]!
  })

  it.each([
    ['null', [frameOf('null')]],
    ['a file to be written, without its data', [frameOf('{"type":"custom","event":"slidev:monaco-write"}')]],
    ['a message that UnoCSS cannot take apart', [frameOf('{"type":"custom","event":"unocss:hmr"}')]],
    ['an invalidation of nothing', [frameOf('{"type":"custom","event":"vite:invalidate"}')]],
    ['a call into the server', [frameOf('{"type":"custom","event":"vite:invoke","data":{"id":"send","name":"fetchModule","data":["/slides.md"]}}')]],
    ['something for the stage that it does not know', [frameOf('{"type":"custom","event":"deck:stage","data":{"kind":"commands","commands":null}}')]],
    ['half of some JSON, and bytes', [frameOf('{'), frameOf('abc', 0x82)]],
    ['a frame of no known kind', [Buffer.from([0xFF, 0xFF, 0xFF, 0xFF])]],
    ['a frame without its mask', [Buffer.from([0x81, 0x01, 0x41])]],
    ['a frame that says it is endless', [Buffer.from([0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])]],
    ['a message that is no UTF-8', [Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xFF])]],
  ])('do no harm: %s', async (_what, frames) => {
    await sendFrames(port, token, frames)
    // Vite answers a ping and closes, with nobody listening for errors.
    await sendFrames(port, token, frames, 'vite-ping')
  })
})
