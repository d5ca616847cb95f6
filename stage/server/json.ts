import type { IncomingMessage, ServerResponse } from 'node:http'
import { Buffer } from 'node:buffer'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { takesGzip } from './negotiation'

/** In bytes; an answer to a command is shorter, and is not kept waiting. */
const WORTH_COMPRESSING = 4096

const compress = promisify(gzip)

/** Sends data as JSON; the notes of a whole talk, some ten kilobytes, go compressed. */
export async function sendJson({ headers }: IncomingMessage, response: ServerResponse, status: number, data: unknown): Promise<void> {
  let body: Buffer = Buffer.from(JSON.stringify(data))
  if (body.length > WORTH_COMPRESSING && takesGzip(headers)) {
    body = await compress(body)
    response.setHeader('Content-Encoding', 'gzip')
  }
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body)
}
