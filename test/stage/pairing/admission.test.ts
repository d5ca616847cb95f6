import type { AdmissionChange } from '../../../stage/pairing/admission'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Admission } from '../../../stage/pairing/admission'
import { CODE_LASTS_MS, OneTimeCode } from '../../../stage/pairing/code'
import { deviceName } from '../../../stage/pairing/deviceName'
import { keptPhones, MOST_PHONES, Phones } from '../../../stage/pairing/phones'
import { isSameHash } from '../../../stage/pairing/secret'
import { Throttle } from '../../../stage/pairing/throttle'

/** Bytes that are never the same twice, and always the same in every run. */
function counted(): (count: number) => Uint8Array {
  let next = 0
  return (count) => {
    const bytes = new Uint8Array(count)
    new DataView(bytes.buffer).setUint32(0, ++next)
    return bytes
  }
}

describe('a code', () => {
  it('is long enough that nobody guesses it, and fits into an address as it is', () => {
    const code = new OneTimeCode(count => new Uint8Array(count).fill(255)).renew(0)
    expect(code.text).toMatch(/^[\w-]{27}$/)
    expect(code.endsAtMs).toBe(CODE_LASTS_MS)
  })

  it('lets in once, within its time, and never after a new one was made: whatever is tried in whatever order', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('renew' as const) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: CODE_LASTS_MS }) }),
      fc.record({ do: fc.constant('show' as const), which: fc.nat(20) }),
    )
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const code = new OneTimeCode(counted())
      const made: { text: string, atMs: number, isUsed: boolean }[] = []
      let nowMs = 0
      for (const step of steps) {
        if (step.do === 'renew') {
          made.push({ text: code.renew(nowMs).text, atMs: nowMs, isUsed: false })
        }
        else if (step.do === 'wait') {
          nowMs += step.ms
        }
        else {
          const shown = made[step.which]
          const mayPass = shown !== undefined && shown === made.at(-1) && !shown.isUsed && nowMs < shown.atMs + CODE_LASTS_MS
          expect(code.redeem(shown?.text ?? 'a guess', nowMs) === 'right').toBe(mayPass)
          if (mayPass)
            shown.isUsed = true
        }
        const last = made.at(-1)
        expect(code.current(nowMs)?.text).toBe(last && !last.isUsed && nowMs < last.atMs + CODE_LASTS_MS ? last.text : undefined)
      }
    }))
  })

  it('that is over is told from a wrong one', () => {
    const code = new OneTimeCode(counted())
    const [replaced, used] = [code.renew(0).text, code.renew(0).text]
    expect([code.redeem(replaced, 1), code.redeem(used, 1), code.redeem(used, 1)]).toEqual(['replaced', 'right', 'used'])
    const over = code.renew(2).text
    expect([code.redeem(over, 2 + CODE_LASTS_MS), code.redeem(over.slice(1), 3)]).toEqual(['expired', 'wrong'])
  })
})

describe('the throttle', () => {
  it('lets ten a minute through, never more, and is never shut for ever', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 }), (gaps) => {
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
    }))
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
      fc.record({ do: fc.constant('pair' as const) }),
      fc.record({ do: fc.constant('show' as const), which: fc.nat(15) }),
      fc.record({ do: fc.constant('revoke' as const), which: fc.nat(15) }),
      fc.record({ do: fc.constant('restart' as const) }),
    )
    fc.assert(fc.property(fc.array(deed, { maxLength: 80 }), (deeds) => {
      const random = counted()
      let phones = new Phones(random)
      let nowMs = 0
      const all: { id: string, session: string, isPaired: boolean, seenAtMs: number }[] = []
      for (const deed of deeds) {
        nowMs++
        if (deed.do === 'pair') {
          const { phone, session, gone } = phones.pair(undefined, nowMs)
          const paired = all.filter(one => one.isPaired)
          const leastSeen = paired.length < MOST_PHONES ? undefined : paired.sort((a, b) => a.seenAtMs - b.seenAtMs)[0]
          expect(gone?.id).toBe(leastSeen?.id)
          if (leastSeen)
            leastSeen.isPaired = false
          all.push({ id: phone.id, session, isPaired: true, seenAtMs: nowMs })
        }
        else if (deed.do === 'restart') {
          phones = new Phones(random, JSON.parse(JSON.stringify(phones.keep())))
        }
        else {
          const one = all[deed.which]
          if (deed.do === 'show') {
            expect(phones.of(one?.session ?? 'nobody', nowMs)?.id).toBe(one?.isPaired ? one.id : undefined)
            if (one)
              one.seenAtMs = nowMs
          }
          else if (one) {
            expect(phones.revoke(one.id)).toBe(one.isPaired)
            one.isPaired = false
          }
        }
        expect(phones.list().map(({ id }) => id)).toEqual(all.filter(({ isPaired }) => isPaired).map(({ id }) => id))
        expect(phones.list().length).toBeLessThanOrEqual(MOST_PHONES)
      }
      const kept = JSON.stringify(phones.keep())
      for (const { session } of all)
        expect(kept).not.toContain(session)
    }))
  })

  it('are listed without what is stored of their sessions', () => {
    const phones = new Phones(counted())
    const { phone } = phones.pair(undefined, 5)
    expect(phone).toEqual({ id: expect.any(String), name: 'A browser', pairedAtMs: 5, seenAtMs: 5 })
    expect(JSON.stringify(phones.list())).not.toContain('hash')
    expect(v.is(keptPhones, phones.keep())).toBe(true)
  })

  it('start anew when what was kept is not what it was', () => {
    const [good] = new Phones(counted()).keep()
    for (const kept of [undefined, null, 'garbage', {}, [{}], [{ ...good, hash: '' }], Array.from({ length: MOST_PHONES + 1 }, () => good)])
      expect(new Phones(counted(), kept).list()).toEqual([])
  })
})

describe('admission', () => {
  it('says what has changed, once each', () => {
    const admission = new Admission({ random: counted() })
    const changes: AdmissionChange[] = []
    const stop = admission.on(change => changes.push(change))
    const { text } = admission.newCode(0)
    const first = admission.admit(text, {}, 1)
    const again = admission.admit(admission.newCode(2).text, { session: first.why === null ? first.session : '' }, 3)
    expect(again.why).toBe(null)
    admission.revokeAll()
    admission.revokeAll()
    stop()
    admission.newCode(4)
    expect(changes.map(({ kind }) => kind)).toEqual(['code', 'paired', 'code', 'revoked', 'paired', 'revoked'])
  })

  it('does not take a right code for a guess, nor a guess for a right code, while it is throttled', () => {
    const admission = new Admission({ random: counted(), throttle: { limit: 2 } })
    const { text } = admission.newCode(0)
    const tried = ['a', 'b', 'c', text, text].map(code => admission.admit(code, {}, 1).why)
    expect(tried).toEqual(['wrong', 'wrong', 'throttled', null, 'throttled'])
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
