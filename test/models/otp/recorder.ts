import type { Scenario } from './scenario'
import type { Happened } from './trace'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asTerm } from './scenario'
import { readRecording } from './trace'

const PROGRAM = fileURLToPath(new URL('record.exs', import.meta.url))
/** So that a process that ends has told everybody before another process runs; the recorder waits for rest between actions. */
const ONE_SCHEDULER = '+S 1:1'

/** Whether Elixir is installed here. */
export function elixirIsThere(): boolean {
  return spawnSync('elixir', ['--short-version'], { stdio: 'ignore' }).status === 0
}

/** Runs scenarios on the supervisor of the OTP that is installed here; answers what happened in each. */
export function recordOnOtp(scenarios: readonly Scenario[]): Happened[][] {
  const folder = mkdtempSync(join(tmpdir(), 'otp-'))
  try {
    const file = join(folder, 'scenarios')
    writeFileSync(file, scenarios.map((scenario, number) => asTerm(scenario, number)).join(''))
    const printed = execFileSync('elixir', ['--erl', ONE_SCHEDULER, PROGRAM, file], { encoding: 'utf8', maxBuffer: 2 ** 30 })
    const recording = readRecording(printed)
    return scenarios.map((_, number) => recording.get(number) ?? [])
  }
  finally {
    rmSync(folder, { recursive: true })
  }
}
