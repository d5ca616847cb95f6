import type { LiveFault, MailerAction, MailerSnapshot } from '../../components/mailer/mailerLive'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liveFaults, mailerLive } from '../../components/mailer/mailerLive'
import { outcomes } from '../../components/mailer/outcomes'

const FRAME_US = 50_000

/** A run and what it showed, a picture a frame. */
function watch(seconds: number, actions: Record<number, MailerAction> = {}): MailerSnapshot[] {
  const engine = mailerLive.start()
  const shown = [engine.snapshot()]
  for (let frame = 0; frame < seconds * 1e6 / FRAME_US; frame++) {
    const action = actions[frame]
    if (action)
      engine.act(action)
    engine.advance(FRAME_US)
    shown.push(engine.snapshot())
  }
  return shown
}

const inject = (fault: LiveFault): MailerAction => ({ kind: 'inject', fault })
/** How each execution ended, in order, and how long its end was shown. */
function ends(shown: MailerSnapshot[]): { job: number, attempt: number, member: number, outcome: string, shownUs: number, snapshot: MailerSnapshot }[] {
  const all: ReturnType<typeof ends> = []
  let before: MailerSnapshot['trip']
  for (const snapshot of shown) {
    const { trip } = snapshot
    if (trip?.end && trip === before)
      all.at(-1)!.shownUs += FRAME_US
    else if (trip?.end)
      all.push({ job: trip.jobId, attempt: trip.attempt, member: trip.member, outcome: trip.end.outcome, shownUs: FRAME_US, snapshot })
    before = trip
  }
  return all
}
const sum = (counts: object): number => Object.values(counts as Record<string, number>).reduce((total, count) => total + count, 0)

describe('the mailer live', () => {
  it('sends one email after the other when nothing goes wrong, two to three seconds each', () => {
    const all = ends(watch(20))
    expect(all.map(({ outcome }) => outcome)).toEqual(Array.from({ length: all.length }, () => 'sent'))
    expect(all.map(({ job }) => job)).toEqual(Array.from({ length: all.length }, (_, index) => index + 1))
    expect(all.length).toBeGreaterThanOrEqual(6)
    expect(all.length).toBeLessThanOrEqual(9)
  })

  it('shows the email at each station of its trip', () => {
    const places = new Set(watch(4).map(({ trip }) => JSON.stringify(trip?.passages)))
    // Before the first, at each of the six, sent, and the next one at its first stations.
    expect(places.size).toBeGreaterThanOrEqual(8)
  })

  it.each([
    ['no-token', 'rate-exceeded'],
    ['daily-limit', 'daily-limit'],
    ['invalid-email', 'invalid-email'],
    ['error', 'error'],
  ] as const)('ends the trip that meets %s as the slide\'s step %s does', (fault, step) => {
    const failed = ends(watch(9, { 20: inject(fault) })).filter(({ outcome }) => outcome !== 'sent')
    const { end } = outcomes[step]!
    expect(failed).toHaveLength(1)
    const live = failed[0]!.snapshot.trip!.end!
    const told = ({ outcome, failsAt, returns, jobState }: typeof live) => ({ outcome, failsAt, returns, jobState })
    expect(told(live)).toEqual(told(end!))
  })

  it('leaves time to read how a job failed', () => {
    const failed = ends(watch(9, { 20: inject('error') })).find(({ outcome }) => outcome === 'error')!
    expect(failed.shownUs).toBeGreaterThanOrEqual(1_500_000)
    const hurried = ends(watch(9, { 10: { kind: 'speed', speed: 4 }, 20: inject('error') })).find(({ outcome }) => outcome === 'error')!
    expect(hurried.shownUs).toBeGreaterThanOrEqual(1_500_000)
  })

  it('sends a duplicate job home, right behind the first', () => {
    const all = ends(watch(12, { 20: inject('duplicate-job') }))
    const at = all.findIndex(({ outcome }) => outcome === 'already-sent')
    expect(all[at]!.member).toBe(all[at - 1]!.member)
    expect(all[at]!.job).toBeGreaterThan(12)
    expect(all[at]!.snapshot.trip!.end).toMatchObject({ returns: '{:cancel, :already_sent}', jobState: 'cancelled', failsAt: 'reserve' })
  })

  it.each(['no-token', 'daily-limit', 'error'] as const)('brings a job back after %s, and sends it then', (fault) => {
    const shown = watch(45, { 20: inject(fault) })
    const all = ends(shown)
    const failed = all.find(({ outcome }) => outcome !== 'sent')!
    const back = all.find(({ job, attempt }) => job === failed.job && attempt === 2)!
    expect(back.outcome).toBe('sent')
    expect(new Set(shown.map(({ says }) => says)).size).toBeLessThan(8)
    expect(shown.map(({ says }) => says).join(' ')).toMatch(fault === 'error' ? /Job \d+ is tried again: attempt 2 of 20/ : /Job \d+ is back from its snooze: attempt 2 of 21/)
  })

  it('rescues the job of a crash, sends it again, and counts that', () => {
    const shown = watch(26, { 20: inject('crash') })
    const crashed = ends(shown).find(({ outcome }) => outcome === 'crash')!
    expect(crashed.snapshot.trip).toMatchObject({ isUnrecorded: true, passages: { rate: 'passed', send: 'crashed' }, end: { jobState: 'executing' } })
    expect(crashed.snapshot.jobs.executing).toBe(1)
    const again = ends(shown).find(({ job, attempt }) => job === crashed.job && attempt === 2)!
    expect(again).toMatchObject({ outcome: 'sent', snapshot: { trip: { isRepeat: true }, tallies: { unconfirmed: 1 } } })
    // The job was executing beside the one in the chain until it was rescued.
    expect(Math.max(...shown.map(({ jobs }) => jobs.executing))).toBe(2)
  })

  it('counts a bounce, and leaves its job completed', () => {
    const last = watch(12, { 20: inject('bounce') }).at(-1)!
    expect(last.tallies).toMatchObject({ bounced: 1, cancelled: 0, retried: 0 })
    expect(last.says).toMatch(/^The email to member \d+ bounced/)
  })

  it('says so at once when something is asked for, and until it strikes', () => {
    const engine = mailerLive.start()
    engine.advance(1_000_000)
    engine.act(inject('error'))
    expect(engine.snapshot()).toMatchObject({ armed: ['error'], says: 'The next job will meet it: other error.' })
    for (let frame = 0; frame < 60 && engine.snapshot().armed.length > 0; frame++)
      engine.advance(FRAME_US)
    expect(engine.snapshot().trip).toMatchObject({ jobId: 2, passages: { member: 'here' } })
  })

  it('lets the very next job go wrong, while the end of the one before is still being read', () => {
    const engine = mailerLive.start()
    engine.act(inject('error'))
    const isRead = (): boolean => engine.snapshot().trip?.end?.outcome === 'error'
    while (!isRead())
      engine.advance(FRAME_US)
    const before = engine.snapshot()
    engine.act(inject('invalid-email'))
    const after = engine.snapshot()
    expect({ ...after, says: '', armed: [] }).toEqual({ ...before, says: '', armed: [] })
    const shown: MailerSnapshot[] = []
    while (isRead() || !engine.snapshot().trip!.end) {
      engine.advance(FRAME_US)
      shown.push(engine.snapshot())
    }
    expect(shown.every(({ trip }) => trip!.jobId === 2 || trip === before.trip)).toBe(true)
    expect(engine.snapshot()).toMatchObject({ armed: [], trip: { jobId: 2, end: { outcome: 'invalid-email' } } })
  })

  it('gives each of several faults a job of its own', () => {
    const engine = mailerLive.start()
    engine.advance(1_000_000)
    liveFaults.forEach(({ fault }) => engine.act(inject(fault)))
    expect(engine.snapshot().armed).toHaveLength(7)
    const shown: MailerSnapshot[] = []
    for (let frame = 0; frame < 34e6 / FRAME_US; frame++) {
      engine.advance(FRAME_US)
      shown.push(engine.snapshot())
    }
    const first = new Map(ends(shown).filter(({ attempt }) => attempt === 1).map(({ job, outcome }) => [job, outcome]))
    expect([...first.values()].filter(outcome => outcome !== 'sent')).toEqual(['rate-exceeded', 'daily-limit', 'already-sent', 'invalid-email', 'error', 'crash'])
  })

  it('goes on with the next campaign when all jobs have ended', () => {
    const shown = watch(60, { 10: { kind: 'speed', speed: 4 } })
    expect(shown.some(({ jobs }) => jobs.completed === 12)).toBe(true)
    expect(shown.some(({ says }) => says.startsWith('All 12 jobs have ended: 12 completed, 0 cancelled.'))).toBe(true)
    expect(shown.at(-1)!.says).toBe('The next campaign, of 12 emails again.')
    expect(shown.at(-1)!.jobs.completed).toBeLessThan(12)
  })

  it('adds up in every picture, whatever is asked for', () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('inject' as const), fault: fc.constantFrom(...liveFaults.map(({ fault }) => fault)) }),
      fc.record({ kind: fc.constant('speed' as const), speed: fc.constantFrom(1 as const, 4 as const) }),
    )
    const seconds = 40
    const script = fc.array(fc.tuple(fc.nat({ max: seconds * 1e6 / FRAME_US }), action), { maxLength: 14 })
    fc.assert(fc.property(script, (acts) => {
      for (const { jobs, tallies, trip } of new Set(watch(seconds, Object.fromEntries(acts)))) {
        const inserted = sum(jobs)
        // Before the commit there are none; each duplicate is one more.
        expect(inserted === 0 || inserted >= 12).toBe(true)
        expect(jobs.completed).toBe(tallies.sent)
        expect(jobs.cancelled).toBe(tallies.cancelled)
        if (trip?.end)
          expect(jobs.scheduled + jobs.retryable).toBeLessThanOrEqual(tallies.snoozed + tallies.retried)
        else if (trip)
          expect(jobs.executing).toBeGreaterThanOrEqual(1)
      }
    }), { numRuns: 20 })
  })

  it('does nothing about actions that it does not know', () => {
    const engine = mailerLive.start()
    engine.advance(3_000_000)
    const before = engine.snapshot()
    for (const action of [undefined, null, 'inject', {}, { kind: 'inject' }, { kind: 'inject', fault: 'fire' }, { kind: 'inject', fault: 'member-not-found' }, { kind: 'speed', speed: 1e9 }, { kind: 'speed', speed: 0 }, { kind: 'speed', speed: Number.NaN }])
      engine.act(action as never)
    expect(engine.snapshot()).toEqual(before)
  })

  it('takes no more faults at a time than there are jobs to meet them', () => {
    const engine = mailerLive.start()
    for (let click = 0; click < 1000; click++)
      engine.act(inject('error'))
    expect(engine.snapshot().armed.length).toBeLessThanOrEqual(12)
  })

  it('shows plain data that later moves do not change', () => {
    const engine = mailerLive.start()
    engine.advance(5_000_000)
    engine.act(inject('crash'))
    const snapshot = engine.snapshot()
    const copy = structuredClone(snapshot)
    engine.advance(30_000_000)
    expect(snapshot).toEqual(copy)
  })

  it('gives the very same picture as long as nothing in it has changed', () => {
    const engine = mailerLive.start()
    engine.advance(1_000_000)
    const pictures = new Set<MailerSnapshot>()
    for (let frame = 0; frame < 120; frame++) {
      engine.advance(16_667)
      pictures.add(engine.snapshot())
    }
    expect(pictures.size).toBeGreaterThanOrEqual(4)
    expect(pictures.size).toBeLessThanOrEqual(12)
  })

  it('shows the same again when the same is done, however long its frames are', () => {
    const actions = { 30: inject('error'), 90: inject('crash') }
    expect(watch(30, actions)).toEqual(watch(30, actions))
    const [coarse, fine] = [mailerLive.start(), mailerLive.start()]
    coarse.advance(9_000_000)
    for (let ms = 0; ms < 9_000; ms += 10)
      fine.advance(10_000)
    expect(fine.snapshot()).toEqual(coarse.snapshot())
  })
})
