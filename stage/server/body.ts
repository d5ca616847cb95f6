import type { IncomingMessage } from 'node:http'
import { Buffer } from 'node:buffer'
import * as v from 'valibot'
import { Refusal } from './refusal'

/** How much and how long is listened to. */
export interface BodyLimits {
  bytes: number
  ms: number
}

const JSON_TYPE = /^application\/json(?:;\s*charset=utf-8)?$/i

/**
 * Reads the body of a request as JSON of a shape. The schema has to be strict: then it also refuses a key that means something
 * to JavaScript, such as `__proto__`.
 *
 * @throws Refusal: 415 when it says that it is something else, 413 when it is too long, 408 when it takes too long, 400 when
 *   it is no such JSON
 */
export async function readJson<S extends v.GenericSchema>(request: IncomingMessage, schema: S, limits: BodyLimits): Promise<v.InferOutput<S>> {
  // A page of another site may send text/plain unasked, but not JSON; what is compressed would grow beyond all limits.
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '') || request.headers['content-encoding'] !== undefined)
    throw new Refusal(415, 'This takes plain JSON.')
  const bytes = await readBytes(request, limits)
  // One fault is enough: to list twenty thousand takes half a second.
  const read = v.safeParse(schema, parsed(bytes), { abortEarly: true })
  if (!read.success)
    throw new Refusal(400, 'This is not what is understood here.')
  return read.output
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  }
  catch {
    // Not UTF-8, not JSON, or nested deeper than the stack.
    throw new Refusal(400, 'This is no JSON.')
  }
}

async function readBytes(request: IncomingMessage, { bytes: most, ms }: BodyLimits): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? most)
  if (announced > most)
    throw tooLong()
  return new Promise((resolve, reject) => {
    // One piece of memory: who sends a byte at a time would have many small ones held, each larger than what is in it.
    const held = Buffer.alloc(announced)
    let length = 0
    const timer = setTimeout(() => end(new Refusal(408, 'This took too long to arrive.')), ms)
    const onData = (chunk: Buffer): void => {
      if (length + chunk.length > held.length)
        return end(tooLong())
      length += chunk.copy(held, length)
    }
    const onEnd = (): void => end()
    // Cut off in the middle: nobody is left to be answered.
    const onClose = (): void => end(new Refusal(400, 'This did not arrive whole.'))
    function end(refusal?: Refusal): void {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('close', onClose)
      if (refusal === undefined)
        return resolve(held.subarray(0, length))
      request.pause()
      reject(refusal)
    }
    request.on('data', onData).on('end', onEnd).on('close', onClose)
  })
}

function tooLong(): Refusal {
  return new Refusal(413, 'This is too long.')
}
