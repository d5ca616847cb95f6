import type { Passage, Trip } from '../../components/mailer/trip'
import { describe, expect, it } from 'vitest'
import { linesOf } from '../../components/mailer/listingLines'
import { mailerSteps } from '../../components/mailer/mailerSteps'
import { jobWords } from '../../components/mailer/mailerWords'
import { outcomes, stations } from '../../components/mailer/outcomes'
import { tripAfter } from '../../components/mailer/trip'
import { between, listing } from './listing'

const ways = Object.entries(outcomes).flatMap(([step, trip]) => trip?.end ? [{ step, trip, end: trip.end }] : [])
const passages = ({ passages }: Trip): Passage[] => stations.map(({ name }) => passages[name])
const region = between(listing('marketing/mailer_worker.ex'), '# region mailer\n', '  # endregion').split('\n')
const lineOf = (number: number): string => region[number - 1]!

describe('the trips of the click steps', () => {
  it('are those of the slide\'s six outcomes, after the chain alone', () => {
    expect(Object.keys(outcomes)).toEqual(mailerSteps)
    expect(outcomes.chain).toBeNull()
    expect(ways.map(({ step }) => step)).toEqual(['sent', 'rate-exceeded', 'daily-limit', 'already-sent', 'invalid-email', 'error'])
    expect(ways.map(({ end }) => end.outcome)).toEqual(ways.map(({ step }) => step))
  })

  it('fail where the listing says no', () => {
    expect(ways.map(({ end }) => end.failsAt)).toEqual([undefined, 'rate', 'send', 'reserve', 'email', 'send'])
  })

  it('pass every station when the email is sent', () => {
    expect(new Set(passages(outcomes.sent!))).toEqual(new Set(['passed']))
  })

  it.each(ways)('pass what comes before and do not reach what comes after: $step', ({ trip, end }) => {
    const at = end.failsAt ? stations.findIndex(({ name }) => name === end.failsAt) : stations.length
    expect(passages(trip)).toEqual(stations.map((_, index) => index < at ? 'passed' : index === at ? 'failed' : 'not reached'))
  })

  it.each(ways)('leave the job in the state that Oban gives it: $step', ({ end }) => {
    const state = { ':ok': 'completed', '{:snooze': 'scheduled', '{:cancel': 'cancelled', '{:error': 'retryable' }
    expect(end.jobState).toBe(state[end.returns.split(',')[0] as keyof typeof state])
  })

  it('are told in words that fit their line', () => {
    expect(ways.map(({ trip }) => jobWords(trip))).toEqual([
      { returns: ':ok', jobState: 'completed', meaning: 'sent, once' },
      { returns: '{:snooze, 1}', jobState: 'scheduled', meaning: 'tried again in a second' },
      { returns: '{:snooze, 3600}', jobState: 'scheduled', meaning: 'tried again within the hour' },
      { returns: '{:cancel, :already_sent}', jobState: 'cancelled', meaning: 'not sent a second time' },
      { returns: '{:cancel, :invalid_email}', jobState: 'cancelled', meaning: 'never tried again' },
      { returns: '{:error, reason}', jobState: 'retryable', meaning: 'tried again later' },
    ])
  })
})

describe('the listing beside a trip', () => {
  it('has a line for each station, in order', () => {
    const chain = linesOf(outcomes.sent!).slice(0, -1).map(lineOf)
    expect(chain.map(line => /<- (\S+?)\(/.exec(line)?.[1])).toEqual([
      'Members.with_site',
      'EmailAddress.validate',
      'Campaigns.with_site',
      'Ledger.reserve',
      'EmailRateLimiter.ready?',
      'Mailer.deliver',
    ])
    expect(lineOf(linesOf(outcomes.sent!).at(-1)!).trim()).toBe(':ok')
  })

  it('has its whole else among the answers', () => {
    const clauses = between(region.join('\n'), '    else\n', '\n    end').split('\n')
    expect(ways.slice(1).map(({ trip }) => lineOf(linesOf(trip)[1]!))).toEqual(clauses)
  })

  it.each(ways.slice(1))('answers what the trip returned: $step', ({ trip, end }) => {
    const answer = lineOf(linesOf(trip)[1]!).split(' -> ')[1]!
    // Beyond its first word the listing computes some of it.
    const [first = ''] = end.returns.split(/, (?:\{|\d{2})/)
    expect(answer.slice(0, first.length)).toBe(first)
  })

  it('is at the station where the email is', () => {
    const job = { jobId: 1, member: 1, attempt: 1, atUs: 0 }
    const begun = tripAfter(undefined, { type: 'started', ...job, maxAttempts: 20, worker: 0 })!
    expect(linesOf(begun)).toEqual([6])
    expect(linesOf(tripAfter(begun, { type: 'passed', ...job, station: 'member' })!)).toEqual([7])
  })
})

describe('a trip', () => {
  const job = { jobId: 5, member: 5, attempt: 2, atUs: 0 }
  const begun = tripAfter(undefined, { type: 'started', ...job, maxAttempts: 20, worker: 0 })!

  it('is not touched by what happens to other jobs', () => {
    expect(tripAfter(begun, { type: 'bounced', ...job, jobId: 4, member: 4 })).toBe(begun)
    expect(tripAfter(begun, { type: 'rescued', ...job, jobId: 4, jobState: 'available' })).toBe(begun)
    expect(tripAfter(begun, { type: 'done', atUs: 1 })).toBe(begun)
  })

  it('stands still once it has ended', () => {
    expect(tripAfter(outcomes.sent!, { type: 'bounced', jobId: 1, member: 1, attempt: 1, atUs: 1 })).toBe(outcomes.sent)
  })
})
