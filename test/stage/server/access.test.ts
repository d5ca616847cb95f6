import type { Room } from './room'
import { describe, expect, it } from 'vitest'
import { listen, openRoom, until } from './room'

/** Who asks. */
const CLIENTS = ['anonymous', 'viewer', 'paired', 'revoked'] as const
type Client = typeof CLIENTS[number]

/** What a request says of where it comes from. */
const SOURCES = ['same origin', 'no Origin', 'foreign Origin', 'null Origin', 'cross site', 'foreign Host', 'name of the network', 'no Host'] as const
type Source = typeof SOURCES[number]

type Outcomes = Record<Source, number>

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'] as const

/** For everything that is not in the table below. */
const NOT_THERE: Outcomes = { 'same origin': 404, 'no Origin': 404, 'foreign Origin': 404, 'null Origin': 404, 'cross site': 404, 'foreign Host': 421, 'name of the network': 421, 'no Host': 421 }
const NOT_SO: Outcomes = { 'same origin': 405, 'no Origin': 405, 'foreign Origin': 405, 'null Origin': 405, 'cross site': 405, 'foreign Host': 421, 'name of the network': 421, 'no Host': 421 }

/** What anyone may see: also who comes by a link on another site, but no script of one. */
const OPEN: Outcomes = { 'same origin': 200, 'no Origin': 200, 'foreign Origin': 403, 'null Origin': 403, 'cross site': 200, 'foreign Host': 421, 'name of the network': 421, 'no Host': 421 }
const CLOSED: Outcomes = { 'same origin': 403, 'no Origin': 403, 'foreign Origin': 403, 'null Origin': 403, 'cross site': 403, 'foreign Host': 421, 'name of the network': 421, 'no Host': 421 }
const READ: Outcomes = { ...CLOSED, 'same origin': 200, 'no Origin': 200 }
const DONE: Outcomes = { ...CLOSED, 'same origin': 200 }
/** The code of the request is wrong. */
const TRIED = CLOSED

const anyone = (outcomes: Outcomes): Record<Client, Outcomes> => ({ anonymous: outcomes, viewer: outcomes, paired: outcomes, revoked: outcomes })
const pairedOnly = (outcomes: Outcomes): Record<Client, Outcomes> => ({ ...anyone(CLOSED), paired: outcomes })

/** The whole of what can be had. */
const ALLOWED: { path: string, body?: string, methods: Partial<Record<string, Record<Client, Outcomes>>> }[] = [
  { path: '/', methods: { GET: anyone(OPEN), HEAD: anyone(OPEN) } },
  { path: '/assets/index-Dqa5FLqb.js', methods: { GET: anyone(OPEN), HEAD: anyone(OPEN) } },
  // No other site's image may pass for a follower.
  { path: '/follow', methods: { GET: anyone(READ) } },
  { path: '/remote', methods: { GET: anyone(OPEN), HEAD: anyone(OPEN) } },
  { path: '/remote/', methods: { GET: anyone(OPEN), HEAD: anyone(OPEN) } },
  { path: '/remote/remote.js', methods: { GET: anyone(OPEN), HEAD: anyone(OPEN) } },
  { path: '/remote/pair', body: '{"code":"wrong"}', methods: { POST: anyone(TRIED) } },
  { path: '/remote/state', methods: { GET: pairedOnly(READ) } },
  { path: '/remote/command', body: '{"client":"somebody","commands":[]}', methods: { POST: pairedOnly(DONE) } },
  { path: '/remote/info', methods: { GET: pairedOnly(READ) } },
  { path: '/remote/picture/2-1.webp', methods: { GET: pairedOnly(READ) } },
]

/** What somebody might hope to find. */
const UNKNOWN = [
  '/index.html',
  '/remote/index.html',
  '/Remote',
  '/REMOTE/INFO',
  '/remote/info/',
  '/remote/info.json',
  '/remote/picture/',
  '/remote/picture/2-1.png',
  '/remote/picture/02-00001.webp',
  '/remote/codes',
  '/admin',
  '/presenter',
  '/presenter/1',
  '/print',
  '/slides.md',
  '/talk.pdf',
  '/secret.js',
  '/_headers',
  '/assets',
  '/assets/',
  '/assets/notes.js.map',
  '/__slidev/slides/1.json',
  '/__open-in-editor',
  '/__mcp',
  '/__unocss_api/repl',
  '/__proto__',
  '/constructor',
]

/** Addresses that nobody comes by innocently. */
const ODD = [
  '//',
  '//remote/info',
  '/remote//info',
  '/./remote/info',
  '/../secret.js',
  '/assets/../../secret.js',
  '/%2e%2e/secret.js',
  '/..%2fsecret.js',
  '/..%5csecret.js',
  '/..\\secret.js',
  '/.hidden.js',
  '/.git/config',
  '/remote%2finfo',
  '/%72emote/info',
  '/remote/info%00',
  '/remote/info;x=1',
  '/@fs/etc/passwd:',
  'http://127.0.0.1/',
  'remote/info',
  '*',
]

describe('the table of routes', () => {
  for (const client of CLIENTS) {
    it(`gives ${client} clients what is theirs and nothing else, wherever they come from`, async () => {
      const room = await openRoom()
      const cookie = await cookieOf(room, client)
      room.stage.setHosts([`127.0.0.1:${room.port}`, `192.168.1.7:${room.port}`])
      const wrong: string[] = []
      const asked: Promise<void>[] = []
      const expectStatus = async (method: string, path: string, source: Source, status: number, body = ''): Promise<void> => {
        const reply = await room.ask({ method, path, headers: { ...headersOf(room, source, cookie, method === 'POST'), 'Content-Length': String(body.length) }, body })
        if (reply.status !== status)
          wrong.push(`${method} ${path} from ${source}: ${reply.status} instead of ${status}`)
        if (/only the speaker sees/.test(reply.body) !== (status === 200 && method === 'GET' && path === '/remote/info'))
          wrong.push(`${method} ${path} from ${source}: the notes`)
      }
      const ask = (...question: Parameters<typeof expectStatus>): void => void asked.push(expectStatus(...question))
      for (const source of SOURCES) {
        for (const { path, body, methods } of ALLOWED) {
          for (const method of METHODS)
            ask(method, path, source, (methods[method]?.[client] ?? NOT_SO)[source], method === 'POST' ? body : '')
        }
        for (const path of UNKNOWN) {
          for (const method of METHODS)
            ask(method, path, source, NOT_THERE[source])
        }
        for (const path of ODD) {
          for (const method of ['GET', 'POST'])
            ask(method, path, source, 400)
        }
      }
      await Promise.all(asked)
      // Ten wrong codes a minute are refused, the others put off; which ones is not what this is about.
      expect(wrong.filter(line => !line.startsWith('POST /remote/pair') || !line.includes(': 429'))).toEqual([])
      expect(room.log).toEqual([])
    }, 30_000)
  }

  it('refuses upgrades, wherever they are asked for', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const websocket = 'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
    const http2 = 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'
    for (const upgrade of [websocket, http2]) {
      for (const [path, status] of [['/', 400], ['/follow', 400], ['/remote', 400], ['/remote/state', 400], ['/nothing', 404]] as const) {
        const { heard, socket } = await room.dial()
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\n${upgrade}\r\n`)
        await until(() => /\r\n\r\n.+\n?$/.test(heard()), `an answer to ${path}`)
        expect(heard(), path).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      }
    }
    expect((await room.ask({})).status).toBe(200)
  })

  it('refuses tunnels, and what expects something', async () => {
    const room = await openRoom()
    for (const [opening, answer] of [
      [`CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n`, /^$/],
      [`POST /remote/command HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n`, /^HTTP\/1.1 417 /],
      [`GET / HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nExpect: anything\r\n\r\n`, /^HTTP\/1.1 417 /],
      [`GET / HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nHost: evil.example\r\n\r\n`, /^HTTP\/1.1 421 /],
      [`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`, /^HTTP\/1.1 400 /],
    ] as const) {
      const { socket, heard } = await room.dial()
      const closed = new Promise(resolve => socket.once('close', resolve))
      socket.end(opening)
      await closed
      expect(heard(), opening).toMatch(answer)
    }
    expect((await room.ask({})).status).toBe(200)
  })

  it('believes the addresses it is told to, also while it runs, and no other', async () => {
    const room = await openRoom()
    const asked = async (host: string): Promise<number> => (await room.ask({ headers: { Host: host } })).status
    expect(await asked(`localhost:${room.port}`)).toBe(421)
    room.stage.setHosts([`localhost:${room.port}`])
    expect(await asked(`localhost:${room.port}`)).toBe(200)
    expect(await asked(`127.0.0.1:${room.port}`)).toBe(421)
    expect(await asked('localhost')).toBe(421)
    expect(await asked(`localhost:${room.port}.evil.example`)).toBe(421)
  })

  it('has nothing for an audience when there is to be none', async () => {
    const room = await openRoom({ siteFolder: null })
    for (const path of ['/', '/assets/index-Dqa5FLqb.js', '/follow'])
      expect((await room.ask({ path })).status, path).toBe(404)
    expect((await room.ask({ path: '/remote' })).status).toBe(200)
  })

  it('says no more than that something went wrong, when it did, and goes on', async () => {
    const room = await openRoom({
      info: () => {
        throw new Error('The notes of slide 3 are broken.')
      },
    })
    const headers = room.asPhone(await room.pair())
    const reply = await room.ask({ path: '/remote/info', headers })
    expect([reply.status, reply.body]).toEqual([500, 'Something went wrong on the laptop; it goes on.\n'])
    expect(room.log.join()).toContain('The notes of slide 3 are broken.')
    expect((await room.ask({})).status).toBe(200)
  })
})

async function cookieOf(room: Room, client: Client): Promise<string> {
  if (client === 'anonymous')
    return 'stage-phone=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
  if (client === 'viewer') {
    await listen(room, '/follow')
    return ''
  }
  const cookie = await room.pair()
  if (client === 'revoked')
    room.admission.revokeAll()
  return cookie
}

function headersOf({ port }: Room, source: Source, cookie: string, isPost: boolean): Record<string, string> {
  const own = `127.0.0.1:${port}`
  const from: Record<Source, Record<string, string>> = {
    'same origin': { 'Origin': `http://${own}`, 'Sec-Fetch-Site': 'same-origin' },
    'no Origin': {},
    'foreign Origin': { Origin: 'http://evil.example' },
    'null Origin': { Origin: 'null' },
    // A link, or a form: a POST has the Origin of the page.
    'cross site': isPost ? { 'Origin': `http://${own}`, 'Sec-Fetch-Site': 'cross-site' } : { 'Sec-Fetch-Site': 'cross-site' },
    'foreign Host': { Host: `evil.example:${port}`, Origin: `http://evil.example:${port}` },
    // One of the stage's own, but all who ask here come from the laptop itself.
    'name of the network': { Host: `192.168.1.7:${port}`, Origin: `http://192.168.1.7:${port}` },
    'no Host': { Host: '' },
  }
  return { ...cookie ? { Cookie: cookie } : {}, ...isPost ? { 'Content-Type': 'application/json' } : {}, ...from[source] }
}
