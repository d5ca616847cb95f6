import type { ToStage } from './messages'
import type { OnAir } from './stageOnAir'
import process from 'node:process'
import * as v from 'valibot'
import { Problem } from '../../scripts/problem'
import { openLine } from './child'
import { toStage } from './messages'
import { goOnAir } from './stageOnAir'

/** What the parent starts this process with, as JSON. */
const stageArgs = v.strictObject({
  port: v.number(),
  host: v.optional(v.string()),
  remoteFolder: v.string(),
  siteFolder: v.nullable(v.string()),
  picturesFolder: v.string(),
  hasKeys: v.boolean(),
})
export type StageArgs = v.InferOutput<typeof stageArgs>

const args = v.parse(stageArgs, JSON.parse(process.argv[2] ?? 'null'))

// A Ctrl-C reaches every process of the terminal; this one ends when its parent says so.
process.on('SIGINT', () => {})

/** The parent starts another one, and knows how often that is worth while. */
function giveUp(error: unknown): never {
  console.error(error instanceof Problem ? error.message : error)
  process.exit(1)
}

let onAir: Promise<OnAir> | undefined
const line = openLine(toStage, (message) => {
  if (message.kind === 'begin')
    onAir ??= begin(message).catch(giveUp)
  else
    void onAir?.then(({ hear }) => hear(message)).catch(giveUp)
})

function begin({ talk, pictures, kept }: Extract<ToStage, { kind: 'begin' }>): Promise<OnAir> {
  return goOnAir({ ...args, talk, pictures, kept, line, say: sentence => void process.stdout.write(`${sentence}\n`) })
}
