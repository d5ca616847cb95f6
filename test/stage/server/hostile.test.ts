import type { Socket } from 'node:net'
import type { Room } from './room'
import { Buffer } from 'node:buffer'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openRoom, until } from './room'

// A busy machine is no reason to fail: what must be quick is measured where it must.
vi.setConfig({ testTimeout: 20_000 })

/** Patience of the servers here, so that the tests need none: the same limits, a few times shorter. */
const IMPATIENT = { headersMs: 400, requestMs: 1_500, restMs: 1_000, stuckMs: 2_000, body: { bytes: 64 * 1024, ms: 300 } }

/** A normal request of the audience, and a command of the speaker's, are answered within a second. */
async function expectAlive(room: Room, cookie: string): Promise<void> {
  const start = performance.now()
  const [page, answer] = await Promise.all([room.ask({}), room.command(cookie, { kind: 'next' })])
  expect(page.status).toBe(200)
  expect(answer.upTo).toBeGreaterThan(0)
  expect(performance.now() - start).toBeLessThan(1000)
}

function post(room: Room, path: string, cookie: string, more = ''): string {
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nOrigin: http://127.0.0.1:${room.port}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\n${more}`
}

describe('a body', () => {
  const NEXT = { seq: 1, from: { slide: 1, click: 0 }, agoMs: 0, command: { kind: 'next' } }
  const BAD: Record<string, string> = {
    'nothing': '',
    'no JSON': '{',
    'JSON of another shape': '[]',
    'null': 'null',
    'a number': '1e999',
    'an unknown key': JSON.stringify({ client: 'somebody', commands: [], more: 1 }),
    '__proto__ at the top': '{"client":"somebody","commands":[],"__proto__":{"isPaired":true}}',
    'constructor below': `{"client":"somebody","commands":[{"seq":1,"from":{"slide":1,"click":0},"agoMs":0,"command":{"kind":"next","constructor":{"prototype":{"isPaired":true}}}}]}`,
    '__proto__ with an escape': '{"client":"somebody","commands":[],"__pro\\u0074o__":{"isPaired":true}}',
    'a slide below one': JSON.stringify({ client: 'somebody', commands: [{ ...NEXT, command: { kind: 'go', to: { slide: -1, click: 0 } } }] }),
    'a fraction of a number': JSON.stringify({ client: 'somebody', commands: [{ ...NEXT, seq: 1.5 }] }),
    'too many commands': JSON.stringify({ client: 'somebody', commands: Array.from({ length: 501 }, (_, index) => ({ ...NEXT, seq: index + 1 })) }),
    'a client without a name': JSON.stringify({ client: '', commands: [] }),
    'a hundred thousand brackets': '['.repeat(60_000),
    'a byte order mark and no more': '\uFEFF',
  }

  it('is refused when it is not what it should be, and leaves no trace', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    for (const [what, body] of Object.entries(BAD)) {
      for (const path of ['/remote/command', '/remote/pair']) {
        const { status } = await room.ask({ method: 'POST', path, headers: room.asPhone(cookie), body })
        expect(status === 400 || status === 413, `${what} to ${path}: ${status}`).toBe(true)
      }
    }
    expect(Object.keys(Object.prototype)).toEqual([])
    expect('isPaired' in {}).toBe(false)
    expect(room.talk.state(0).position).toEqual({ slide: 1, click: 0 })
    await expectAlive(room, cookie)
    expect(room.log).toEqual([])
  })

  it('must say that it is JSON, and be neither compressed nor in another alphabet', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await room.ask({ method: 'POST', path: '/remote/command', headers: { ...room.asPhone(cookie), ...headers }, body: '{"client":"somebody","commands":[]}' })).status
    expect(await status({})).toBe(200)
    expect(await status({ 'Content-Type': 'application/json; charset=utf-8' })).toBe(200)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', 'application/json, text/plain', ''])
      expect(await status({ 'Content-Type': type }), type).toBe(415)
    expect(await status({ 'Content-Encoding': 'gzip' })).toBe(415)
  })

  it('may not be longer than anybody needs, announced or not', async () => {
    // So patient that it must be the length that is noticed.
    const room = await openRoom({ limits: { body: { bytes: 64 * 1024, ms: 30_000 }, requestMs: 30_000 } })
    const cookie = await room.pair()
    const announced = await room.dial()
    announced.socket.write(`${post(room, '/remote/command', cookie)}Content-Length: ${50e6}\r\n\r\n`)
    await until(() => announced.heard().startsWith('HTTP/1.1 413'), 'a refusal by the length alone')
    await until(() => announced.socket.destroyed, 'the end of the connection')

    const chunked = await room.dial()
    let sent = 0
    chunked.socket.write(`${post(room, '/remote/pair', '')}Transfer-Encoding: chunked\r\n\r\n`)
    const chunk = Buffer.from(`10000\r\n${' '.repeat(0x10000)}\r\n`)
    while (!chunked.socket.destroyed && sent < 50e6) {
      chunked.socket.write(chunk)
      sent += chunk.length
      await sleep(1)
    }
    expect(sent).toBeLessThan(20e6)
    await expectAlive(room, cookie)
  })

  it('has no place in a question', async () => {
    const room = await openRoom({ limits: IMPATIENT })
    expect((await room.ask({ headers: { 'Content-Length': '5' }, body: 'hello' })).status).toBe(413)
    expect((await room.ask({ path: '/remote', headers: { 'Content-Length': '5' }, body: 'hello' })).status).toBe(413)
  })

  it('may not take for ever', async () => {
    const room = await openRoom({ limits: IMPATIENT })
    const cookie = await room.pair()
    const { socket, heard } = await room.dial()
    socket.write(`${post(room, '/remote/command', cookie)}Content-Length: 1000\r\n\r\n{"client"`)
    await until(() => heard().startsWith('HTTP/1.1 408'), 'a refusal')
    await until(() => socket.destroyed, 'the end of the connection')
    await expectAlive(room, cookie)
  })

  it('of a phone that is revoked while it arrives does nothing any more', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const body = JSON.stringify({ client: 'somebody', commands: [NEXT] })
    const { socket, heard } = await room.dial()
    socket.write(`${post(room, '/remote/command', cookie)}Content-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`)
    // An answer to a later request shows that the beginning has been read.
    await room.ask({})
    room.admission.revokeAll()
    socket.write(body.slice(20))
    await until(() => heard().startsWith('HTTP/1.1 403'), 'a refusal')
    expect(room.talk.state(0).position).toEqual({ slide: 1, click: 0 })
  })
})

describe('a server that leaves its address', () => {
  it('does so at once, whatever its connections are at, and can come again', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const host = `Host: 127.0.0.1:${room.port}\r\n`
    const follow = `GET /follow HTTP/1.1\r\n${host}\r\n`
    const stuck = ['', 'nonsense\r\n\r\n', `CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n`, `GET / HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`]
    const all = await Promise.all(['', 'GET / HT', `${post(room, '/remote/pair', '')}Content-Length: 100\r\n\r\n{`, `GET / HTTP/1.1\r\n${host}\r\n`, `GET /remote/state HTTP/1.1\r\n${host}Cookie: ${cookie}\r\n\r\n`, ...stuck.map(() => follow)].map(async (opening) => {
      const { socket } = await room.dial()
      socket.write(opening)
      return socket
    }))
    await until(() => room.talk.state(0).followers === stuck.length, 'followers')
    const readers = all.slice(-stuck.length)
    readers.forEach(socket => socket.pause())
    // More than the system holds for a connection.
    room.stage.tell(JSON.stringify('x'.repeat(20_000_000)))
    readers.forEach((socket, index) => socket.write(stuck[index] ?? ''))
    // An answer to a later request shows that this has been read.
    await room.ask({})
    await room.stage.leave('127.0.0.1')
    readers.forEach(socket => socket.resume())
    await until(() => all.every(socket => socket.destroyed), 'the end of all connections')
    await expect(room.ask({})).rejects.toThrow('ECONNREFUSED')
    expect(await room.stage.listen('127.0.0.1', room.port)).toBe(room.port)
    await expectAlive(room, cookie)
  })
})

describe('a connection', () => {
  it('that breaks off at any point ends nothing but itself', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const whole = `${post(room, '/remote/command', cookie)}Content-Length: 34\r\n\r\n{"client":"somebody","commands":[]}`
    for (let length = 0; length < whole.length; length += 7) {
      for (const how of ['end', 'resetAndDestroy'] as const) {
        const { socket } = await room.dial()
        socket.write(whole.slice(0, length))
        socket[how]()
      }
    }
    // Answers that nobody waits for: the whole site, and streams.
    for (const path of ['/', '/assets/index-Dqa5FLqb.js', '/follow', '/remote/state', '/remote/info']) {
      const { socket } = await room.dial()
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nCookie: ${cookie}\r\n\r\n`.repeat(20))
      socket.resetAndDestroy()
    }
    await expectAlive(room, cookie)
    expect(room.log).toEqual([])
  })

  it('that says nothing, or not enough, is closed; five hundred of them keep nobody out', async () => {
    const room = await openRoom({ limits: { ...IMPATIENT, headersMs: 1_500, requestMs: 2_000 } })
    const cookie = await room.pair()
    const openings = ['', 'GET', `GET / HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nX-`, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`]
    const sockets = await Promise.all(Array.from({ length: 500 }, async (_, index) => {
      const { socket } = await room.dial()
      socket.write(openings[index % openings.length] ?? '')
      return socket
    }))
    expect(sockets.filter(socket => !socket.destroyed).length).toBeGreaterThan(400)
    await expectAlive(room, cookie)
    await until(() => sockets.every(socket => socket.destroyed), 'the end of all of them')
    await expectAlive(room, cookie)
  })

  it('too many give way, the oldest that do nothing first, never the speaker\'s', async () => {
    const room = await openRoom({ limits: { connections: 50 } })
    const cookie = await room.pair()
    const stream = await room.dial()
    stream.socket.write(`GET /remote/state HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nCookie: ${cookie}\r\n\r\n`)
    await until(() => stream.heard().includes('event: state'), 'the state of the talk')
    const follower = await room.dial()
    follower.socket.write(`GET /follow HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`)
    await until(() => follower.heard().includes('event: talk'), 'the position')

    const silent: Socket[] = []
    for (let count = 0; count < 200; count++)
      silent.push((await room.dial()).socket)
    await until(() => silent.filter(socket => socket.destroyed).length >= 150, 'room being made')
    expect(silent.findLastIndex(socket => socket.destroyed)).toBeLessThan(160)
    expect([stream.socket.destroyed, follower.socket.destroyed]).toEqual([false, false])
    await expectAlive(room, cookie)
    await until(() => /"slide":2/.test(stream.heard()) && /"slide":2/.test(follower.heard()), 'the next slide')
  })

  it('with oversized or broken headers is refused, and closed', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const host = `Host: 127.0.0.1:${room.port}\r\n`
    for (const [what, text, status] of [
      ['a long header', `GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
      ['many headers', `GET / HTTP/1.1\r\n${host}${'X: y\r\n'.repeat(5000)}\r\n`, 431],
      ['a cookie of half a megabyte', `GET / HTTP/1.1\r\n${host}Cookie: ${'a=b;'.repeat(125_000)}\r\n\r\n`, 431],
      ['a long address', `GET /${'a'.repeat(2000)} HTTP/1.1\r\n${host}\r\n`, 414],
      ['a NUL in the address', `GET /\0 HTTP/1.1\r\n${host}\r\n`, 400],
      ['a NUL in a header', `GET / HTTP/1.1\r\n${host}X: \0\r\n\r\n`, 400],
      ['two lengths', `${post(room, '/remote/pair', '')}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`, 400],
      ['a length and chunks', `${post(room, '/remote/pair', '')}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
      ['a negative length', `${post(room, '/remote/pair', '')}Content-Length: -1\r\n\r\n`, 400],
      ['another protocol', 'SSH-2.0-OpenSSH_9.0\r\n\r\n', 400],
      ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03', 400],
    ] as const) {
      const { socket, heard } = await room.dial()
      socket.write(text, 'latin1')
      await until(() => socket.destroyed || heard().includes('\r\n\r\n'), `an end of ${what}`)
      // Who is still sending when it is refused may find the connection gone before the answer is read.
      if (heard() !== '')
        expect(heard(), what).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      await expectAlive(room, cookie)
    }
    expect(room.log).toEqual([])
  })

  it('that follows and reads nothing is cut off', async () => {
    const room = await openRoom({ limits: { stuckMs: 500, runEveryMs: 1, countEveryMs: 1 } })
    const cookie = await room.pair()
    const socket = connect(room.port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => {})
    // Never read from: the system's buffers fill.
    socket.write(`GET /follow HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`)
    await until(() => room.talk.state(0).followers === 1, 'a follower')
    const run = JSON.stringify('x'.repeat(1_000_000))
    await until(() => {
      room.stage.tell(run)
      return room.talk.state(0).followers === 0
    }, 'the end of the connection')
    await expectAlive(room, cookie)
  })

  it('that does not wait for its answers is cut off, so that others need not wait for them', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const { socket, heard } = await room.dial()
    socket.write(`GET /nothing HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`.repeat(5000))
    await until(() => socket.destroyed, 'the end of the connection')
    expect(heard().split('HTTP/1.1 404').length).toBeLessThan(10)

    const expecting = await room.dial()
    expecting.socket.write(`${post(room, '/remote/pair', '')}Expect: 100-continue\r\nContent-Length: 0\r\n\r\n`.repeat(5000))
    await until(() => expecting.socket.destroyed, 'the end of the other connection')
    expect(expecting.heard().split('HTTP/1.1 417').length).toBeLessThan(10)
    await expectAlive(room, cookie)
  })

  it.each([
    ['an upgrade', 'GET / HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['a tunnel', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n'],
    ['nonsense', 'nonsense\r\n\r\n'],
  ])('that asks for %s while it is being answered is cut off, and nothing is written into the answer', async (_, more) => {
    const room = await openRoom({ limits: { countEveryMs: 1 } })
    const { socket, heard } = await room.dial()
    socket.write(`GET /follow HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`)
    await until(() => heard().includes('event: talk') && room.talk.state(0).followers === 1, 'a follower')
    socket.write(more.replace('HOST', `127.0.0.1:${room.port}`))
    await until(() => socket.destroyed && room.talk.state(0).followers === 0, 'the end of the connection')
    expect(heard().match(/HTTP\/1\.1/g)).toHaveLength(1)
  })

  it('of a phone that is revoked is like everybody\'s: what it asks is refused, and it gives way', async () => {
    const room = await openRoom({ limits: { connections: 10 } })
    const [revoked, paired] = [await room.pair(), await room.pair()]
    const info = async (cookie: string): Promise<{ socket: Socket, ask: () => Promise<string> }> => {
      const { socket, heard } = await room.dial()
      const ask = async (): Promise<string> => {
        const before = heard().length
        socket.write(`GET /remote/info HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nCookie: ${cookie}\r\n\r\n`)
        await until(() => /\r\n\r\n./.test(heard().slice(before)), 'an answer')
        return heard().slice(before, before + 12)
      }
      expect(await ask()).toBe('HTTP/1.1 200')
      return { socket, ask }
    }
    const [asking, idle, safe] = [await info(revoked), await info(revoked), await info(paired)]
    room.admission.revoke(room.admission.phones()[0]?.id ?? '')
    expect(await asking.ask()).toBe('HTTP/1.1 403')
    for (let count = 0; count < 20; count++)
      await room.dial()
    await until(() => asking.socket.destroyed && idle.socket.destroyed, 'room being made')
    expect(await safe.ask()).toBe('HTTP/1.1 200')
  })

  it('that asks too much has to wait, and is cut off in the end; a phone and another address are not', async () => {
    const room = await openRoom({ limits: { turnstile: { atOnce: 10, perSecond: 2, waitMs: 600 } } })
    const cookie = await room.pair()
    const start = performance.now()
    const times: number[] = []
    const crowd = await Promise.all(Array.from({ length: 20 }, async () => {
      const { socket, heard } = await room.dial()
      socket.once('data', () => times.push(performance.now() - start))
      socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`)
      return { socket, heard }
    }))
    for (let count = 0; count < 20; count++)
      await room.command(cookie, { kind: 'next' })
    await until(() => crowd.every(({ socket, heard }) => socket.destroyed || heard() !== ''), 'an end of all')
    // Pairing has been one of the ten.
    expect(times.length).toBeGreaterThanOrEqual(10)
    expect(crowd.some(({ heard }) => heard() === '')).toBe(true)
    expect(times.every((time, index) => time >= (index - 9) * 500 - 5)).toBe(true)
    expect(crowd.every(({ heard }) => heard() === '' || heard().startsWith('HTTP/1.1 200'))).toBe(true)
  })

  it('that asks as soon as it is answered is answered each time', async () => {
    const room = await openRoom()
    const { socket, heard } = await room.dial()
    for (let count = 1; count <= 300; count++) {
      socket.write(`GET /${count % 2 ? 'assets/index-Dqa5FLqb.js' : 'nothing'} HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`)
      const isAnswered = (): boolean => count % 2 ? heard().split('the deck, '.repeat(1000)).length > count / 2 + 1 : heard().endsWith('There is nothing here.\n')
      await new Promise<void>((resolve, reject) => {
        const look = (): void => isAnswered() ? done() : undefined
        const gone = (): void => reject(new Error(`The connection is gone at question ${count}.`))
        function done(): void {
          socket.off('data', look).off('close', gone)
          resolve()
        }
        socket.on('data', look).once('close', gone)
      })
    }
    expect(heard().match(/HTTP\/1\.1 (?:200|404)/g)).toHaveLength(300)
  })
})
