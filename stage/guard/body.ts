import type { IncomingMessage } from 'node:http'
import type { GenericSchema } from 'valibot'
import { Buffer } from 'node:buffer'
import * as v from 'valibot'

/** The largest body that is taken, in bytes. */
export const BODY_BYTES = 64_000
/** How long a body may take to arrive. */
export const BODY_MS = 5_000

/** Why a body was not taken, as HTTP says it; `status` 0 when nobody is left to be told. */
export class BodyRefused extends Error {
  constructor(readonly status: 0 | 400 | 408 | 411 | 413, message: string) {
    super(message)
  }
}

/**
 * Reads the body of a request, checks it, and puts what the schema made of it back, so that the next handler reads it as if
 * nothing had happened. That handler thus never meets bad JSON, or a client that goes away half-way.
 *
 * @throws {BodyRefused} when it has no length or too great a one, is late, breaks off, or is not what the schema says
 */
export async function checkBody(request: IncomingMessage, schema: GenericSchema): Promise<void> {
  const body = parse((await takeBody(request)).toString('utf8'))
  const read = v.safeParse(schema, body)
  if (!read.success)
    throw new BodyRefused(400, 'This is not what is taken here.')
  request.unshift(Buffer.from(JSON.stringify(read.output)))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    throw new BodyRefused(400, 'This is no JSON.')
  }
}

/** Takes the whole body out of the request but leaves the end of the stream in it. */
function takeBody(request: IncomingMessage): Promise<Buffer> {
  const length = Number(request.headers['content-length'])
  // Without a length it could not be told that the body is complete before the stream has ended, and then nothing can be put back.
  if (request.headers['transfer-encoding'] !== undefined || !(length > 0))
    return Promise.reject(new BodyRefused(411, 'A body needs a Content-Length.'))
  if (length > BODY_BYTES)
    return Promise.reject(new BodyRefused(413, `A body has at most ${BODY_BYTES} bytes.`))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let missing = length
    const timer = setTimeout(refuse, BODY_MS, new BodyRefused(408, 'The body was too long on its way.'))
    request.on('readable', readOn).on('close', breakOff).on('error', breakOff)

    function stop(): void {
      clearTimeout(timer)
      request.off('readable', readOn).off('close', breakOff).off('error', breakOff)
    }
    function refuse(reason: BodyRefused): void {
      stop()
      reject(reason)
    }
    function breakOff(): void {
      refuse(new BodyRefused(0, 'The body broke off.'))
    }
    function readOn(): void {
      while (request.readableLength > 0) {
        // Exactly what is there: a read beyond it would end the stream.
        const chunk = request.read(request.readableLength) as Buffer
        chunks.push(chunk)
        missing -= chunk.length
      }
      if (missing === 0) {
        stop()
        resolve(Buffer.concat(chunks))
      }
    }
  })
}
