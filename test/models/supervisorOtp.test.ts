import { describe, expect, it } from 'vitest'
import { GRID_MS, readFixture } from './otp/fixture'
import { generate } from './otp/generate'
import { elixirIsThere, recordOnOtp } from './otp/recorder'
import { runOnModel } from './otp/scenario'
import { canonical } from './otp/trace'

const recorded = readFixture()

describe('the supervisor model against recordings of OTP 25', () => {
  it.each(recorded)('$name: does what OTP did, in the same order', ({ scenario, trace }) => {
    expect(canonical(runOnModel(scenario), GRID_MS[scenario.mode])).toEqual(trace)
  })

  it('is held to every rule, many times', () => {
    const count = (pattern: RegExp) => recorded.flatMap(({ trace }) => trace).filter(line => pattern.test(line)).length
    expect(recorded.length).toBeGreaterThanOrEqual(400)
    for (const pattern of [/^restart /, /^retry /, /^gave-up /, /^auto-shutdown /, /^start-failed /, /^ignored /, /^stopping /, /^~exited /, /^~terminating /])
      expect([pattern, count(pattern)]).toEqual([pattern, expect.toSatisfy((times: number) => times >= 10)])
    for (const strategy of ['one_for_one', 'one_for_all', 'rest_for_one'])
      expect(recorded.filter(({ scenario }) => scenario.tree.strategy === strategy).length).toBeGreaterThan(100)
  })
})

describe('the supervisor model against the OTP of this machine', () => {
  it.skipIf(!elixirIsThere())('does the same in scenarios that nobody has seen before', { timeout: 60_000 }, () => {
    const scenarios = Array.from({ length: 80 }, (_, index) => generate('instant', 900_001 + index))
    const onOtp = recordOnOtp(scenarios).map(happened => canonical(happened))
    expect(scenarios.map(scenario => canonical(runOnModel(scenario)))).toEqual(onOtp)
  })
})
