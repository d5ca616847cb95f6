import type { Scenario } from '../models/otp/scenario'
import type { Happened } from '../models/otp/trace'
import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../models/random'
import { fullBucket, take } from '../../models/tokenBucket'
import { GRID_MS } from '../models/otp/fixture'
import { generate } from '../models/otp/generate'
import { runOnModel } from '../models/otp/scenario'
import { canonical } from '../models/otp/trace'
import { useVm } from './beam/useVm'
import { scenarioInWords } from './beam/words'
import { useBrowser } from './browser'

const { vm } = useVm(useBrowser())

/** What can be seen in a VM that has no tracing; the model says more. */
const SEEN = new Set(['started', 'start-failed', 'ignored', 'terminating', 'exited', 'listed'])

/** How many scenarios, and how many of them side by side: more would disturb each other's times. */
const PLAYED = { instant: { count: 120, atOnce: 4 }, window: { count: 36, atOnce: 6 } }

/** How often a scenario is played, if a second ends in the middle of what an action brings about. */
const TRIES = 5

describe.each(['instant', 'window'] as const)('scenarios (%s) on the supervisor of OTP in the tab', (mode) => {
  const { atOnce } = PLAYED[mode]
  const scenarios = scenariosOf(mode)

  it('happen as they do in the model, in the same order', async () => {
    for (let from = 0; from < scenarios.length; from += atOnce) {
      const some = scenarios.slice(from, from + atOnce)
      const played = await Promise.all(some.map(play))
      expect(played.map(({ inTheTab }) => inTheTab)).toEqual(played.map(({ onModel }) => onModel))
    }
  })
})

it('the scenarios are of all kinds', () => {
  const scenarios = [...scenariosOf('instant'), ...scenariosOf('window')]
  const all = scenarios.flatMap(scenario => lines(runOnModel(scenario)))
  for (const kind of ['started', 'start-failed', 'ignored', 'terminating', 'exited', '~exited', 'lists'])
    expect([kind, all.filter(line => line.startsWith(kind)).length]).toEqual([kind, expect.toSatisfy((times: number) => times >= 10)])
  for (const strategy of ['one_for_one', 'one_for_all', 'rest_for_one'])
    expect(scenarios.filter(({ tree }) => tree.strategy === strategy).length).toBeGreaterThanOrEqual(30)
})

function scenariosOf(mode: 'instant' | 'window'): Scenario[] {
  return Array.from({ length: PLAYED[mode].count }, (_, index) => generate(mode, 500_001 + index))
}

/** Plays a scenario in the tab; where time matters, the model gets the times at which the VM did act. */
async function play(scenario: Scenario): Promise<{ inTheTab: string[], onModel: string[] }> {
  const grid = GRID_MS[scenario.mode]
  for (let left = TRIES; left > 0; left--) {
    const happened = await vm().ask<Happened[]>(scenarioInWords(scenario))
    if (scenario.mode === 'instant')
      return { inTheTab: lines(happened), onModel: lines(runOnModel(scenario)) }
    if (isWithinSeconds(happened)) {
      const acted = happened.filter(({ kind }) => kind === 'acted')
      const script = scenario.script.map((action, index) => ({ ...action, atMs: Math.floor(acted[index]!.ms) }))
      return { inTheTab: lines(happened, grid), onModel: lines(runOnModel({ ...scenario, script }), grid) }
    }
  }
  throw new Error(`The machine is too slow: ${TRIES} times, what an action brought about took until the next second.`)
}

/** Whether everything happened in the second of the action that brought it about, the start in the first. */
function isWithinSeconds(happened: readonly Happened[]): boolean {
  let second = 0
  return happened.every(({ kind, ms }) => {
    if (kind === 'acted')
      second = Math.floor(ms / 1000)
    return kind === 'listed' || Math.floor(ms / 1000) === second
  })
}

function lines(happened: readonly Happened[], gridMs?: number): string[] {
  return canonical(happened.filter(({ kind }) => SEEN.has(kind)), gridMs)
}

interface BucketRun {
  started: number
  asks: { answer: 'ready' | 'not_ready', last: number, tokensHex: string }[]
}

describe('the limiter of the listing in the tab', () => {
  it('agrees with the model to the last bit, given the same times', async () => {
    const random = seededRandom(9)
    const scripts = Array.from({ length: 24 }, () => {
      const rate = random.chance(0.5) ? random.integer(1, 400) : random.integer(1, 40_000) / 100
      const burst = random.integer(1, 12)
      return { rate, burst, gaps: Array.from({ length: random.integer(10, 50) }, () => random.chance(0.6) ? 0 : random.integer(1, 40)) }
    })
    const runs = await Promise.all(scripts.map(({ rate, burst, gaps }) => vm().ask<BucketRun>(['bucket', rate, burst, ...gaps].join(' '))))
    const answers = new Set<string>()
    for (const [index, { started, asks }] of runs.entries()) {
      const { rate, burst, gaps } = scripts[index]!
      expect(asks).toHaveLength(gaps.length)
      let bucket = fullBucket(rate, burst, started)
      for (const { answer, last, tokensHex } of asks) {
        const taken = take(bucket, last)
        bucket = taken.bucket
        answers.add(answer)
        expect({ answer, tokensHex }).toEqual({ answer: taken.answer.granted ? 'ready' : 'not_ready', tokensHex: hex(bucket.tokens) })
      }
    }
    expect(answers).toEqual(new Set(['ready', 'not_ready']))
  })
})

/** The 64 bits of a number. */
function hex(value: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes.toString('hex')
}
