import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { Problem } from './problem'

/**
 * The first port from `wanted` on that nobody on this machine listens on.
 *
 * @param wanted where to begin
 * @param given ports that are free still, and meant for something else
 * @throws Problem when a hundred ports in a row are taken
 */
export async function freePort(wanted: number, given: readonly number[] = []): Promise<number> {
  const last = Math.min(wanted + 99, 65535)
  for (let port = wanted; port <= last; port++) {
    if (!given.includes(port) && await isFree(port))
      return port
  }
  throw new Problem(`All ports from ${wanted} to ${last} are taken: pass another with --port.`)
}

/** Like {@link freePort}, and says aloud when it is another port than the wanted one. */
export async function freePortAloud(wanted: number): Promise<number> {
  const port = await freePort(wanted)
  if (port !== wanted)
    console.log(`Port ${wanted} is taken; using ${port}.`)
  return port
}

async function isFree(port: number): Promise<boolean> {
  for (const host of everyAddress()) {
    if (!await canListen(port, host))
      return false
  }
  return true
}

/**
 * Another program may hold a port on one address only, and then a browser would reach that program instead of us. Some systems
 * let two programs have the same port, one at all addresses and one at a single address, so that each is tried.
 */
function everyAddress(): Set<string> {
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.filter(({ family }) => family === 'IPv4'))
  return new Set(['127.0.0.1', '::1', '0.0.0.0', '::', ...own.map(({ address }) => address)])
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // Only a listener in our way counts: a machine without IPv6 cannot listen there, nor can anybody else.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
