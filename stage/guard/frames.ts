import type { GenericSchema } from 'valibot'
import { Buffer } from 'node:buffer'
import * as v from 'valibot'

/** The largest message that is taken on the websocket, in bytes: the snapshot of a live run fits in many times. */
export const FRAME_BYTES = 1_000_000

/** Custom events that a window may send on Vite's websocket: for each what its data must be. */
export type Events = Readonly<Record<string, GenericSchema>>

/** What the tools under the deck send from a window. Slidev's own event writes files, and is left out. */
export const TOOL_EVENTS: Events = {
  'vite:invalidate': v.strictObject({ path: v.string(), message: v.optional(v.string()), firstInvalidatedBy: v.optional(v.string()) }),
  'unocss:hmr': v.strictTuple([v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/))]),
}

const frame = v.variant('type', [
  v.strictObject({ type: v.literal('ping') }),
  v.strictObject({ type: v.literal('custom'), event: v.string(), data: v.optional(v.unknown()) }),
])

/**
 * Reads a message on Vite's websocket. Handlers of events take the data apart as they please, and one that stumbles ends
 * the process; so they see only events that are known, with data that is as it should be.
 *
 * @returns the message as it may go on; nothing when it is to be dropped
 */
export function readFrame(raw: Buffer, events: Events): Buffer | undefined {
  if (raw.length > FRAME_BYTES)
    return undefined
  let json: unknown
  try {
    json = JSON.parse(raw.toString('utf8'))
  }
  catch {
    return undefined
  }
  const read = v.safeParse(frame, json)
  if (!read.success)
    return undefined
  if (read.output.type === 'ping')
    return Buffer.from(JSON.stringify(read.output))
  const { event } = read.output
  const schema = Object.hasOwn(events, event) ? events[event] : undefined
  const data = schema && v.safeParse(schema, read.output.data)
  return data?.success ? Buffer.from(JSON.stringify({ type: 'custom', event, data: data.output })) : undefined
}
