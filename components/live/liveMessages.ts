import type { EngineName } from './engine'
import * as v from 'valibot'

/** A live run as every view of the talk knows it. */
export interface LiveRun {
  /** Different for each run, so that nothing meant for an earlier one reaches this. */
  id: string
  /** The panel that runs. */
  panel: string
  engine: EngineName
  isPaused: boolean
  /** Of the panel's own shape. */
  snapshot: unknown
}

const id = v.pipe(v.string(), v.nonEmpty())

/** What the views of the talk tell each other. */
const message = v.variant('kind', [
  // By the host: the run as it stands.
  v.object({ kind: v.literal('state'), run: v.object({ id, panel: id, engine: v.picklist(['model', 'BEAM']), isPaused: v.boolean(), snapshot: v.unknown() }) }),
  // By the host: it is over.
  v.object({ kind: v.literal('ended'), id }),
  // To the host, by any view with controls.
  v.object({ kind: v.literal('act'), id, action: v.unknown() }),
  v.object({ kind: v.literal('pause'), id, isPaused: v.boolean() }),
  v.object({ kind: v.literal('stop'), id }),
  // To the host, by a view that has just opened or has not heard of it for a while: it answers with the state.
  v.object({ kind: v.literal('ask') }),
])

export type LiveMessage = v.InferOutput<typeof message>

/** Reads what came from another window; undefined when it is none of ours. */
export function readMessage(data: unknown): LiveMessage | undefined {
  const result = v.safeParse(message, data)
  return result.success ? result.output : undefined
}
