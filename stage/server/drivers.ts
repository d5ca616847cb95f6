import type { ServerResponse } from 'node:http'
import type { ListedPhone, Phone, TalkState } from '../protocol'
import { eventOf, EventStream } from './eventStream'

export interface DriversOptions {
  state: () => TalkState
  /** The wall clock, in milliseconds since 1970. */
  now: () => number
  /** Called when a page has come or gone. */
  onChange: () => void
}

/** The pages that drive the talk, and hear at once of every change. */
export class Drivers {
  /** With the phone that each belongs to. */
  readonly #streams = new Map<EventStream, string>()
  /** When the last page of a phone was lost, in milliseconds since 1970. */
  readonly #leftAtMs = new Map<string, number>()
  readonly #options: DriversOptions

  constructor(options: DriversOptions) {
    this.#options = options
  }

  /** Has a phone hear of the talk, until the connection ends or the phone is no longer paired. */
  join(response: ServerResponse, phone: string): void {
    const stream = new EventStream(response, 1000)
    this.#streams.set(stream, phone)
    response.once('close', () => {
      // One that was ended from here, because its phone was sent away, has not been lost.
      if (this.#streams.delete(stream))
        this.#leftAtMs.set(phone, this.#options.now())
      this.#options.onChange()
    })
    stream.send('state', eventOf('state', JSON.stringify(this.#options.state())))
    this.#options.onChange()
  }

  /** A phone with what only its pages tell: whether one is open, or when the last one was lost. */
  listed(phone: Phone): ListedPhone {
    const seenAtMs = Math.max(phone.seenAtMs, this.#leftAtMs.get(phone.id) ?? 0)
    return { ...phone, seenAtMs, isConnected: [...this.#streams.values()].includes(phone.id) }
  }

  /** Tells all how the talk stands: when that has changed, and as a sign of life. */
  tell(): void {
    if (this.#streams.size === 0)
      return
    const event = eventOf('state', JSON.stringify(this.#options.state()))
    for (const stream of this.#streams.keys())
      stream.send('state', event)
  }

  /** A phone is not paired any more: it hears nothing from now on. */
  endOf(phone: string): void {
    this.#leftAtMs.delete(phone)
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
