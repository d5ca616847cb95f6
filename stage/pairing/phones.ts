import type { Phone } from '../protocol'
import type { RandomBytes } from './secret'
import * as v from 'valibot'
import { keptList } from '../kept'
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

/** A paired phone as plain JSON: what outlives the process. There is nothing in it that a cookie could be made of. */
const keptPhone = v.strictObject({
  ...phone.entries,
  /** The name or address of the laptop where it was paired. */
  host: v.string(),
  /** The session that it goes by; null until it has shown one. */
  shown: v.nullable(hash),
  /** The session that it was given last; null when it has shown that. */
  given: v.nullable(hash),
})
export type KeptPhone = v.InferOutput<typeof keptPhone>

const keptPhones = keptList(keptPhone)

/** Who shows a code. */
export interface Visitor {
  /** Its header Host. */
  host: string
  /** Its header User-Agent. */
  userAgent?: string
  /** Which phone it is, when it is here already: it is paired again then, so that a phone is listed once. */
  id?: string
}

/** A phone that has just been paired. */
export interface Paired {
  phone: Phone
  /** What the phone shows from now on to be known; it is stored nowhere here. */
  session: string
}

/**
 * The paired phones. Sessions have no end of their own: they last as long as the talk is presented or until they are revoked.
 *
 * A session is good only under the name or address of the laptop where it was given, as the cookie is: when the laptop leaves
 * an address, whoever takes that gets the cookies of all phones that still ask there, and must not be able to show them at the
 * new one.
 */
export class Phones {
  readonly #random: RandomBytes
  #phones: KeptPhone[]

  /**
   * @param random for sessions and ids
   * @param kept what `keep` gave; of anything else what can be read
   */
  constructor(random: RandomBytes, kept?: unknown) {
    this.#random = random
    this.#phones = v.parse(keptPhones, kept).slice(-MOST_PHONES)
  }

  /**
   * Pairs a phone. The session of one that is paired again stays good until the new one is shown, because that may be lost on
   * its way. When there are too many phones, the one that was not heard of for longest makes room: who has the code is let in
   * by the speaker, and must not be kept out by phones of the rehearsal.
   *
   * @param visitor who shows a code
   * @param visitor.host where
   * @param visitor.userAgent what its browser calls itself
   * @param visitor.id which phone it is, when it is here already
   * @returns also the phone that had to make room
   */
  pair({ host, userAgent, id }: Visitor, nowMs: number): Paired & { gone: Phone | null } {
    const session = newSecret(this.#random, SESSION_BITS)
    const here = this.#phones.find(one => one.id === id)
    const gone = here || this.#phones.length < MOST_PHONES ? null : this.#phones.reduce((oldest, one) => one.seenAtMs < oldest.seenAtMs ? one : oldest)
    const known = here ?? { id: newSecret(this.#random, ID_BITS), name: deviceName(userAgent), host: withoutPort(host), shown: null }
    const paired = { ...known, pairedAtMs: nowMs, seenAtMs: nowMs, given: hashOf(session) }
    this.#phones = [...this.#phones.filter(one => one !== gone && one !== here), paired]
    return { phone: told(paired), session, gone: gone && told(gone) }
  }

  /**
   * The phone that a session belongs to; it counts as seen. At the first sight of a new session the one before is over.
   *
   * @param session what it shows
   * @param host where, as its Host header says
   * @returns also whether a session ended thereby
   */
  of(session: string, host: string, nowMs: number): { phone: Phone, hasEnded: boolean } | null {
    const hash = hashOf(session)
    const found = this.#phones.find(one => one.host === withoutPort(host) && [one.shown, one.given].some(known => known !== null && isSameHash(known, hash)))
    if (!found)
      return null
    found.seenAtMs = nowMs
    const isNew = found.given !== null && isSameHash(found.given, hash)
    const hasEnded = isNew && found.shown !== null
    if (isNew)
      Object.assign(found, { shown: found.given, given: null })
    return { phone: told(found), hasEnded }
  }

  /** Ends a phone's sessions; says whether there was such a phone. */
  revoke(id: string): boolean {
    const before = this.#phones.length
    this.#phones = this.#phones.filter(one => one.id !== id)
    return this.#phones.length < before
  }

  /** In the order in which they were paired. */
  list(): Phone[] {
    return this.#phones.map(told)
  }

  keep(): KeptPhone[] {
    return structuredClone(this.#phones)
  }
}

/** Cookies know nothing of ports: they go to all of an address. */
function withoutPort(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '')
}

/** What others are told of a phone. */
function told({ id, name, pairedAtMs, seenAtMs }: Phone): Phone {
  return { id, name, pairedAtMs, seenAtMs }
}
