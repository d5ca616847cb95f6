import type { ServerResponse } from 'node:http'
import type { ListedPhone, Phone, TalkState } from '../protocol'
import { eventOf, EventStream } from './eventStream'

export interface DriversOptions {
  state: () => TalkState
  /** The paired phones, in order. */
  phones: () => Phone[]
  /** The wall clock, in milliseconds since 1970. */
  now: () => number
  /** Called when another phone is connected than before, or one less. */
  onChange: () => void
}

/**
 * An open page says something four times a minute. One that is silent for longer has walked out of the Wi-Fi, or its phone lies
 * in a pocket: the connection alone would not tell, because the system gives it up after a quarter of an hour only.
 */
const SILENT_MS = 40_000

/** The pages that drive the talk, and hear at once of every change. */
export class Drivers {
  /** With the phone that each belongs to. */
  readonly #streams = new Map<EventStream, string>()
  readonly #options: DriversOptions
  /** The ids of the connected phones, as they were told last. */
  #told = ''

  constructor(options: DriversOptions) {
    this.#options = options
  }

  /** Has a phone hear of the talk, until the connection ends or the phone is no longer paired. */
  join(response: ServerResponse, phone: string): void {
    const stream = new EventStream(response, 1000)
    this.#streams.set(stream, phone)
    response.once('close', () => {
      this.#streams.delete(stream)
      this.#tellWhoIsConnected()
    })
    stream.send('state', eventOf('state', JSON.stringify(this.#options.state())))
    this.#tellWhoIsConnected()
  }

  /** The paired phones, and which of them hear of the talk. */
  listed(): ListedPhone[] {
    const { phones, now } = this.#options
    const heard = now() - SILENT_MS
    const open = new Set(this.#streams.values())
    return phones().map(phone => ({ ...phone, isConnected: open.has(phone.id) && phone.seenAtMs > heard }))
  }

  /** A sign of life for all, and a look at who gives none. */
  beat(): void {
    this.tell()
    this.#tellWhoIsConnected()
  }

  #tellWhoIsConnected(): void {
    const connected = this.listed().flatMap(({ id, isConnected }) => isConnected ? [id] : []).join(' ')
    if (connected === this.#told)
      return
    this.#told = connected
    this.#options.onChange()
  }

  /** Tells all how the talk stands. */
  tell(): void {
    if (this.#streams.size === 0)
      return
    const event = eventOf('state', JSON.stringify(this.#options.state()))
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
