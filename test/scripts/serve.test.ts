import type { SiteServer } from '../../scripts/serve'
import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../scripts/ports'
import { serveSite } from '../../scripts/serve'
import { makeFolder } from '../folder'

let dir: string
let server: SiteServer | undefined

beforeEach(async () => {
  dir = await makeFolder({ 'index.html': 'the deck', '404.html': 'not here', 'talk.pdf': '%PDF' })
})
afterEach(async () => {
  await server?.close()
  server = undefined
})

const get = (address: string): Promise<Response> => fetch(address, { redirect: 'manual' })

describe('a served site', () => {
  it('gives files with their types, and 404.html for the rest', async () => {
    server = await serveSite({ dir })
    expect(await (await get(server.url)).text()).toBe('the deck')
    expect((await get(`${server.url}talk.pdf`)).headers.get('content-type')).toBe('application/pdf')
    const nothing = await get(`${server.url}nothing`)
    expect([nothing.status, await nothing.text()]).toEqual([404, 'not here'])
  })

  it('stays below its base', async () => {
    server = await serveSite({ dir, base: '/talks/elixir/' })
    const origin = new URL(server.url).origin
    expect(server.url).toBe(`${origin}/talks/elixir/`)
    expect(await (await get(`${server.url}?print=true`)).text()).toBe('the deck')
    expect((await get(`${origin}/talk.pdf`)).status).toBe(404)
    expect((await get(`${origin}/`)).headers.get('location')).toBe('/talks/elixir/')
    expect((await get(`${origin}/talks/elixir`)).headers.get('location')).toBe('/talks/elixir/')
  })

  it('gives nothing from outside its folder', async () => {
    await writeFile(`${dir}.secret`, 'secret')
    server = await serveSite({ dir })
    const response = await get(`${server.url}..%2f${dir.split('/').pop()}.secret`)
    await rm(`${dir}.secret`)
    expect(response.status).toBe(404)
  })

  it('needs a built site and a free port, and says so', async () => {
    await expect(serveSite({ dir: join(dir, 'none') })).rejects.toThrow('npm run build')
    server = await serveSite({ dir })
    await expect(serveSite({ dir, port: server.port })).rejects.toThrow(`Port ${server.port} is taken`)
  })
})

describe('a port', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('that somebody holds on %s is passed over', async (host) => {
    const holder = createServer()
    const taken = await new Promise<number>(resolve => holder.listen(0, host, () => {
      const address = holder.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }))
    const port = await freePort(taken)
    await new Promise(resolve => holder.close(resolve))
    expect(port).toBeGreaterThan(taken)
  })
})
