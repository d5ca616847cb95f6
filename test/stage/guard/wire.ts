import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Sends a request with whatever headers, also those that `fetch` would not let through. */
export function ask(port: number, path: string, options: { method?: string, headers?: OutgoingHttpHeaders, body?: string | Buffer } = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: 'localhost', port, path, method, agent: false, headers: { Host: `localhost:${port}`, ...headers, ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }) } })
    request.setTimeout(10_000, () => request.destroy(new Error(`No answer to ${method} ${path}.`)))
    request.once('error', reject).once('response', (response) => {
      let text = ''
      // A server that refuses a large body hangs up while it is still being sent.
      response.setEncoding('utf8').on('data', (chunk: string) => text += chunk).on('error', () => {}).on('close', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }))
    })
    request.once('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ status: response.statusCode!, headers: response.headers, body: '' })
    })
    request.end(body)
  })
}

/** The headers of a request of a window of the deck. */
export function windowHeaders(port: number): OutgoingHttpHeaders {
  return { 'Origin': `http://localhost:${port}`, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' }
}

/** Where the talk is, as the dev server knows it. */
export async function navOf(port: number): Promise<object> {
  const { body } = await ask(port, '/@server-reactive/nav', { headers: windowHeaders(port) })
  return JSON.parse(/reactive\((\{.*\})\)/.exec(body)![1]!) as object
}

/** The headers with which a browser opens a websocket for a page. */
export function upgradeHeaders(origin: string | undefined, protocol = 'vite-hmr'): OutgoingHttpHeaders {
  return {
    'Connection': 'Upgrade',
    'Upgrade': 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Protocol': protocol,
    ...(origin === undefined ? {} : { Origin: origin }),
  }
}

/** Sends bytes on a line of its own and hangs up, after the answer or half a second without any. */
export function sendBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, 'localhost')
    let answer = ''
    socket.setTimeout(500, () => socket.destroy())
    socket.on('data', chunk => answer += String(chunk)).on('error', error => (error as NodeJS.ErrnoException).code === 'ECONNRESET' || reject(error)).on('close', () => resolve(answer))
    socket.write(bytes)
  })
}

/** A frame of a websocket as a client sends it (RFC 6455, 5.2), masked with zeros. */
export function frameOf(text: string, firstByte = 0x81): Buffer {
  const payload = Buffer.from(text)
  const length = payload.length < 126 ? Buffer.from([0x80 | payload.length]) : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 255])
  return Buffer.concat([Buffer.from([firstByte]), length, Buffer.alloc(4), payload])
}

/** Opens a websocket as a window of the deck does, sends frames and hangs up a little later. */
export function sendFrames(port: number, token: string, frames: Buffer[], protocol = 'vite-hmr'): Promise<void> {
  const request = httpRequest({ host: 'localhost', port, path: `/?token=${token}`, headers: { Host: `localhost:${port}`, ...upgradeHeaders(`http://localhost:${port}`, protocol) } })
  return new Promise((resolve, reject) => {
    request.once('response', response => reject(new Error(`The websocket was refused with ${response.statusCode}.`)))
    request.once('error', reject)
    request.once('upgrade', (_response, socket) => {
      socket.on('error', () => {}).once('close', () => resolve())
      socket.resume()
      frames.forEach(frame => socket.write(frame))
      // Closed in order, so that the server has read everything before.
      socket.end()
      setTimeout(() => socket.destroy(), 300)
    })
    request.end()
  })
}
