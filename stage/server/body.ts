import type { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { Buffer as Bytes } from 'node:buffer'
import * as v from 'valibot'
import { Refusal } from './refusal'

/** How much and how long is listened to. */
export interface BodyLimits {
  bytes: number
  ms: number
}

const JSON_TYPE = /^application\/json(?:;\s*charset=utf-8)?$/i

/** Keys that mean something to JavaScript; in plain data they are an attempt at something. */
const NOT_DATA = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Reads the body of a request as JSON of a shape.
 *
 * @throws Refusal: 415 when it says that it is something else, 413 when it is too long, 408 when it takes too long, 400 when
 *   it is no such JSON
 */
export async function readJson<S extends v.GenericSchema>(request: IncomingMessage, schema: S, limits: BodyLimits): Promise<v.InferOutput<S>> {
  // A page of another site may send text/plain unasked, but not JSON; what is compressed would grow beyond all limits.
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '') || request.headers['content-encoding'] !== undefined)
    throw new Refusal(415, 'This takes plain JSON.')
  const bytes = await readBytes(request, limits)
  const read = v.safeParse(schema, parsed(bytes))
  if (!read.success)
    throw new Refusal(400, 'This is not what is understood here.')
  return read.output
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), (key, value: unknown) => {
      if (NOT_DATA.has(key))
        throw new SyntaxError(`A key is called ${key}.`)
      return value
    })
  }
  catch {
    // Not UTF-8, not JSON, or nested deeper than the stack.
    throw new Refusal(400, 'This is no JSON.')
  }
}

async function readBytes(request: IncomingMessage, { bytes: most, ms }: BodyLimits): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most)
    throw tooLong()
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const timer = setTimeout(() => end(new Refusal(408, 'This took too long to arrive.')), ms)
    const onData = (chunk: Buffer): void => {
      length += chunk.length
      if (length > most)
        end(tooLong())
      else
        chunks.push(chunk)
    }
    const onEnd = (): void => end()
    // Cut off in the middle: nobody is left to be answered.
    const onClose = (): void => end(new Refusal(400, 'This did not arrive whole.'))
    function end(refusal?: Refusal): void {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('close', onClose)
      if (refusal === undefined)
        return resolve(Bytes.concat(chunks))
      request.pause()
      reject(refusal)
    }
    request.on('data', onData).on('end', onEnd).on('close', onClose)
  })
}

function tooLong(): Refusal {
  return new Refusal(413, 'This is too long.')
}
