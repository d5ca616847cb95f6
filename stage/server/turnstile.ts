/** How much each address may ask. */
export interface TurnstileLimits {
  /** So many requests at once; as many again when it has been quiet for long enough. */
  atOnce: number
  /** So many a second from then on. */
  perSecond: number
  /** Who would have to wait longer than so many milliseconds is not let in. */
  waitMs: number
}

/**
 * Has those wait who ask too much, each address by itself, so that one program that asks as fast as it can does not take the time
 * of all others. Who waits costs nothing, while who is refused asks again at once.
 *
 * That is the generic cell rate algorithm (ITU-T I.371): of an address one instant is kept, when what it has asked would be
 * dealt with at the steady rate.
 */
export class Turnstile {
  readonly #limits: TurnstileLimits
  readonly #dealtWithAt = new Map<string, number>()

  constructor(limits: TurnstileLimits) {
    this.#limits = limits
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#dealtWithAt.size
  }

  /**
   * Somebody asks something.
   *
   * @param address where it comes from
   * @param nowMs a clock that is never set back
   * @returns how many milliseconds it has to wait; null when that is too long, and it is not counted then
   */
  waitOf(address: string, nowMs: number): number | null {
    const { atOnce, perSecond, waitMs } = this.#limits
    const eachMs = 1000 / perSecond
    const at = Math.max(nowMs, this.#dealtWithAt.get(address) ?? 0) + eachMs
    const wait = at - nowMs - atOnce * eachMs
    if (wait > waitMs)
      return null
    this.#dealtWithAt.set(address, at)
    return Math.max(0, wait)
  }

  /** Forgets the addresses that may ask as much again as if they had never asked. */
  tidy(nowMs: number): void {
    for (const [address, at] of this.#dealtWithAt) {
      if (at <= nowMs)
        this.#dealtWithAt.delete(address)
    }
  }
}
