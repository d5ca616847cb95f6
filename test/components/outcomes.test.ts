import type { Passage } from '../../components/mailer/outcomes'
import { describe, expect, it } from 'vitest'
import { outcomes, passages, stations } from '../../components/mailer/outcomes'
import { between, listing } from './listing'

const ways = Object.entries(outcomes).flatMap(([step, outcome]) => outcome ? [{ step, outcome }] : [])
const states = (step: string): Passage[] => passages(outcomes[step]!).map(({ passage }) => passage)

describe('an email\'s trip', () => {
  it('has not begun before there is an email', () => {
    expect(new Set(passages(null).map(({ passage }) => passage))).toEqual(new Set(['waiting']))
  })

  it('passes every station when it is sent', () => {
    expect(new Set(states('sent'))).toEqual(new Set(['passed']))
  })

  it('ends at the station that says no', () => {
    expect(states('invalid-email')).toEqual(['passed', 'failed', 'not reached', 'not reached', 'not reached', 'not reached'])
    expect(states('daily-limit')).toEqual(['passed', 'passed', 'passed', 'passed', 'passed', 'failed'])
  })

  it.each(ways)('passes what comes before and does not reach what comes after: $step', ({ step, outcome }) => {
    const at = outcome.failsAt ? stations.findIndex(({ name }) => name === outcome.failsAt) : stations.length
    expect(states(step)).toEqual(stations.map((_, index) => index < at ? 'passed' : index === at ? 'failed' : 'not reached'))
  })

  it.each(ways)('leaves the job in the state that Oban gives it: $step', ({ outcome }) => {
    const state = { ':ok': 'completed', '{:snooze': 'scheduled', '{:cancel': 'cancelled', '{:error': 'retryable' }
    expect(outcome.jobState).toBe(state[outcome.returns.split(',')[0] as keyof typeof state])
  })

  it('takes the stations and the answers of the listing', () => {
    const code = listing('marketing/mailer_worker.ex')
    const chain = between(code, '    with ', '    else\n')
    expect(chain.match(/<-/g)).toHaveLength(stations.length)
    const clauses = between(code, '    else\n', '    end\n').trim().split('\n')
    const failures = ways.filter(({ outcome }) => outcome.failsAt)
    expect(clauses).toHaveLength(failures.length)
    clauses.forEach((clause, index) => {
      // `{:snooze, seconds}` stands for whatever the listing computes there.
      const [returned = ''] = failures[index]!.outcome.returns.split(/seconds|\}/)
      expect(clause.split(' -> ')[1]).toContain(returned)
    })
  })
})
