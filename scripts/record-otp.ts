import type { Scenario } from '../test/models/otp/scenario'
import process from 'node:process'
import { GRID_MS, writeFixture } from '../test/models/otp/fixture'
import { generate } from '../test/models/otp/generate'
import { elixirIsThere, recordOnOtp } from '../test/models/otp/recorder'
import { runOnModel } from '../test/models/otp/scenario'
import { canonical } from '../test/models/otp/trace'
import { readArgs, readCount } from './args'
import { Problem, runScript } from './problem'

const USAGE = 'npm run otp -- [--compare 1000 [--mode instant|window|timed] [--seed 1]]'

const MODES = ['instant', 'window', 'timed'] as const

/** How many scenarios of each mode the repository keeps; long ones, in characters, are left out. */
const KEPT: Record<Scenario['mode'], number> = { instant: 310, window: 70, timed: 70 }
const LONGEST = 1600

/** How often scenarios are recorded: those that come out differently would hold the model to chance. */
const TIMES = 3

/** A made-up scenario; its name tells how to make it up again. */
interface MadeUp {
  name: string
  scenario: Scenario
}

/**
 * Holds the supervisor model to the OTP that is installed here. Without options it records the scenarios of the
 * repository anew; with `--compare` it makes up so many others and compares the two on them.
 */
await runScript(async () => {
  const options = readArgs(process.argv.slice(2), USAGE, {
    compare: { type: 'string' },
    mode: { type: 'string', default: 'instant' },
    seed: { type: 'string', default: '1' },
  })
  if (!elixirIsThere())
    throw new Problem('Elixir is not installed here: there is no OTP to record from')
  if (options.compare === undefined)
    return recordAnew()
  const mode = MODES.find(mode => mode === options.mode)
  if (!mode)
    throw new Problem(`--mode must be one of ${MODES.join(', ')}, not ${options.mode}`, 2)
  return compare(madeUp(mode, readCount('seed', options.seed), readCount('compare', options.compare)))
})

function recordAnew(): void {
  const candidates = MODES.flatMap(mode => madeUp(mode, 1, 3 * KEPT[mode]))
  const [first, ...others] = Array.from({ length: TIMES }, () => record(candidates))
  const stable = candidates
    .map((candidate, index) => ({ ...candidate, trace: first![index]! }))
    .filter(({ trace }, index) => others.every(other => other[index]!.join('\n') === trace.join('\n')))
  const short = stable.filter(recorded => JSON.stringify(recorded).length <= LONGEST)
  const kept = MODES.flatMap(mode => short.filter(({ scenario }) => scenario.mode === mode).slice(0, KEPT[mode]))
  writeFixture(kept)
  console.log(`recorded ${candidates.length} scenarios ${TIMES} times, ${stable.length} alike each time; kept ${kept.length}`)
}

function compare(scenarios: readonly MadeUp[]): number {
  const recorded = record(scenarios)
  const different = scenarios.filter(({ scenario }, index) => {
    const inModel = canonical(runOnModel(scenario), GRID_MS[scenario.mode])
    return inModel.join('\n') !== recorded[index]!.join('\n')
  })
  for (const { name } of different)
    console.log(`${name} differs`)
  console.log(`${scenarios.length} scenarios of ${recorded.flat().length} events: ${different.length} differ`)
  return different.length === 0 ? 0 : 1
}

function record(scenarios: readonly MadeUp[]): string[][] {
  return recordOnOtp(scenarios.map(({ scenario }) => scenario))
    .map((happened, index) => canonical(happened, GRID_MS[scenarios[index]!.scenario.mode]))
}

function madeUp(mode: Scenario['mode'], firstSeed: number, count: number): MadeUp[] {
  return Array.from({ length: count }, (_, index) => ({ name: `${mode} ${firstSeed + index}`, scenario: generate(mode, firstSeed + index) }))
}
