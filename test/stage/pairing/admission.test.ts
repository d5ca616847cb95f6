import type { AdmissionChange, AdmissionOptions, Admitted } from '../../../stage/pairing/admission'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Admission } from '../../../stage/pairing/admission'
import { CODE_LASTS_MS, OneTimeCode } from '../../../stage/pairing/code'
import { deviceName } from '../../../stage/pairing/deviceName'
import { MOST_PHONES, Phones } from '../../../stage/pairing/phones'
import { isSameHash } from '../../../stage/pairing/secret'
import { Throttle } from '../../../stage/pairing/throttle'

const HOST = '192.168.1.7:8080'
const VISITOR = { host: HOST }
/** A list as long as it may be: by itself fast-check makes short ones only. */
const LONG = { size: 'max' } as const

/** Bytes that are never the same twice, and always the same in every run. */
function counted(): (count: number) => Uint8Array {
  let next = 0
  return (count) => {
    const bytes = new Uint8Array(count)
    new DataView(bytes.buffer).setUint32(0, ++next)
    return bytes
  }
}

/** What a process started anew gets of what was kept. */
const throughJson = (kept: unknown): unknown => JSON.parse(JSON.stringify(kept))

describe('a code', () => {
  it('is long enough that nobody guesses it, and fits into an address as it is', () => {
    const code = new OneTimeCode(count => new Uint8Array(count).fill(255), () => 0).renew(0)
    expect(code.text).toMatch(/^[\w-]{27}$/)
    expect(code.endsAtMs).toBe(CODE_LASTS_MS)
  })

  it('lets in once, within its time, and never after another was made or it was taken back: whatever is tried in whatever order', () => {
    const time = fc.integer({ min: 0, max: CODE_LASTS_MS })
    const step = fc.oneof(
      fc.record({ do: fc.constant('renew' as const) }),
      fc.record({ do: fc.constant('revoke' as const) }),
      // The wall clock, which may be set, and the other, which stands still while the laptop sleeps.
      fc.record({ do: fc.constant('wait' as const), wallMs: time, monotonicMs: time }),
      fc.record({ do: fc.constant('set' as const), backMs: time }),
      // One of the last, because the others are over.
      fc.record({ do: fc.constant('show' as const), back: fc.nat(3) }),
    )
    fc.assert(fc.property(fc.array(step, { maxLength: 60, ...LONG }), (steps) => {
      let [nowMs, monotonicMs] = [1_000_000_000, 0]
      const code = new OneTimeCode(counted(), () => monotonicMs)
      const made: { text: string, endsAtMs: number, endsAtMonotonicMs: number, isOver: boolean }[] = []
      const isGood = (one: typeof made[number] | undefined): boolean => one !== undefined && one === made.at(-1) && !one.isOver && nowMs < one.endsAtMs && monotonicMs < one.endsAtMonotonicMs
      for (const step of steps) {
        switch (step.do) {
          case 'renew':
            made.push({ text: code.renew(nowMs).text, endsAtMs: nowMs + CODE_LASTS_MS, endsAtMonotonicMs: monotonicMs + CODE_LASTS_MS, isOver: false })
            break
          case 'revoke':
            code.revoke()
            for (const one of made)
              one.isOver = true
            break
          case 'wait':
            nowMs += step.wallMs
            monotonicMs += step.monotonicMs
            break
          case 'set':
            nowMs -= step.backMs
            break
          case 'show': {
            const shown = made.at(-1 - step.back)
            const mayPass = isGood(shown)
            expect(code.redeem(shown?.text ?? 'a guess', nowMs) === 'right').toBe(mayPass)
            if (mayPass)
              shown!.isOver = true
          }
        }
        const last = made.at(-1)
        expect(code.current(nowMs)?.text).toBe(isGood(last) ? last?.text : undefined)
      }
    }), { seed: 7, numRuns: 200 })
  })

  it('does not live longer when the clock is set back', () => {
    let monotonicMs = 0
    const code = new OneTimeCode(counted(), () => monotonicMs)
    const { text } = code.renew(10 * CODE_LASTS_MS)
    monotonicMs = CODE_LASTS_MS
    expect(code.current(0)).toBe(null)
    expect(code.redeem(text, 0)).toBe('expired')
  })

  it('that is over is told from a wrong one', () => {
    const code = new OneTimeCode(counted(), () => 0)
    const [replaced, used] = [code.renew(0).text, code.renew(0).text]
    expect([code.redeem(replaced, 1), code.redeem(used, 1), code.redeem(used, 1)]).toEqual(['replaced', 'right', 'used'])
    const over = code.renew(2).text
    expect([code.redeem(over, 2 + CODE_LASTS_MS), code.redeem(over.slice(1), 3)]).toEqual(['expired', 'wrong'])
    const revoked = code.renew(4).text
    expect([code.revoke(), code.revoke(), code.redeem(revoked, 4)]).toEqual([true, false, 'expired'])
  })

  it('is forgotten in the end, so that a long day of codes takes no more room', () => {
    const code = new OneTimeCode(counted(), () => 0)
    const first = code.renew(0).text
    for (let more = 0; more < 8; more++)
      code.renew(0)
    expect(code.redeem(first, 1)).toBe('replaced')
    code.renew(0)
    expect(code.redeem(first, 1)).toBe('wrong')
  })
})

describe('the throttle', () => {
  it('lets ten a minute through, never more, and is never shut for ever', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200, ...LONG }), (gaps) => {
      const throttle = new Throttle()
      const passed: number[] = []
      let nowMs = 0
      for (const gap of gaps) {
        nowMs += gap
        const inLastMinute = passed.filter(time => nowMs - time < 60_000).length
        expect(throttle.isShut(nowMs)).toBe(inLastMinute >= 10)
        if (!throttle.isShut(nowMs))
          passed.push(nowMs)
        throttle.count(nowMs)
      }
      expect(throttle.isShut(nowMs + 60_000)).toBe(false)
    }), { seed: 7, numRuns: 100 })
  })

  it('is not shut for longer when the clock is set back', () => {
    const throttle = new Throttle({ limit: 1 })
    throttle.count(1_000_000)
    expect(throttle.isShut(1_000_000)).toBe(true)
    expect(throttle.isShut(500_000)).toBe(false)
  })
})

describe('phones', () => {
  it('are known by their session and by nothing else, until they are revoked', () => {
    const deed = fc.oneof(
      { weight: 3, arbitrary: fc.record({ do: fc.constant('pair' as const) }) },
      fc.record({ do: fc.constant('pair again' as const), which: fc.nat(30) }),
      { weight: 3, arbitrary: fc.record({ do: fc.constant('show' as const), which: fc.nat(30) }) },
      fc.record({ do: fc.constant('revoke' as const), which: fc.nat(30) }),
      fc.record({ do: fc.constant('restart' as const) }),
    )
    interface Known { id: string, shown: string | undefined, given: string | undefined, seenAtMs: number }
    let hasBeenFull = false
    fc.assert(fc.property(fc.array(deed, { maxLength: 80, ...LONG }), (deeds) => {
      const random = counted()
      let phones = new Phones(random)
      let nowMs = 0
      let here: Known[] = []
      /** All sessions that there ever were, and whose they were. */
      const sessions: { session: string, id: string }[] = []
      const drop = (gone: Known | undefined): Known[] => here = here.filter(one => one !== gone)
      for (const deed of deeds) {
        nowMs++
        if (deed.do === 'restart') {
          phones = new Phones(random, throughJson(phones.keep()))
        }
        else if (deed.do === 'pair' || deed.do === 'pair again') {
          const known = deed.do === 'pair' ? undefined : here[deed.which]
          const { phone: { id }, session, gone } = phones.pair({ host: HOST, id: known?.id }, nowMs)
          expect(known === undefined || known.id === id).toBe(true)
          const leastSeen = known || here.length < MOST_PHONES ? undefined : here.toSorted((one, other) => one.seenAtMs - other.seenAtMs)[0]
          expect(gone?.id).toBe(leastSeen?.id)
          drop(leastSeen)
          drop(known)
          hasBeenFull ||= gone !== null
          here.push({ id, shown: known?.shown, given: session, seenAtMs: nowMs })
          sessions.push({ session, id })
        }
        else if (deed.do === 'revoke') {
          const one = here[deed.which]
          expect(phones.revoke(one?.id ?? 'nobody')).toBe(one !== undefined)
          drop(one)
        }
        else {
          const { session, id } = sessions.at(-1 - deed.which) ?? { session: 'nobody', id: 'nobody' }
          const one = here.find(known => known.id === id && [known.shown, known.given].includes(session))
          const isNew = one?.given === session
          expect(phones.of(session, HOST, nowMs)).toEqual(one ? { phone: expect.objectContaining({ id, seenAtMs: nowMs }), hasEnded: isNew && one.shown !== undefined } : null)
          if (one)
            one.seenAtMs = nowMs
          if (isNew)
            Object.assign(one!, { shown: session, given: undefined })
        }
        expect(phones.list().map(({ id }) => id)).toEqual(here.map(({ id }) => id))
        expect(here.length).toBeLessThanOrEqual(MOST_PHONES)
      }
      const kept = JSON.stringify(phones.keep())
      for (const { session } of sessions)
        expect(kept).not.toContain(session)
    }), { seed: 7, numRuns: 60 })
    expect(hasBeenFull).toBe(true)
  })

  it('are listed without what is stored of their sessions', () => {
    const phones = new Phones(counted())
    const { phone } = phones.pair({ host: HOST }, 5)
    expect(phone).toEqual({ id: expect.any(String), name: 'A browser', pairedAtMs: 5, seenAtMs: 5 })
    expect(phones.list()).toEqual([phone])
  })

  it('are known only under the address of the laptop where they were paired, also after it came back there', () => {
    const phones = new Phones(counted())
    const { session } = phones.pair({ host: HOST }, 1)
    const restarted = new Phones(counted(), throughJson(phones.keep()))
    const seen = ['10.0.0.5:8080', '192.168.1.70:8080', '192.168.1.7.evil.example:8080', 'mac.local:8080', '', HOST, '192.168.1.7', '192.168.1.7:9090']
      .map(host => [host, restarted.of(session, host, 2) !== null])
    expect(seen.filter(([, isKnown]) => isKnown).map(([host]) => host)).toEqual([HOST, '192.168.1.7', '192.168.1.7:9090'])
  })

  it('go on as far as what was kept can be read', () => {
    const before = new Phones(counted())
    const [first, second] = [before.pair({ host: HOST }, 1), before.pair({ host: HOST }, 2)]
    const [good, other] = throughJson(before.keep()) as [object, object]
    const { host: _, ...withoutHost } = good as { host: string }
    for (const bad of [null, 7, {}, { ...good, given: '' }, { ...good, more: 1 }, withoutHost]) {
      const phones = new Phones(counted(), [bad, other])
      expect([phones.of(first.session, HOST, 3), phones.of(second.session, HOST, 3)?.phone.id]).toEqual([null, second.phone.id])
    }
    for (const kept of [undefined, null, 'garbage', {}])
      expect(new Phones(counted(), kept).list()).toEqual([])
    expect(new Phones(counted(), Array.from({ length: MOST_PHONES + 1 }, () => good)).list()).toHaveLength(MOST_PHONES)
  })
})

describe('admission', () => {
  function begin(options: Partial<AdmissionOptions> = {}): Admission {
    return new Admission({ random: counted(), monotonic: () => 0, ...options })
  }
  function sessionOf(admitted: Admitted): string {
    expect(admitted.why).toBe(null)
    return admitted.why === null ? admitted.session : ''
  }

  it('says what has changed, once each', () => {
    const admission = begin()
    const changes: AdmissionChange[] = []
    const stop = admission.on(change => changes.push(change))
    const first = sessionOf(admission.admit(admission.newCode(0).text, VISITOR, 1))
    const { id } = admission.phoneOf(first, HOST, 2)!
    const again = sessionOf(admission.admit(admission.newCode(2).text, { ...VISITOR, id }, 3))
    admission.phoneOf(again, HOST, 4)
    admission.phoneOf(again, HOST, 5)
    const code = admission.newCode(6)
    admission.revokeAll()
    admission.revokeAll()
    stop()
    admission.newCode(7)
    expect(changes.map(({ kind }) => kind)).toEqual(['code', 'paired', 'code', 'paired', 'revoked', 'code', 'revoked', 'code'])
    expect(changes.filter(change => change.kind === 'code').slice(-2)).toEqual([{ kind: 'code', code }, { kind: 'code', code: null }])
  })

  it('takes the code back when all are sent away, so that a photo of it is worth nothing', () => {
    const admission = begin()
    const { text } = admission.newCode(0)
    admission.revokeAll()
    expect([admission.code(1), admission.admit(text, VISITOR, 1)]).toEqual([null, { why: 'expired' }])
    expect(admission.admit(admission.newCode(2).text, VISITOR, 3).why).toBe(null)
  })

  it('ends the session of a phone that is paired again when it shows the new one, and no sooner', () => {
    const admission = begin()
    const before = sessionOf(admission.admit(admission.newCode(0).text, VISITOR, 1))
    const known = admission.phoneOf(before, HOST, 2)
    const pairAgain = (nowMs: number): string => sessionOf(admission.admit(admission.newCode(nowMs).text, { ...VISITOR, id: known?.id }, nowMs))
    // Two answers that never arrive.
    const lost = pairAgain(4)
    pairAgain(6)
    expect(admission.phoneOf(lost, HOST, 7)).toBe(null)
    expect(admission.phoneOf(before, HOST, 8)?.id).toBe(known?.id)
    // The third one does.
    const after = pairAgain(9)
    expect(admission.phoneOf(after, HOST, 10)?.id).toBe(known?.id)
    expect(admission.phoneOf(before, HOST, 11)).toBe(null)
    expect(admission.phones()).toEqual([{ ...known, pairedAtMs: 9, seenAtMs: 10 }])
  })

  it('takes no code twice, not even of the phone that it let in', () => {
    const admission = begin()
    const { text } = admission.newCode(0)
    const session = sessionOf(admission.admit(text, VISITOR, 1))
    const id = admission.phoneOf(session, HOST, 2)?.id
    for (const visitor of [VISITOR, { ...VISITOR, id }, { host: 'mac.local:8080' }])
      expect(admission.admit(text, visitor, 3)).toEqual({ why: 'used' })
    expect(admission.phones().map(phone => phone.id)).toEqual([id])
  })

  it('tells guesses from codes that somebody was given, also while it is throttled', () => {
    const admission = begin({ throttle: { limit: 2 } })
    const replaced = admission.newCode(0).text
    const { text } = admission.newCode(0)
    const tried = ['a', 'b', 'c', replaced, text, 'd'].map(code => admission.admit(code, VISITOR, 1).why)
    expect(tried).toEqual(['wrong', 'wrong', 'throttled', 'replaced', null, 'throttled'])
    expect(admission.admit(text, VISITOR, 1).why).toBe('used')
    const over = admission.newCode(2).text
    expect(admission.admit(over, VISITOR, 2 + CODE_LASTS_MS).why).toBe('expired')
  })
})

describe('the name of a phone', () => {
  it('is what people call it, whatever its browser claims to be besides', () => {
    const names: Record<string, string> = {
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1': 'Safari on iPhone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/137.0.7151.51 Mobile/15E148 Safari/604.1': 'Chrome on iPhone',
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36': 'Chrome on Android',
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36': 'Samsung Internet on Android',
      'Mozilla/5.0 (Android 15; Mobile; rv:139.0) Gecko/139.0 Firefox/139.0': 'Firefox on Android',
      'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/139.0 Mobile/15E148 Safari/605.1.15': 'Firefox on iPad',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36 Edg/137.0.0.0': 'Edge on Windows',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15': 'Safari on Mac',
      'curl/8.7.1': 'A browser',
      '<b>Safari</b>/ on the house': 'A browser',
      '': 'A browser',
    }
    expect(Object.fromEntries(Object.keys(names).map(agent => [agent, deviceName(agent)]))).toEqual(names)
    expect(deviceName(undefined)).toBe('A browser')
  })
})

describe('hashes', () => {
  it('are the same only when they are, also at different lengths', () => {
    expect([isSameHash('ab', 'ab'), isSameHash('ab', 'ac'), isSameHash('ab', 'abc'), isSameHash('', '')]).toEqual([true, false, false, true])
  })
})
