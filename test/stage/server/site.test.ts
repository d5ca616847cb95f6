import { createHash } from 'node:crypto'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { holdFiles } from '../../../stage/server/files'
import { createStage } from '../../../stage/server/stage'
import { makeFolder } from '../../folder'
import { INFO, openRoom } from './room'

describe('the site', () => {
  it('comes compressed to who takes that, and not a second time to who has it', async () => {
    const room = await openRoom()
    const url = `http://127.0.0.1:${room.port}/assets/index-Dqa5FLqb.js`
    const plain = await room.ask({ path: '/assets/index-Dqa5FLqb.js' })
    const [packed, whole] = await Promise.all([fetch(url), fetch(url, { headers: { 'Accept-Encoding': 'identity' } })])
    expect([plain.headers['content-encoding'], packed.headers.get('content-encoding'), whole.headers.get('content-encoding')]).toEqual([undefined, 'gzip', null])
    expect(await packed.text()).toBe(plain.body)
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(plain.body.length / 10)
    expect(packed.headers.get('cache-control')).toContain('immutable')
    const again = await room.ask({ path: '/', headers: { 'If-None-Match': (await room.ask({})).headers.etag ?? '' } })
    expect([again.status, again.body]).toEqual([304, ''])
    expect((await room.ask({ path: '/', headers: { 'If-None-Match': '*' } })).status).toBe(304)
    expect((await room.ask({ path: '/assets/index-Dqa5FLqb.js', headers: { 'Accept-Encoding': 'gzip;q=0' } })).headers['content-encoding']).toBeUndefined()
  })

  it('tells HEAD all but the content', async () => {
    const room = await openRoom()
    const { status, headers, body } = await room.ask({ method: 'HEAD' })
    expect([status, headers['content-length'], body]).toEqual([200, '23', ''])
  })

  it('is held in memory: whole, unchanged, and without what is not meant for the room', async () => {
    const files = await holdFiles(join(import.meta.dirname, '../../../public'))
    expect([...files.keys()]).toEqual(expect.arrayContaining(['favicon.svg', 'beam/AtomVM.wasm', 'beam/real-world.avm']))
    expect(files.has('_headers')).toBe(false)
    for (const [path, { bytes, gzipped }] of files) {
      if (gzipped)
        expect(createHash('sha256').update(gunzipSync(gzipped)).digest('hex'), path).toBe(createHash('sha256').update(bytes).digest('hex'))
    }
  })

  it('has no links out of its folder', async () => {
    const folder = await makeFolder({ 'index.html': 'the deck' })
    await symlink(import.meta.filename, join(folder, 'linked.js'))
    await symlink(import.meta.dirname, join(folder, 'folder'))
    expect([...(await holdFiles(folder)).keys()]).toEqual(['index.html'])
  })

  it('must be there', async () => {
    const room = await openRoom()
    await expect(createStage({ talk: room.talk, admission: room.admission, info: () => INFO, remoteFolder: '/nowhere', siteFolder: null, picturesFolder: null }))
      .rejects
      .toThrow('There is no page for the phone in /nowhere: `npm run present` builds it.')
  })
})

describe('every response', () => {
  it('carries the headers that keep other sites out, refusals and broken requests included', async () => {
    const room = await openRoom()
    const phone = { Cookie: await room.pair() }
    const broken = await room.dial()
    broken.socket.write('nonsense\r\n\r\n')
    await expect.poll(() => broken.heard()).toContain('\r\n\r\n')
    const raw = Object.fromEntries(broken.heard().split('\r\n').slice(1).map(line => line.split(': ')).map(([name = '', value]) => [name.toLowerCase(), value]))
    const replies = await Promise.all([
      room.ask({}),
      room.ask({ path: '/nothing' }),
      room.ask({ path: '/..' }),
      room.ask({ method: 'DELETE' }),
      room.ask({ headers: { Host: 'evil.example' } }),
      room.ask({ path: '/follow' }),
      room.ask({ path: '/remote' }),
      room.ask({ path: '/remote/info' }),
      room.ask({ path: '/remote/info', headers: phone }),
      room.ask({ path: '/remote/state', headers: phone }),
      room.ask({ path: '/remote/picture/2-1.webp', headers: phone }),
    ])
    for (const headers of [raw, ...replies.map(reply => reply.headers)]) {
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/)
      expect(headers['content-security-policy']).toMatch(/frame-ancestors '(?:none|self)'/)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': expect.stringMatching(/^(?:no-referrer|same-origin)$/),
        'permissions-policy': expect.stringContaining('screen-wake-lock=(self)'),
        'x-frame-options': expect.stringMatching(/^(?:DENY|SAMEORIGIN)$/),
        'cache-control': expect.any(String),
      })
      for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
        expect(headers[name]).toBeUndefined()
    }
  })

  it('that is a refusal says that it comes from here, and no other does', async () => {
    const room = await openRoom()
    const phone = { Cookie: await room.pair() }
    for (const path of ['/remote/info', '/remote/state', '/nothing'])
      expect((await room.ask({ path })).headers.stage, path).toBe('refused')
    expect((await room.ask({ path: '/remote/info', headers: phone })).headers.stage).toBeUndefined()
  })

  it('with anything of the speaker\'s is not stored', async () => {
    const room = await openRoom()
    const headers = { Cookie: await room.pair() }
    for (const path of ['/remote/info', '/remote/state'])
      expect((await room.ask({ path, headers })).headers['cache-control'], path).toBe('no-store')
    const picture = (await room.ask({ path: '/remote/picture/2-1.webp', headers })).headers
    expect([picture['content-type'], picture['cache-control']]).toEqual(['image/webp', expect.stringMatching(/^private/)])
    const missing = await room.ask({ path: '/remote/picture/3-1.webp', headers })
    expect([missing.status, missing.headers['cache-control']]).toEqual([404, 'no-store'])
  })

  it('of a page allows no script but the page\'s own', async () => {
    const room = await openRoom()
    const remote = String((await room.ask({ path: '/remote' })).headers['content-security-policy'])
    const site = String((await room.ask({})).headers['content-security-policy'])
    expect(remote).toContain('script-src \'self\';')
    expect(site).toContain('script-src \'self\' \'wasm-unsafe-eval\';')
    expect(remote).not.toContain('unsafe')
    expect(`${remote}${site}`).not.toMatch(/script-src[^;]*'unsafe-|\*|https?:/)
  })
})
