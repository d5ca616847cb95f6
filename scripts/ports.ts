import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { Problem } from './problem'

/** Below it a system may let nobody listen but root. */
const FIRST_FOR_ALL = 1024

/**
 * The first port from `wanted` on that nobody on this machine listens on.
 *
 * @param wanted where to begin
 * @param given ports that are free still, and meant for something else
 * @throws Problem when only root may use it, and when a hundred ports in a row are taken
 */
export async function freePort(wanted: number, given: readonly number[] = []): Promise<number> {
  const last = Math.min(wanted + 99, 65535)
  for (let port = wanted; port <= last; port++) {
    if (given.includes(port))
      continue
    const obstacle = await obstacleAt(port)
    if (obstacle === undefined)
      return port
    if (obstacle === 'EACCES' && port < FIRST_FOR_ALL)
      throw new Problem(`Port ${port} is not ours to use, because below ${FIRST_FOR_ALL} only root may: pass another with --port.`)
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

/** What keeps us from a port, as the system calls it; undefined when nothing does. */
async function obstacleAt(port: number): Promise<string | undefined> {
  for (const host of everyAddress()) {
    const error = await errorOf(port, host)
    // A machine without IPv6 cannot listen there, nor can anybody else.
    if (error === 'EADDRINUSE' || error === 'EACCES')
      return error
  }
}

/**
 * Another program may hold a port on one address only, and then a browser would reach that program instead of us. Some systems
 * let two programs have the same port, one at all addresses and one at a single address, so that each is tried.
 */
function everyAddress(): Set<string> {
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.filter(({ family }) => family === 'IPv4'))
  return new Set(['127.0.0.1', '::1', '0.0.0.0', '::', ...own.map(({ address }) => address)])
}

function errorOf(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
