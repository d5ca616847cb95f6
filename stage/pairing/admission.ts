import type { Phone } from '../protocol'
import type { Code } from './code'
import type { Monotonic } from './deadline'
import type { KeptPhone, Paired, Visitor } from './phones'
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
  // Perhaps a phone that was here before, and was paired again.
  = | { kind: 'paired', phone: Phone }
    // What the phone has gone by so far is good for nothing: it was sent away, or goes by a newer session from now on.
    | { kind: 'revoked', phone: Phone }
    // Null when it was taken back.
    | { kind: 'code', code: Code | null }

export interface AdmissionOptions {
  random: RandomBytes
  /** @default performance.now */
  monotonic?: Monotonic
  /** What `keep` gave before a restart; of anything else what can be read. */
  kept?: unknown
  throttle?: ThrottleOptions
}

/**
 * Who may drive the talk: the one way in (a code) and those who are in (phones).
 *
 * A code is of 160 random bits, so that guessing is hopeless, throttled or not, and who shows one that is right, or was, has
 * been given it. The throttle is there so that guesses come to nothing for who makes many: of wrong codes ten a minute are
 * told so, from everybody together, and the others are put off. Were the right one put off with them, anybody in the room could
 * keep the speaker out; were one that is over, the speaker would not learn what to do. Sessions do not come by here at all.
 */
export class Admission {
  readonly #code: OneTimeCode
  readonly #throttle: Throttle
  readonly #phones: Phones
  readonly #listeners = new Set<(change: AdmissionChange) => void>()

  constructor({ random, monotonic = () => performance.now(), kept, throttle }: AdmissionOptions) {
    this.#code = new OneTimeCode(random, monotonic)
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
   * Lets a phone in that shows the right code, once: whoever shows it again is told so, even when the first answer was lost.
   * Anybody may have heard it by then.
   *
   * @param code what the phone shows
   * @param visitor who shows it
   */
  admit(code: string, visitor: Visitor, nowMs: number): Admitted {
    const fate = this.#code.redeem(code, nowMs)
    if (fate === 'wrong') {
      if (this.#throttle.isShut(nowMs))
        return { why: 'throttled' }
      this.#throttle.count(nowMs)
    }
    if (fate !== 'right')
      return { why: fate }
    const { gone, ...paired } = this.#phones.pair(visitor, nowMs)
    if (gone)
      this.#tell({ kind: 'revoked', phone: gone })
    this.#tell({ kind: 'paired', phone: paired.phone })
    return { ...paired, why: null }
  }

  /** The phone that a session belongs to where it is shown (`host`, as the header says); it counts as seen. */
  phoneOf(session: string, host: string, nowMs: number): Phone | null {
    const seen = this.#phones.of(session, host, nowMs)
    if (seen?.hasEnded)
      this.#tell({ kind: 'revoked', phone: seen.phone })
    return seen && seen.phone
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

  /** Ends all sessions, and the code as well: whoever has a photo of it would be in with it the next moment. */
  revokeAll(): void {
    for (const { id } of this.#phones.list())
      this.revoke(id)
    if (this.#code.revoke())
      this.#tell({ kind: 'code', code: null })
  }

  /** The phones as plain JSON. The code is not in it: a new process makes a new one. */
  keep(): KeptPhone[] {
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
