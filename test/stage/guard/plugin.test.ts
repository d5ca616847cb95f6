import type { Buffer } from 'node:buffer'
import type { AddressInfo } from 'node:net'
import type { InlineConfig, Plugin, ViteDevServer } from 'vite'
import type { GuardOptions } from '../../../stage/guard/plugin'
import { connect } from 'node:net'
import { createServer } from 'vite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BODY_BYTES } from '../../../stage/guard/body'
import { guard } from '../../../stage/guard/plugin'
import { makeFolder } from '../../folder'

let root: string
let server: ViteDevServer | undefined
/** What a handler behind the guard was sent. */
let written: string[]

beforeEach(async () => {
  root = await makeFolder({ 'index.html': '<!doctype html><title>Deck</title>' })
  written = []
})
afterEach(async () => {
  await server?.close()
  server = undefined
})

/** Reads what is posted as Slidev does. */
const slidev: Plugin = {
  name: 'test:slidev',
  configureServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      if (request.method !== 'POST')
        return next()
      let body = ''
      request.on('data', (chunk: Buffer) => body += String(chunk)).on('end', () => {
        written.push(body)
        response.end('taken')
      })
    })
  },
}

/** Starts Vite with the guard on a free port, and says where. */
async function start({ server: serverOptions, plugins = [], ...config }: InlineConfig = {}, options: Partial<GuardOptions> = {}): Promise<string> {
  server = await createServer({
    configFile: false,
    root,
    logLevel: 'silent',
    optimizeDeps: { noDiscovery: true },
    server: { port: 0, host: '127.0.0.1', watch: null, ...serverOptions },
    plugins: [slidev, guard({ slideCount: () => 3, ...options }), plugins],
    ...config,
  })
  await server.listen()
  return `http://127.0.0.1:${(server.httpServer!.address() as AddressInfo).port}`
}

const NAV = { page: 2, clicks: 1, clicksTotal: 3, timer: { status: 'running', slides: { 1: { start: 1, end: '__UNDEFINED___' } }, startedAt: 1.7e12, pausedAt: 0 }, cursor: '__UNDEFINED___', lastUpdate: { id: 'x_1', type: 'presenter', time: 1.7e12 } }
const moved = (nav: unknown): string => JSON.stringify({ source: 'abc', data: nav, timestamp: 1.7e12 })

/** Posts as a window of the deck does. */
function post(url: string, path: string, body: string): Promise<Response> {
  return fetch(url + path, { method: 'POST', body, headers: { 'Origin': url, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' } })
}

describe('a server that others could reach does not start', () => {
  it.each(['0.0.0.0', '::', '192.168.1.20', 'deck.local', true])('with the host %s', async (host) => {
    await expect(start({ server: { host } })).rejects.toThrow('`npm run present`')
  })

  it('when localhost is not this machine', async () => {
    // As a hosts file may have it: Vite is asked for localhost, and what it gets is everything.
    const lie: Plugin = {
      name: 'test:lie',
      configureServer({ httpServer }) {
        const listen = httpServer!.listen.bind(httpServer!) as (options: object, done: () => void) => typeof httpServer
        httpServer!.listen = ((port: number, _host: string, done: () => void) => listen({ port, host: '0.0.0.0' }, done)) as never
      },
    }
    await expect(start({ server: { host: 'localhost' }, plugins: [lie] })).rejects.toThrow('listens on 0.0.0.0')
  })

  it.each([
    ['a websocket on a port of its own', { ws: { port: 24678 } }, 'server.ws'],
    ['a proxy', { proxy: { '/x': 'http://127.0.0.1:1' } }, 'server.proxy'],
  ])('with %s', async (_what, options, named) => {
    await expect(start({ server: options })).rejects.toThrow(named)
  })

  it('when it was asked for', async () => {
    await expect(start({}, { remote: '' })).rejects.toThrow(/^--remote .*`npm run present`/)
    await expect(start({}, { remote: 'secret' })).rejects.toThrow('--remote')
    await expect(start({}, { inspect: true })).rejects.toThrow('--inspect')
  })

  it('when something stands before the guard', async () => {
    const pushy: Plugin = { name: 'test:pushy', configureServer: ({ middlewares }) => void middlewares.stack.unshift({ route: '', handle: () => {} }) }
    await expect(start({ plugins: [pushy] })).rejects.toThrow('before the guard')
  })
})

describe('what a window writes', () => {
  it('reaches Slidev as it was', async () => {
    const url = await start()
    const answer = await post(url, '/@server-reactive/nav', moved(NAV))
    expect(await answer.text()).toBe('taken')
    await post(url, '/__slidev/slides/2.json', JSON.stringify({ note: 'Say *this*. [click] Then that. \u00FC' }))
    expect(written.map(text => JSON.parse(text))).toEqual([{ source: 'abc', data: NAV, timestamp: 1.7e12 }, { note: 'Say *this*. [click] Then that. \u00FC' }])
  })

  it('may come in pieces', async () => {
    const url = await start()
    const text = JSON.stringify({ note: 'x'.repeat(BODY_BYTES - 100) })
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.on('data', chunk => answer += String(chunk))
    socket.write(`POST /__slidev/slides/1.json HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${url}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n`)
    for (let at = 0; at < text.length; at += 9_000)
      await new Promise(resolve => socket.write(text.slice(at, at + 9_000), resolve))
    await expect.poll(() => written).toEqual([text])
    await expect.poll(() => answer).toContain('taken')
    socket.destroy()
  })

  it.each([
    ['nothing', '', 411],
    ['half of some JSON', '{"data":', 400],
    ['null', 'null', 400],
    ['a position of null, on which Slidev ends', moved(null), 400],
    ['a slide that is no number', moved({ ...NAV, page: '2' }), 400],
    ['something beside the position', moved({ ...NAV, more: 1 }), 400],
    ['a patch', JSON.stringify({ source: 'abc', patch: NAV, timestamp: 1 }), 400],
    ['a timer without its parts', moved({ ...NAV, timer: {} }), 400],
    ['more than is taken', moved({ ...NAV, lastUpdate: { id: 'x'.repeat(BODY_BYTES) } }), 413],
  ])('is refused when it is %s', async (_what, body, status) => {
    const url = await start()
    expect((await post(url, '/@server-reactive/nav', body)).status).toBe(status)
    expect(written).toEqual([])
    expect((await fetch(url)).status).toBe(200)
  })

  it.each([
    ['the source of the slide', { content: '# Mine' }],
    ['the source beside the note', { note: 'x', content: '# Mine' }],
    ['its frontmatter', { frontmatter: { layout: 'x' } }],
    ['a note that ends its comment', { note: 'x -->\n\n<script>alert(1)</script>' }],
  ])('is not %s', async (_what, body) => {
    const url = await start()
    expect((await post(url, '/__slidev/slides/1.json', JSON.stringify(body))).status).toBe(400)
    expect(written).toEqual([])
  })

  it('leaves out what would reach into every object', async () => {
    const url = await start()
    await post(url, '/@server-reactive/nav', moved(NAV).replace('"page":2', '"page":2,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}'))
    expect(written.join()).not.toContain('polluted')
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('is dropped when the line breaks in the middle', async () => {
    const url = await start()
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`POST /@server-reactive/nav HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${url}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"source":`)
    await new Promise(resolve => server!.httpServer!.once('request', resolve))
    socket.destroy()
    expect((await post(url, '/@server-reactive/nav', moved(NAV))).status).toBe(200)
    expect(written).toHaveLength(1)
  })
})

describe('what is sent', () => {
  it('has the security headers', async () => {
    const { headers } = await fetch(await start(), { headers: { 'Sec-Fetch-Site': 'none' } })
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'self'/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  it('is a doorstep for a browser that does not say who asks, and the deck at the next tap', async () => {
    const url = await start()
    const doorstep = await fetch(url)
    const page = await doorstep.text()
    expect(page).not.toContain('<title>Deck</title>')
    expect(doorstep.headers.get('content-security-policy')).toContain(`default-src 'none'`)
    // So the tap on the link says where it was made.
    expect(doorstep.headers.get('referrer-policy')).toBe('same-origin')
    const href = /<a href="([^"]+)">/.exec(page)![1]!
    expect(await (await fetch(new URL(href, url), { headers: { Referer: `${url}/` } })).text()).toContain('<title>Deck</title>')
  })

  it('is for no other origin, whatever CORS would allow', async () => {
    const answer = await fetch(await start(), { headers: { Origin: 'http://localhost:8080' } })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})
