import type { Reply, Room } from './room'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Admission } from '../../../stage/pairing/admission'
import { openRoom } from './room'

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36'

function show(room: Room, code: unknown, cookie = ''): Promise<Reply> {
  return room.ask({ method: 'POST', path: '/remote/pair', headers: { ...room.asPhone(cookie), 'User-Agent': IPHONE }, body: JSON.stringify({ code }) })
}

async function mayDrive(room: Room, cookie: string): Promise<boolean> {
  return (await room.ask({ path: '/remote/info', headers: { Cookie: cookie } })).status === 200
}

describe('pairing over the network', () => {
  it('gives a cookie for the right code that only the browser itself can use', async () => {
    const room = await openRoom()
    const { text } = room.admission.newCode(Date.now())
    const { status, headers, body } = await show(room, text)
    expect([status, body]).toEqual([204, ''])
    const [cookie = ''] = headers['set-cookie'] ?? []
    expect(headers['set-cookie']).toHaveLength(1)
    expect(cookie).toMatch(/^stage-phone=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/remote; Max-Age=\d+$/)
    expect(headers['cache-control']).toBe('no-store')
    expect(await mayDrive(room, cookie.split(';')[0] ?? '')).toBe(true)
    expect(room.admission.phones().map(({ name }) => name)).toEqual(['Safari on iPhone'])
  })

  it('refuses what is wrong, used, replaced or over, and says which', async () => {
    let nowMs = 1_000_000
    const room = await openRoom({ now: () => nowMs })
    const replaced = room.admission.newCode(nowMs).text
    const used = room.admission.newCode(nowMs).text
    await show(room, used)
    const over = room.admission.newCode(nowMs).text
    nowMs += 5 * 60_000
    for (const [code, why] of [['nonsense', 'wrong'], [used, 'used'], [replaced, 'replaced'], [over, 'expired'], [`${over}x`, 'wrong']]) {
      const { status, headers, body } = await show(room, code)
      expect([status, JSON.parse(body), headers['set-cookie']]).toEqual([403, { why }, undefined])
    }
    for (const nothing of ['', null, 7, [], 'x'.repeat(200)])
      expect((await show(room, nothing)).status, String(nothing)).toBe(400)
  })

  it('puts off guesses, but neither the right code nor a phone that is paired', async () => {
    const room = await openRoom()
    const paired = await room.pair()
    const { text } = room.admission.newCode(Date.now())
    const statuses: number[] = []
    for (let guess = 0; guess < 12; guess++)
      statuses.push((await show(room, `guess ${guess}`)).status)
    expect(statuses).toEqual([...Array.from<number>({ length: 10 }).fill(403), 429, 429])
    expect((await show(room, 'one more')).headers['retry-after']).toBe('60')
    expect((await room.command(paired, { kind: 'next' })).upTo).toBe(1)
    expect((await show(room, text)).status).toBe(204)
  })

  it('is not throttled by pages of other sites, which cannot try at all', async () => {
    const room = await openRoom()
    for (let guess = 0; guess < 20; guess++) {
      const { status } = await room.ask({ method: 'POST', path: '/remote/pair', headers: { 'Origin': 'http://evil.example', 'Content-Type': 'text/plain' }, body: '{"code":"guess"}' })
      expect(status).toBe(403)
    }
    expect((await show(room, 'a typing mistake')).status).toBe(403)
  })

  it('two phones at a time, each on its own, and revoked one by one', async () => {
    const room = await openRoom()
    const [first, second] = [await room.pair(IPHONE), await room.pair(ANDROID)]
    expect(first).not.toBe(second)
    await room.command(first, { kind: 'next' })
    const { state } = await room.command(second, { kind: 'next' })
    expect(state.position).toEqual({ slide: 2, click: 1 })
    const [iphone, android] = room.admission.phones()
    expect([iphone?.name, android?.name]).toEqual(['Safari on iPhone', 'Chrome on Android'])
    room.admission.revoke(iphone?.id ?? '')
    expect([await mayDrive(room, first), await mayDrive(room, second)]).toEqual([false, true])
    room.admission.revokeAll()
    expect(await mayDrive(room, second)).toBe(false)
  })

  it('of a phone that is paired already replaces its session, on a connection that it has in use', async () => {
    const room = await openRoom()
    const before = await room.pair()
    const { text } = room.admission.newCode(Date.now())
    const { socket, heard } = await room.dial()
    const answered = (status: number): Promise<void> => expect.poll(() => heard().split('HTTP/1.1 ').filter(part => part.startsWith(String(status))).length).toBe(1)
    socket.write(`GET /remote/info HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nCookie: ${before}\r\n\r\n`)
    await answered(200)
    const body = JSON.stringify({ code: text })
    socket.write(`POST /remote/pair HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nOrigin: http://127.0.0.1:${room.port}\r\nCookie: ${before}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    await answered(204)
    const after = /stage-phone=[\w-]+/.exec(heard())?.[0] ?? ''
    expect([await mayDrive(room, after), await mayDrive(room, before), room.admission.phones().length]).toEqual([true, false, 1])
  })

  it('outlives a restart of the server', async () => {
    const room = await openRoom()
    const [cookie, revoked] = [await room.pair(), await room.pair()]
    room.admission.revoke(room.admission.phones()[1]?.id ?? '')
    const kept: unknown = JSON.parse(JSON.stringify(room.admission.keep()))
    await room.stage.close()
    const again = await openRoom({ admission: new Admission({ random: randomBytes, kept }) })
    expect([await mayDrive(again, cookie), await mayDrive(again, revoked)]).toEqual([true, false])
    expect(JSON.stringify(kept)).not.toContain(cookie.split('=')[1])
  })

  it('knows a cookie among others, and none that only looks like it', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const session = cookie.slice('stage-phone='.length)
    expect(await mayDrive(room, `theme=dark; stage-phone=${'A'.repeat(43)}; ${cookie}; x`)).toBe(true)
    for (const other of [`stage-phone=${session}x`, `stage-phone=${session.slice(1)}`, `Stage-Phone=${session}`, session, `stage-phone="${session}"`, `x=${cookie}`, ''])
      expect(await mayDrive(room, other), other).toBe(false)
  })
})
