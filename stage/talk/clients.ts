import type { TalkState } from '../protocol'
import * as v from 'valibot'
import { clientId, dropped, instantMs, wholeNumber } from '../protocol'

const HOUR_MS = 3_600_000
/** Every reload of a page is a new client. */
const MOST_CLIENTS = 200

/** What is remembered of a client. */
export const client = v.object({
  client: clientId,
  /** The highest number of its commands that has been dealt with. */
  upTo: wholeNumber,
  heardAtMs: instantMs,
  /** Those of its commands that were not applied and that it may not have heard of yet. */
  dropped: v.pipe(v.array(dropped), v.maxLength(500)),
})
export type Client = v.InferOutput<typeof client>

/**
 * Who has given commands, and up to which number they are dealt with. Clients of whom nothing was heard for an hour are
 * forgotten, and beyond two hundred those that have been silent longest.
 *
 * A client that was forgotten, or whose last commands the authority has lost, is not stuck. It sends everything that was not
 * acknowledged, oldest first, so the first number that it sends says that all before it is settled: counting goes on there.
 * Nothing is applied twice by that: what had been applied an hour ago is too late by then.
 */
export class Clients {
  /** The one that has been silent longest comes first. */
  readonly #clients: Map<string, Client>

  constructor(kept: readonly Client[]) {
    this.#clients = new Map(kept.map(each => [each.client, { ...each, dropped: [...each.dropped] }]))
  }

  /**
   * A client has sent commands.
   *
   * @param id its name
   * @param first the number of its oldest command
   */
  hear(id: string, first: number, nowMs: number): Client {
    const heardAtMs = Math.round(nowMs)
    const known = this.#clients.get(id) ?? { client: id, upTo: 0, heardAtMs, dropped: [] }
    known.upTo = Math.max(known.upTo, first - 1)
    known.heardAtMs = heardAtMs
    // What it does not send any more it knows of.
    known.dropped = known.dropped.filter(({ seq }) => seq >= first)
    this.#clients.delete(id)
    this.#clients.set(id, known)
    this.#forget(nowMs)
    return known
  }

  #forget(nowMs: number): void {
    for (const [id, { heardAtMs }] of this.#clients) {
      if (this.#clients.size <= MOST_CLIENTS && heardAtMs > nowMs - HOUR_MS)
        return
      this.#clients.delete(id)
    }
  }

  /** Up to which number a client's commands are dealt with; 0 for one that is not known. */
  upToOf(id: string): number {
    return this.#clients.get(id)?.upTo ?? 0
  }

  /** The same of all of them, for a state. */
  heard(): TalkState['heard'] {
    return Array.from(this.#clients.values(), ({ client, upTo }) => ({ client, upTo }))
  }

  /** All of them, to be kept: plain JSON of its own. */
  keep(): Client[] {
    return Array.from(this.#clients.values(), each => ({ ...each, dropped: [...each.dropped] }))
  }
}
