import type { Room } from '../server/room'
import { describe, expect, it, vi } from 'vitest'
import { openRoom, until } from '../server/room'

vi.setConfig({ testTimeout: 20_000 })

async function statusOf(room: Room, path: string, body: string, cookie = ''): Promise<number> {
  return (await room.ask({ method: 'POST', path, headers: room.asPhone(cookie), body })).status
}

describe('what anybody may send to be paired', () => {
  it('is a code and no more, whatever a key is called', async () => {
    const room = await openRoom()
    const { text } = room.admission.newCode(Date.now())
    for (const key of ['more', '__proto__', '__pro\\u0074o__', 'constructor', 'prototype'])
      expect(await statusOf(room, '/remote/pair', `{"code":"${text}","${key}":{"isPaired":true}}`), key).toBe(400)
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(await statusOf(room, '/remote/pair', JSON.stringify({ code: text }))).toBe(204)
  })

  it('is short, announced or not, so that reading it costs next to nothing', async () => {
    const room = await openRoom()
    const code = (length: number): string => JSON.stringify({ code: 'x' }).padEnd(length)
    expect([await statusOf(room, '/remote/pair', code(512)), await statusOf(room, '/remote/pair', code(513))]).toEqual([403, 413])

    const { socket, heard } = await room.dial()
    const head = `POST /remote/pair HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nOrigin: http://127.0.0.1:${room.port}\r\nContent-Type: application/json\r\n`
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n${'1\r\n \r\n'.repeat(768)}`)
    await until(() => heard().startsWith('HTTP/1.1 413'), 'a refusal')
    await until(() => socket.destroyed, 'the end of the connection')
  })
})

describe('a code that was used', () => {
  it('is refused to everybody, the phone too that never got the answer to it; the next one is not', async () => {
    const room = await openRoom()
    const show = (code: string): string => JSON.stringify({ code })
    const body = show(room.admission.newCode(Date.now()).text)
    const { socket } = await room.dial()
    socket.write(`POST /remote/pair HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nOrigin: http://127.0.0.1:${room.port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    await until(() => room.admission.phones().length === 1, 'a phone that was let in')
    socket.destroy()
    const again = await room.ask({ method: 'POST', path: '/remote/pair', headers: room.asPhone(''), body })
    expect([again.status, JSON.parse(again.body), again.headers['set-cookie']]).toEqual([403, { why: 'used' }, undefined])
    expect(await statusOf(room, '/remote/pair', show(room.admission.newCode(Date.now()).text))).toBe(204)
  })
})

describe('the session of a phone', () => {
  it('is good at the address where it was given, and at that only', async () => {
    const room = await openRoom()
    const [here, there] = [`127.0.0.1:${room.port}`, `localhost:${room.port}`]
    room.stage.setHosts([here, there])
    const cookie = await room.pair()
    const statusAt = async (host: string): Promise<number> => (await room.ask({ path: '/remote/info', headers: { Host: host, Cookie: cookie } })).status
    expect([await statusAt(here), await statusAt(there), await statusAt(here)]).toEqual([200, 403, 200])
  })
})

describe('the page of a phone', () => {
  it('goes on with it when it is paired again while the page is open', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const page = JSON.stringify({ client: 'page-that-is-open', commands: [{ seq: 1, from: { slide: 1, click: 0 }, agoMs: 0, command: { kind: 'next' } }] })
    expect(await statusOf(room, '/remote/command', page, cookie)).toBe(200)
    const { headers } = await room.ask({ method: 'POST', path: '/remote/pair', headers: room.asPhone(cookie), body: JSON.stringify({ code: room.admission.newCode(Date.now()).text }) })
    const renewed = headers['set-cookie']![0]!.split(';')[0]!
    expect(await statusOf(room, '/remote/command', page.replace('"seq":1', '"seq":2'), renewed)).toBe(200)
    expect(room.talk.state(0).position).toEqual({ slide: 2, click: 1 })
  })
})

describe('a phone that gives commands under the name of another page', () => {
  it('is refused, and the other goes on', async () => {
    const room = await openRoom()
    const [honest, thief] = [await room.pair(), await room.pair()]
    const { state: { heard } } = await room.command(honest, { kind: 'next' })
    const from = { slide: 1, click: 0 }
    const steal = (client: string): Promise<number> => statusOf(room, '/remote/command', JSON.stringify({ client, commands: [{ seq: 1_000_000_000, from, agoMs: 0, command: { kind: 'previous' } }] }), thief)
    expect(await steal(heard[0]!.client)).toBe(403)
    room.talk.apply({ client: 'window-of-the-laptop', commands: [{ seq: 1, from, agoMs: 0, command: { kind: 'next' } }] }, Date.now())
    expect(await steal('window-of-the-laptop')).toBe(403)
    const before = room.talk.state(0).position
    expect(await room.command(honest, { kind: 'next' })).toMatchObject({ dropped: [], state: { position: { slide: before.slide, click: before.click + 1 } } })
    expect(room.log).toEqual([])
  })
})
