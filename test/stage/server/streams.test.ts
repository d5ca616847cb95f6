import type { Socket } from 'node:net'
import process from 'node:process'
import { describe, expect, it, vi } from 'vitest'
import { listen, openRoom, until } from './room'

// A busy machine is no reason to fail: what must be quick is measured where it must.
vi.setConfig({ testTimeout: 20_000 })

describe('who follows', () => {
  it('hears where the talk is, at once and at every move, and never a note or a name', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const follower = await listen(room, '/follow')
    await until(() => follower.events('talk').length === 1, 'the position')
    await room.command(cookie, { kind: 'next' }, { kind: 'next' })
    await room.command(cookie, { kind: 'blank', isBlank: true })
    await until(() => follower.events('talk').length === 3, 'two moves')
    expect(follower.events('talk')).toEqual([
      { position: { slide: 1, click: 0 }, isBlank: false },
      { position: { slide: 2, click: 1 }, isBlank: false },
      { position: { slide: 2, click: 1 }, isBlank: true },
    ])
  })

  it('is not told of what does not concern the room', async () => {
    const room = await openRoom()
    const cookie = await room.pair()
    const follower = await listen(room, '/follow')
    await room.command(cookie, { kind: 'timer', deed: 'start' })
    await room.command(cookie, { kind: 'next' })
    const moved = { position: { slide: 2, click: 0 }, isBlank: false }
    await until(() => JSON.stringify(follower.events('talk').at(-1)) === JSON.stringify(moved), 'the move')
    expect(follower.events('talk')).toEqual([{ position: { slide: 1, click: 0 }, isBlank: false }, moved])
  })

  it('sees the live run, a few times a second, and its last snapshot always', async () => {
    const room = await openRoom({ limits: { runEveryMs: 100 } })
    const follower = await listen(room, '/follow')
    for (let tick = 1; tick <= 50; tick++)
      room.stage.tell(JSON.stringify({ tick }, null, 2))
    await until(() => follower.events('run').some(run => JSON.stringify(run) === '{"tick":50}'), 'the last snapshot')
    expect(follower.events('run')).toEqual([null, { tick: 1 }, { tick: 50 }])
    const late = await listen(room, '/follow')
    await until(() => late.events('run').length > 0, 'the snapshot for one who comes late')
    expect(late.events('run')).toEqual([{ tick: 50 }])
    room.stage.tell(null)
    await until(() => follower.events('run').at(-1) === null, 'the end of the run')
  })

  it('is counted, and no more when gone', async () => {
    const room = await openRoom({ limits: { countEveryMs: 20 } })
    const followers = (): number => room.talk.state(0).followers
    const all = await Promise.all(Array.from({ length: 3 }, () => listen(room, '/follow')))
    await until(() => followers() === 3, 'three followers')
    all[0]?.response.destroy()
    await until(() => followers() === 2, 'two followers')
  })

  it('is turned away when all places are taken by that address', async () => {
    const room = await openRoom({ limits: { followers: 2 } })
    await listen(room, '/follow')
    await listen(room, '/follow')
    const { status, headers } = await room.ask({ path: '/follow' })
    expect([status, headers['retry-after']]).toEqual([503, '10'])
  })

  // Loopback has more addresses than one on Linux.
  it.runIf(process.platform === 'linux')('is let in in the place of somebody of the address that takes the most', async () => {
    const room = await openRoom({ limits: { followers: 3, countEveryMs: 1 } })
    const crowd = await Promise.all(Array.from({ length: 3 }, () => listen(room, '/follow')))
    const follow = async (): Promise<string> => {
      const { socket, heard } = await room.dial('127.0.0.2')
      socket.write(`GET /follow HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`)
      await until(() => heard().includes('\r\n\r\n'), 'an answer')
      return heard().slice(0, 12)
    }
    expect(await follow()).toBe('HTTP/1.1 200')
    await until(() => crowd.some(({ isOver }) => isOver()), 'a place')
    expect(crowd.filter(({ isOver }) => isOver())).toHaveLength(1)
    // One more, and that address would be the one that takes the most.
    expect(await follow()).toBe('HTTP/1.1 503')
    expect(room.talk.state(0).followers).toBe(3)
  })

  it('gets only the newest when slow, however much there was', async () => {
    const room = await openRoom({ limits: { runEveryMs: 1 } })
    const follow = async (): Promise<{ socket: Socket, bytes: number, tail: string }> => {
      const { socket } = await room.dial()
      const seen = { socket, bytes: 0, tail: '' }
      socket.on('data', (chunk: string) => {
        seen.bytes += chunk.length
        seen.tail = (seen.tail + chunk).slice(-100)
      })
      socket.write(`GET /follow HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`)
      return seen
    }
    const [quick, slow] = [await follow(), await follow()]
    slow.socket.pause()
    const padding = 'x'.repeat(1_000_000)
    // Forty megabytes: several times what the system holds for a connection.
    for (let tick = 1; tick <= 40; tick++) {
      room.stage.tell(JSON.stringify({ padding, tick }))
      await until(() => quick.tail.endsWith(`"tick":${tick}}\n\n`), `snapshot ${tick}`)
    }
    slow.socket.resume()
    await until(() => slow.tail.endsWith(`"tick":40}\n\n`), 'the last snapshot')
    expect(quick.bytes).toBeGreaterThan(40_000_000)
    expect(slow.bytes).toBeLessThan(20_000_000)
  })

  it('is told once more where the talk is when nothing happens, so that a page notices a dead connection', async () => {
    const room = await openRoom({ limits: { beatMs: 30 } })
    const cookie = await room.pair()
    const follower = await listen(room, '/follow')
    await room.command(cookie, { kind: 'next' })
    const there = JSON.stringify({ position: { slide: 2, click: 0 }, isBlank: false })
    await until(() => follower.events('talk').filter(talk => JSON.stringify(talk) === there).length > 3, 'signs of life')
    expect(follower.events('run')).toEqual([null])
  })

  it('comes again after different times, so that a restart is not met by all at once', async () => {
    const room = await openRoom()
    const times = await Promise.all(Array.from({ length: 10 }, async () => {
      const { socket, heard } = await room.dial()
      socket.write(`GET /follow HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`)
      await until(() => heard().includes('retry: '), 'a time')
      return /retry: (\d+)/.exec(heard())?.[1]
    }))
    expect(new Set(times).size).toBe(10)
  })
})

describe('who drives', () => {
  it('hears of every change at once, and all the same as a sign of life', async () => {
    const room = await openRoom({ limits: { beatMs: 50 } })
    const [mine, theirs] = [await room.pair(), await room.pair()]
    const stream = await listen(room, '/remote/state', { Cookie: theirs })
    await until(() => stream.events('state').length >= 1, 'the state')
    const { state } = await room.command(mine, { kind: 'next' })
    await until(() => JSON.stringify(stream.events('state')).includes(`"revision":${state.revision},`), 'the state of the answer')
    const before = stream.events('state').length
    await until(() => stream.events('state').length >= before + 2, 'signs of life')
    expect(stream.events('state').at(-1)).toMatchObject({ revision: state.revision, position: { slide: 2, click: 0 } })
  })

  it('counts as connected while its page is open and says something, not because a dead connection is not known to be', async () => {
    let nowMs = Date.now()
    let changes = 0
    const room = await openRoom({ now: () => nowMs, limits: { beatMs: 20 }, onPhones: () => changes++ })
    const isConnected = (): boolean => room.stage.phones()[0]!.isConnected
    const cookie = await room.pair()
    const stream = await listen(room, '/remote/state', { Cookie: cookie })
    await until(() => changes === 1, 'the page')
    nowMs += 39_999
    expect(isConnected()).toBe(true)
    // It walked out of the Wi-Fi: its connection is there, and takes all that it is told.
    nowMs += 1
    await until(() => changes === 2, 'its silence')
    expect(isConnected()).toBe(false)
    await room.command(cookie)
    await until(() => changes === 3, 'its return')
    expect(room.stage.phones()).toMatchObject([{ isConnected: true, seenAtMs: nowMs }])
    stream.response.destroy()
    await until(() => changes === 4, 'its end')
    expect(isConnected()).toBe(false)
  })

  it('hears nothing any more from the moment it is revoked; the other phone goes on', async () => {
    const room = await openRoom()
    const [mine, theirs] = [await room.pair(), await room.pair()]
    const [kept, ended] = [await listen(room, '/remote/state', { Cookie: mine }), await listen(room, '/remote/state', { Cookie: theirs })]
    // A hostile phone might ask for more on the connection of the stream, so that its end would have to wait for that.
    const sly = await room.dial()
    sly.socket.write(`GET /remote/state HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\nCookie: ${theirs}\r\n\r\n`)
    await until(() => sly.heard().includes('event: state'), 'the state')
    sly.socket.write(`GET /remote HTTP/1.1\r\nHost: 127.0.0.1:${room.port}\r\n\r\n`)
    room.admission.revoke(room.admission.phones()[1]?.id ?? '')
    await until(() => ended.isOver() && sly.socket.destroyed, 'the end of the streams')
    await room.command(mine, { kind: 'next' })
    await until(() => kept.events('state').length === 2, 'the next state')
    expect(ended.events('state').length).toBe(1)
    expect(sly.heard()).not.toContain('"slide":2')
    expect((await room.ask({ path: '/remote/state', headers: { Cookie: theirs } })).status).toBe(403)
  })
})
