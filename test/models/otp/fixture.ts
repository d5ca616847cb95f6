import type { Scenario } from './scenario'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A scenario, and what happened in it on OTP. */
export interface Recorded {
  /** Mode and seed: what it was made up from. */
  name: string
  scenario: Scenario
  trace: string[]
}

const FILE = fileURLToPath(new URL('recorded.jsonl', import.meta.url))

/** The grid of the times in a trace, by mode: the real supervisor needs some milliseconds for what is instant in the model. */
export const GRID_MS: Record<Scenario['mode'], number | undefined> = { instant: undefined, window: 1000, timed: 50 }

/** The recorded scenarios, one a line. */
export function readFixture(): Recorded[] {
  return readFileSync(FILE, 'utf8').trim().split('\n').map(line => JSON.parse(line) as Recorded)
}

/** Replaces the recorded scenarios. */
export function writeFixture(recorded: readonly Recorded[]): void {
  writeFileSync(FILE, recorded.map(one => `${JSON.stringify(one)}\n`).join(''))
}
