/** Why a connection counts as lost. */
export type DropCause
  /** The other side closed it: known at once. */
  = | 'closed'
  /** A `<hello>` was not answered with a greeting in time. */
    | 'noGreeting'
  /** A command was not answered in time. */
    | 'noReply'

/** What a connection tells of itself. */
export type ConnectionEvent
  = | { type: 'connecting', attempt: number }
    | { type: 'attemptFailed', attempt: number }
    | { type: 'connected', attempt: number }
  /** Open again, `downUs` after it was lost. */
    | { type: 'restored', attempt: number, downUs: number }
    | { type: 'dropped', cause: DropCause }
  /** The next attempt is that many microseconds away. */
    | { type: 'backingOff', attempt: number, delayUs: number }
    | { type: 'greeting', afterUs: number }
  /** Its connection was lost under it: it waits at the head of the queue. `checkFirst`: see `EppRequest`. */
    | { type: 'putBack', request: number, command: string, checkFirst: boolean }
  /** Whether the transform had been carried out before the connection was lost. */
    | { type: 'checked', request: number, command: string, carriedOut: boolean }

/** The everyday way of a request; too many to be kept in the log. What arrives has no connection yet. */
export type RequestEvent
  = | { type: 'arrived', request: number, command: string }
    | { type: 'sent', request: number, command: string, check: boolean }
    | { type: 'answered', request: number, command: string, waitedUs: number, timesCarriedOut: number }

/** What befalls a registry as a whole. */
export type OutageEvent = { type: 'outage', durationUs: number } | { type: 'outageOver' }

/** Something that happened: when, with which registry, on which of its connections (counted from 1). */
export type PoolEvent
  = | { timeUs: number, registry: string, connection: number } & ConnectionEvent
    | { timeUs: number, registry: string, connection?: number } & RequestEvent
    | { timeUs: number, registry: string } & OutageEvent

/** What is worth a line in the log. */
export type LoggedEvent = Exclude<PoolEvent, RequestEvent>

/** Takes what happened: the last so many notable events are kept, all are passed on to whoever listens. */
export class Reporter {
  readonly #listeners = new Set<(event: PoolEvent) => void>()
  readonly #log: LoggedEvent[] = []
  readonly #length: number

  constructor(length: number) {
    this.#length = length
  }

  /** Whether anybody wants to hear of every request; asked first, for it spares millions of objects. */
  get isHeard(): boolean {
    return this.#listeners.size > 0
  }

  /** The notable events, the newest first. */
  get newestFirst(): LoggedEvent[] {
    return this.#log.toReversed()
  }

  /** Passes every event on from now on, until the returned function is called. */
  listen(listener: (event: PoolEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells and keeps a notable event. */
  note(event: LoggedEvent): void {
    this.#log.push(event)
    if (this.#log.length > this.#length)
      this.#log.shift()
    this.tell(event)
  }

  /** Tells an event without keeping it. */
  tell(event: PoolEvent): void {
    for (const listener of this.#listeners)
      listener(event)
  }
}
