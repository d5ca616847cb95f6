import type { ServerResponse } from 'node:http'
import type { TalkState } from '../protocol'
import { eventOf, EventStream } from './eventStream'

/** The pages that drive the talk, and hear at once of every change. */
export class Drivers {
  /** With the phone that each belongs to. */
  readonly #streams = new Map<EventStream, string>()
  readonly #state: () => TalkState

  constructor(state: () => TalkState) {
    this.#state = state
  }

  /** Has a phone hear of the talk, until the connection ends or the phone is no longer paired. */
  join(response: ServerResponse, phone: string): void {
    const stream = new EventStream(response, 1000)
    this.#streams.set(stream, phone)
    response.once('close', () => this.#streams.delete(stream))
    stream.send('state', eventOf('state', JSON.stringify(this.#state())))
  }

  /** Tells all how the talk stands: when that has changed, and as a sign of life. */
  tell(): void {
    if (this.#streams.size === 0)
      return
    const event = eventOf('state', JSON.stringify(this.#state()))
    for (const stream of this.#streams.keys())
      stream.send('state', event)
  }

  /** A phone is not paired any more: it hears nothing from now on. */
  endOf(phone: string): void {
    for (const [stream, owner] of this.#streams) {
      if (owner === phone) {
        this.#streams.delete(stream)
        stream.end()
      }
    }
  }

  close(): void {
    for (const stream of this.#streams.keys())
      stream.end()
  }
}
