import { cpus } from 'node:os'
import process from 'node:process'

/** What figures depend on: the processor, its cores, the version of Node. */
export function machine(): string {
  return `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores; Node ${process.version}`
}
