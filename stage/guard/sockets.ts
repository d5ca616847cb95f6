import type { Buffer } from 'node:buffer'
import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Events } from './frames'
import { readFrame } from './frames'
import { ownHosts } from './sender'

/** Vite's own two protocols: the hot updates, and the question whether the server is back. */
const PING = 'vite-ping'
const PROTOCOLS = ['vite-hmr', PING]

/** Whether a websocket may be opened: by a window of the deck, for Vite's hot updates. */
export function mayUpgrade(request: Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'headersDistinct'>, port: number, base: string): boolean {
  const { host, origin, 'sec-fetch-site': site, 'sec-websocket-protocol': protocol } = request.headers
  const [path, query, ...rest] = (request.url ?? '').split('?')
  return request.method === 'GET'
    && path === base
    && rest.length === 0
    && /^(?:token=[\w-]{1,100})?$/.test(query ?? '')
    && request.headersDistinct.host?.length === 1
    && ownHosts(port).includes(host ?? '')
    && origin === `http://${host}`
    && (site === undefined || site === 'same-origin')
    && PROTOCOLS.includes(protocol ?? '')
}

/** Lets only such upgrades of a server happen as {@link mayUpgrade} allows; whoever listens for them sees no other. */
export function guardUpgrades(server: EventEmitter, base: string): void {
  const emit = server.emit.bind(server)
  server.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== 'upgrade')
      return emit(event, ...args)
    const [request, socket] = args as [IncomingMessage, Duplex]
    if (!mayUpgrade(request, request.socket.localPort ?? 0, base)) {
      // A socket without this listener ends the process when the other side is gone.
      socket.on('error', () => socket.destroy())
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy())
      return true
    }
    const hadListener = emit(event, ...args)
    // Vite closes a ping at once, but goes on reading it with nobody listening for its errors.
    if (request.headers['sec-websocket-protocol'] === PING)
      socket.removeAllListeners('data').on('data', () => {}).on('error', () => socket.destroy()).end()
    return hadListener
  }
}

/**
 * Lets only such messages of a websocket through as {@link readFrame} knows, whoever listens for them. A handler that throws
 * all the same is reported and does not end the process.
 */
export function guardFrames(socket: EventEmitter, events: Events, report: (error: unknown) => void): void {
  const emit = socket.emit.bind(socket)
  socket.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== 'message')
      return emit(event, ...args)
    const [raw, isBinary] = args as [Buffer, boolean]
    const known = isBinary ? undefined : readFrame(raw, events)
    try {
      return known !== undefined && emit(event, known, false)
    }
    catch (error) {
      report(error)
      return true
    }
  }
}
