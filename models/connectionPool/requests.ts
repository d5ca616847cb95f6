import type { EppCommand } from './commands'

/** A command that somebody wants sent to a registry. */
export interface EppRequest {
  /** In the order of arrival at its registry, from 1. */
  number: number
  command: EppCommand
  arrivedUs: number
  /** How long the registry will take over it. */
  responseUs: number
  /**
   * A connection was lost under this transform, and whether the registry had carried it out by then nobody knows. So it
   * is not sent again blindly: the next connection first asks with `domain:info`, and sends it only if it was not done.
   * (Queries do no harm and are sent again as they are.)
   */
  checkFirst: boolean
  /** How often the registry has done it; for a transform anything but once is a fault. */
  timesCarriedOut: number
}

/**
 * The requests that wait for one registry, in the order of arrival. One that comes back because its connection was lost
 * has an older number than all that were never sent, so it goes to the head, and of several the oldest goes first.
 */
export class RequestQueue {
  readonly #returned: EppRequest[] = []
  readonly #fresh: (EppRequest | undefined)[] = []
  #head = 0

  get size(): number {
    return this.#returned.length + this.#fresh.length - this.#head
  }

  put(request: EppRequest): void {
    this.#fresh.push(request)
  }

  putBack(request: EppRequest): void {
    const older = this.#returned.findIndex(({ number }) => number > request.number)
    this.#returned.splice(older < 0 ? this.#returned.length : older, 0, request)
  }

  take(): EppRequest | undefined {
    if (this.#returned.length > 0)
      return this.#returned.shift()
    if (this.#head === this.#fresh.length)
      return undefined
    const request = this.#fresh[this.#head]
    this.#fresh[this.#head++] = undefined
    // The places of what was taken out are let go now and then: shifting a long array each time costs its length.
    if (this.#head === this.#fresh.length || this.#head >= 1_024) {
      this.#fresh.splice(0, this.#head)
      this.#head = 0
    }
    return request
  }
}
