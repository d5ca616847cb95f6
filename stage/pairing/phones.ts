import type { Phone } from '../protocol'
import type { RandomBytes } from './secret'
import * as v from 'valibot'
import { phone } from '../protocol'
import { deviceName } from './deviceName'
import { hashOf, isSameHash, newSecret } from './secret'

/** How many phones can be paired at a time. */
export const MOST_PHONES = 10

/** Of the cookie's value; OWASP asks for 64 at least. */
const SESSION_BITS = 256

/** Of the name that the speaker revokes it by: no secret, only never the same twice. */
const ID_BITS = 64

/** A SHA-256 hash as base64url. */
const hash = v.pipe(v.string(), v.regex(/^[\w-]{43}$/))

/** The paired phones as plain JSON: what outlives the process. There is nothing in it that a cookie could be made of. */
export const keptPhones = v.pipe(v.array(v.strictObject({ ...phone.entries, hash })), v.maxLength(MOST_PHONES))
export type KeptPhones = v.InferOutput<typeof keptPhones>

/** A phone that has just been paired. */
export interface Paired {
  phone: Phone
  /** What the phone shows from now on to be known; it is stored nowhere here. */
  session: string
}

/** The paired phones. Sessions have no end of their own: they last as long as the talk is presented or until they are revoked. */
export class Phones {
  readonly #random: RandomBytes
  #kept: KeptPhones

  /**
   * @param random for sessions and ids
   * @param kept what `keep` gave; anything else starts without phones
   */
  constructor(random: RandomBytes, kept?: unknown) {
    this.#random = random
    const read = v.safeParse(keptPhones, kept)
    this.#kept = read.success ? read.output : []
  }

  /**
   * Pairs one more phone. When there are too many, the one that was not heard of for longest makes room: who has the code is
   * let in by the speaker, and must not be kept out by phones of the rehearsal.
   *
   * @returns also the phone that had to make room
   */
  pair(userAgent: string | undefined, nowMs: number): Paired & { gone: Phone | null } {
    const session = newSecret(this.#random, SESSION_BITS)
    const added = { id: newSecret(this.#random, ID_BITS), name: deviceName(userAgent), pairedAtMs: nowMs, seenAtMs: nowMs }
    const gone = this.#kept.length < MOST_PHONES ? null : this.#kept.reduce((oldest, one) => one.seenAtMs < oldest.seenAtMs ? one : oldest)
    this.#kept = [...this.#kept.filter(one => one !== gone), { ...added, hash: hashOf(session) }]
    return { phone: added, session, gone: gone && withoutHash(gone) }
  }

  /** The phone that a session belongs to; it counts as seen. */
  of(session: string, nowMs: number): Phone | null {
    const shown = hashOf(session)
    const found = this.#kept.find(one => isSameHash(one.hash, shown))
    if (!found)
      return null
    found.seenAtMs = nowMs
    return withoutHash(found)
  }

  /** Ends a phone's session; says whether there was one. */
  revoke(id: string): boolean {
    const before = this.#kept.length
    this.#kept = this.#kept.filter(one => one.id !== id)
    return this.#kept.length < before
  }

  /** In the order in which they were paired. */
  list(): Phone[] {
    return this.#kept.map(withoutHash)
  }

  keep(): KeptPhones {
    return structuredClone(this.#kept)
  }
}

function withoutHash({ id, name, pairedAtMs, seenAtMs }: Phone): Phone {
  return { id, name, pairedAtMs, seenAtMs }
}
