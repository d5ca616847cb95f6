import type { Monotonic } from './deadline'
import type { RandomBytes } from './secret'
import { Deadline } from './deadline'
import { hashOf, isSameHash, newSecret } from './secret'

/** How long a code can be used: the time it takes to find the phone, unlock it and scan. */
export const CODE_LASTS_MS = 5 * 60_000

/**
 * Its size: with 160 bits a guess is hopeless at any speed, and 27 characters still make a small QR code (OWASP asks for 64
 * bits of a session's name).
 */
const CODE_BITS = 160

/** How many codes are remembered after their end, so that an old one is told from a wrong one. */
const REMEMBERED = 8

/** A code that pairs a phone, once. */
export interface Code {
  text: string
  /** By the clock of the laptop. */
  endsAtMs: number
}

/**
 * What a code turned out to be. Who shows one that is `used`, `expired` or `replaced` has had it in hand, so that saying so
 * tells nothing to who guesses; it tells a speaker whose phone opened the address twice what to do.
 */
export type Fate = 'right' | 'wrong' | 'used' | 'expired' | 'replaced'

/** A code that is over. */
interface Past {
  hash: string
  fate: 'used' | 'expired' | 'replaced'
}

/** The one-time code: there is one at most, it ends by itself, and a new one takes the place of the old. */
export class OneTimeCode {
  readonly #random: RandomBytes
  readonly #monotonic: Monotonic
  #current: { code: Code, hash: string, end: Deadline } | null = null
  #past: Past[] = []

  constructor(random: RandomBytes, monotonic: Monotonic) {
    this.#random = random
    this.#monotonic = monotonic
  }

  /** Makes a code; the one before is of no use from now on. */
  renew(nowMs: number): Code {
    this.#end('replaced')
    const end = new Deadline(CODE_LASTS_MS, nowMs, this.#monotonic)
    const code = { text: newSecret(this.#random, CODE_BITS), endsAtMs: end.atMs }
    this.#current = { code, hash: hashOf(code.text), end }
    return code
  }

  /** Ends the code before its time; says whether there was one. */
  revoke(): boolean {
    const hadOne = this.#current !== null
    this.#end('expired')
    return hadOne
  }

  /** The code that can be used now, if there is one. */
  current(nowMs: number): Code | null {
    return this.#current && !this.#current.end.isOver(nowMs) ? this.#current.code : null
  }

  /** Tries a code; one that is right is used up by that. */
  redeem(text: string, nowMs: number): Fate {
    const hash = hashOf(text)
    if (this.#current && isSameHash(hash, this.#current.hash)) {
      if (this.current(nowMs) === null)
        return 'expired'
      this.#end('used')
      return 'right'
    }
    return this.#past.find(past => isSameHash(hash, past.hash))?.fate ?? 'wrong'
  }

  #end(fate: Past['fate']): void {
    if (this.#current)
      this.#past = [{ hash: this.#current.hash, fate }, ...this.#past].slice(0, REMEMBERED)
    this.#current = null
  }
}
