import type { RequestListener, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Connections } from './connections'
import type { Kind } from './headers'
import type { StageLimits } from './limits'
import { Buffer } from 'node:buffer'
import { createServer, STATUS_CODES } from 'node:http'
import { securityHeaders } from './headers'

/** What Node says of a request that it does not read on. */
const STATUS_OF: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/**
 * A server of node:http with nothing left to its defaults: short patience for who connects and says little, no upgrades, no
 * tunnels, no `Expect`, no pipelining, and no error of a connection that could end the process.
 *
 * Nobody listens here for upgrades and tunnels, and so Node does what is right: it hands a request with `Upgrade` on as
 * any other, to be refused, and ends a connection on which there is a CONNECT. Whoever listened would be given the bare
 * connection, without any limit of Node's, even while an answer is under way on it.
 *
 * @param limits what is too much
 * @param connections the keeper of all connections
 * @param handle everything that is a plain request
 */
export function createGate(limits: StageLimits, connections: Connections, handle: RequestListener): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(1000, limits.headersMs),
    keepAliveTimeout: limits.restMs,
    noDelay: true,
    // A missing Host is refused with the wrong ones, with the same headers.
    requireHostHeader: false,
  })
  server.timeout = limits.stuckMs

  server.on('connection', (socket) => {
    socket.on('error', () => socket.destroy())
    connections.add(socket, server)
  })
  // No browser sends a request before the last one has been answered, though it may (RFC 9112 9.3.2). Who sends thousands at
  // once would have everybody else wait for all of them.
  const oneAtATime = (answer: RequestListener): RequestListener => (request, response) => {
    const { socket } = request
    if (socket.destroyed || connections.isBusy(socket))
      return void socket.destroy()
    connections.begin(socket)
    response.once('close', () => connections.end(socket))
    answer(request, response)
  }
  server.on('request', oneAtATime(handle))
  const expects = oneAtATime((_, response) => refuse(response, 417, 'Nothing is to be expected here.', { Connection: 'close' }))
  server.on('checkContinue', expects)
  server.on('checkExpectation', expects)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Who has not said anything is told nothing, and nothing is written into an answer that is under way.
    if (error.code === 'ECONNRESET' || (socket as Socket).bytesRead === 0 || connections.isBusy(socket as Socket))
      socket.destroy()
    else
      refuseOn(socket, STATUS_OF[error.code ?? ''] ?? 400)
  })
  return server
}

/** Sets what every response carries. */
export function secure(response: ServerResponse, kind: Kind): void {
  for (const [name, value] of securityHeaders[kind])
    response.setHeader(name, value)
}

/** Answers with a status and a sentence. */
export function refuse(response: ServerResponse, status: number, sentence: string, headers: NodeJS.Dict<string | number | readonly string[]> = {}): void {
  const body = Buffer.from(`${sentence}\n`)
  secure(response, 'data')
  response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': body.length }).end(body)
}

/** The same on a connection that Node has given up. */
function refuseOn(socket: Duplex, status: number): void {
  if (!socket.writable)
    return void socket.destroy()
  const headers = [...securityHeaders.data, ['Connection', 'close'], ['Content-Length', '0']].map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('')}\r\n`, () => socket.destroy())
}
