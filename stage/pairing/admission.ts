import type { Phone } from '../protocol'
import type { Code } from './code'
import type { KeptPhones, Paired } from './phones'
import type { RandomBytes } from './secret'
import type { ThrottleOptions } from './throttle'
import { OneTimeCode } from './code'
import { Phones } from './phones'
import { Throttle } from './throttle'

/** What came of a code. */
export type Admitted
  = | Paired & { why: null }
    | { why: 'wrong' | 'used' | 'expired' | 'replaced' | 'throttled' }

/** What has changed: who may drive the talk, or the code. */
export type AdmissionChange
  = | { kind: 'paired', phone: Phone }
    | { kind: 'revoked', phone: Phone }
    | { kind: 'code', code: Code }

export interface AdmissionOptions {
  random: RandomBytes
  /** What `keep` gave before a restart; anything else starts without phones. */
  kept?: unknown
  throttle?: ThrottleOptions
}

/**
 * Who may drive the talk: the one way in (a code) and those who are in (phones).
 *
 * Wrong codes are throttled, a right one never is: it is of 160 random bits, so that whoever shows it was given it, while a
 * throttle that also held for the right one could be kept shut by anybody in the room, and the speaker would stand there
 * with a phone that cannot be paired. What the throttle is good for then is that guesses are answered with 429 and never
 * reach the list of old codes. Sessions do not come by here at all.
 */
export class Admission {
  readonly #code: OneTimeCode
  readonly #throttle: Throttle
  readonly #phones: Phones
  readonly #listeners = new Set<(change: AdmissionChange) => void>()

  constructor({ random, kept, throttle }: AdmissionOptions) {
    this.#code = new OneTimeCode(random)
    this.#throttle = new Throttle(throttle)
    this.#phones = new Phones(random, kept)
  }

  /** Makes a new code in place of the old. */
  newCode(nowMs: number): Code {
    const code = this.#code.renew(nowMs)
    this.#tell({ kind: 'code', code })
    return code
  }

  /** The code that can be used now, if there is one. */
  code(nowMs: number): Code | null {
    return this.#code.current(nowMs)
  }

  /**
   * Lets a phone in that shows the right code.
   *
   * @param code what it shows
   * @param phone how it introduces itself
   * @param phone.userAgent its header User-Agent
   * @param phone.session a session that it has already: the new one takes its place, so that a phone is listed once
   */
  admit(code: string, { userAgent, session }: { userAgent?: string, session?: string }, nowMs: number): Admitted {
    const fate = this.#code.redeem(code, nowMs)
    if (fate !== 'right') {
      if (this.#throttle.isShut(nowMs))
        return { why: 'throttled' }
      this.#throttle.count(nowMs)
      return { why: fate }
    }
    const before = session === undefined ? null : this.#phones.of(session, nowMs)
    if (before)
      this.revoke(before.id)
    const { gone, ...paired } = this.#phones.pair(userAgent, nowMs)
    if (gone)
      this.#tell({ kind: 'revoked', phone: gone })
    this.#tell({ kind: 'paired', phone: paired.phone })
    return { ...paired, why: null }
  }

  /** The phone that a session belongs to; it counts as seen. */
  phoneOf(session: string, nowMs: number): Phone | null {
    return this.#phones.of(session, nowMs)
  }

  /** In the order in which they were paired. */
  phones(): Phone[] {
    return this.#phones.list()
  }

  /** Ends a phone's session; says whether there was one. */
  revoke(id: string): boolean {
    const phone = this.#phones.list().find(one => one.id === id)
    if (phone === undefined)
      return false
    this.#phones.revoke(id)
    this.#tell({ kind: 'revoked', phone })
    return true
  }

  revokeAll(): void {
    for (const { id } of this.#phones.list())
      this.revoke(id)
  }

  /** The phones as plain JSON. The code is not in it: a new process makes a new one. */
  keep(): KeptPhones {
    return this.#phones.keep()
  }

  /** Calls `listener` after every change, until the function is called that it returns. */
  on(listener: (change: AdmissionChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(change: AdmissionChange): void {
    for (const listener of this.#listeners)
      listener(change)
  }
}
