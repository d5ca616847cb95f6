import { once } from 'node:events'
import { createServer, Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { freePort } from '../../scripts/ports'

const servers: Server[] = []
afterEach(() => {
  vi.restoreAllMocks()
  for (const server of servers.splice(0))
    server.close()
})

/** Somebody else, who listens there. */
async function occupy(port: number, host: string): Promise<void> {
  const server = createServer()
  servers.push(server)
  server.listen(port, host)
  await once(server, 'listening')
}

const onNetworks = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address)

describe('a free port', () => {
  it('is the wanted one, or one after it', async () => {
    const port = await freePort(8900)
    expect(port).toBeGreaterThanOrEqual(8900)
    expect(await freePort(port)).toBe(port)
  })

  it.each(['127.0.0.1', '0.0.0.0', ...onNetworks])('is none on which somebody listens at %s alone', async (host) => {
    const port = await freePort(8900)
    await occupy(port, host)
    expect(await freePort(port)).toBeGreaterThan(port)
  })

  it('is none that only root may use, which is said at once', async () => {
    vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      queueMicrotask(() => this.emit('error', Object.assign(new Error('Not yours.'), { code: 'EACCES' })))
      return this
    })
    await expect(freePort(80)).rejects.toThrow('Port 80 is not ours to use, because below 1024 only root may: pass another with --port.')
  })

  it('is none that is meant for something else', async () => {
    const port = await freePort(8900)
    const next = await freePort(port, [port])
    expect(next).toBeGreaterThan(port)
    expect(await freePort(port, [port, next])).toBeGreaterThan(next)
  })
})
