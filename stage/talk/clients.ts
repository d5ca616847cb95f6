import type { TalkState } from '../protocol'
import * as v from 'valibot'
import { clientId, dropped, instantMs, MOST_COMMANDS, wholeNumber } from '../protocol'

const HOUR_MS = 3_600_000
/** Of one owner; every reload of a page is a new client. */
const MOST_CLIENTS = 20

/** Whose a client is that gives its commands in a window of the laptop; a phone's are its own, by its id. */
export const LAPTOP = 'laptop'

/** What is remembered of a client. */
export const client = v.object({
  client: clientId,
  /** Who gives commands under this name: the id of a phone, or the laptop. */
  owner: v.string(),
  /** The highest number of its commands that has been dealt with. */
  upTo: wholeNumber,
  heardAtMs: instantMs,
  /** Those of its commands that were not applied and that it may not have heard of yet: no more than one message can carry. */
  dropped: v.pipe(v.array(dropped), v.maxLength(MOST_COMMANDS)),
})
export type Client = v.InferOutput<typeof client>

/** Somebody gives commands under a name that is another's. */
export class NotTheirClient extends Error {
  constructor() {
    super('Another page gives its commands under this name: load this one again.')
  }
}

/**
 * Who has given commands, and up to which number they are dealt with. Clients of whom nothing was heard for an hour are
 * forgotten, and beyond twenty of one owner those that have been silent longest.
 *
 * A client belongs to who used its name first. Every phone is told the names of all, and with another one's it could deal with
 * numbers that the other has not come to: its next presses would be answered as done, and do nothing.
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
   * @param owner who sends them
   * @param first the number of its oldest command
   * @throws {NotTheirClient} when the name is another's; only the laptop takes it from a phone, which may have picked it up while
   *   it was forgotten
   */
  hear(id: string, owner: string, first: number, nowMs: number): Client {
    const heardAtMs = Math.round(nowMs)
    const named = this.#clients.get(id)
    const isTheirs = named?.owner === owner
    if (named && !isTheirs && owner !== LAPTOP)
      throw new NotTheirClient()
    const known = named && isTheirs ? named : { client: id, owner, upTo: 0, heardAtMs, dropped: [] }
    known.upTo = Math.max(known.upTo, first - 1)
    known.heardAtMs = heardAtMs
    // What it does not send any more it knows of.
    known.dropped = known.dropped.filter(({ seq }) => seq >= first)
    this.#clients.delete(id)
    this.#clients.set(id, known)
    this.#forget(owner, nowMs)
    return known
  }

  #forget(owner: string, nowMs: number): void {
    for (const [id, { heardAtMs }] of this.#clients) {
      if (heardAtMs > nowMs - HOUR_MS)
        break
      this.#clients.delete(id)
    }
    const own = [...this.#clients.values()].filter(each => each.owner === owner)
    for (const { client } of own.slice(0, -MOST_CLIENTS))
      this.#clients.delete(client)
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
