/** What a courier carries between. */
export interface CourierOptions<Message, Answer> {
  /** Takes a message there; the signal says that nobody waits for the answer any more. */
  send: (message: Message, signal: AbortSignal) => Promise<Answer>
  /** Calls after so many milliseconds; returns how to call it off. */
  after: (delayMs: number, call: () => void) => () => void
  /** What is to be taken there now; undefined when there is nothing. */
  pickUp: () => Message | undefined
  /** An answer has come, perhaps after it was given up. Says whether it was an answer to the message. */
  deliver: (answer: Answer, message: Message) => boolean
  /** A try is over: with an answer, or without. */
  onSettled: (message: Message, hasWorked: boolean) => void
}

/** How long an answer is awaited at first; after failures it gets up to three times that, for a network that is slow. */
const PATIENCE_MS = 3_000
const MOST_PATIENCE = 3
/** How long after a failure it is tried again at first; each time twice as long, up to the last. */
const RETRY_MS = 250
const LAST_RETRY_MS = 2_000

/** Carries messages over a network that loses them: one at a time, and again after a while when no answer comes. */
export class Courier<Message, Answer> {
  readonly #options: CourierOptions<Message, Answer>
  #failures = 0
  #isClosed = false
  /** Gives up the try that is under way. */
  #giveUp: (() => void) | undefined
  #cancelRetry: (() => void) | undefined

  constructor(options: CourierOptions<Message, Answer>) {
    this.#options = options
  }

  /** How many tries in a row have failed. */
  get failures(): number {
    return this.#failures
  }

  /** There is something to pick up: goes at once, or after the try that is under way, or when it is time for another try. */
  call(): void {
    if (this.#isClosed || this.#giveUp || this.#cancelRetry)
      return
    const message = this.#options.pickUp()
    if (message !== undefined)
      this.#go(message)
  }

  /** Does not wait any longer for the time of another try. */
  retryNow(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
    this.call()
  }

  /**
   * The way is open again: gives up a try from before that, which may be lost, and goes anew, with as little patience as at first.
   * Otherwise what was called for in between would wait for an answer that never comes.
   */
  resend(): void {
    this.#giveUp?.()
    this.#failures = 0
    this.retryNow()
  }

  /** Gives up what is under way and goes no more. */
  close(): void {
    this.#isClosed = true
    this.#cancelRetry?.()
    this.#giveUp?.()
  }

  #go(message: Message): void {
    const { after, deliver, send } = this.#options
    const controller = new AbortController()
    let cancelPatience = (): void => {}
    let isAwaited = true
    const settle = (hasWorked: boolean): void => {
      if (!isAwaited)
        return
      isAwaited = false
      cancelPatience()
      this.#giveUp = undefined
      this.#settle(message, hasWorked)
    }
    const giveUp = (): void => {
      controller.abort()
      settle(false)
    }
    this.#giveUp = giveUp
    cancelPatience = after(PATIENCE_MS * Math.min(this.#failures + 1, MOST_PATIENCE), giveUp)
    // Within a promise, so that a transport that throws has failed like one that rejects.
    new Promise<Answer>(resolve => resolve(send(message, controller.signal))).then(
      answer => !this.#isClosed && settle(deliver(answer, message)),
      () => settle(false),
    )
  }

  #settle(message: Message, hasWorked: boolean): void {
    if (this.#isClosed)
      return
    this.#failures = hasWorked ? 0 : this.#failures + 1
    if (!hasWorked)
      this.#cancelRetry = this.#options.after(Math.min(RETRY_MS * 2 ** (this.#failures - 1), LAST_RETRY_MS), () => this.retryNow())
    this.#options.onSettled(message, hasWorked)
    this.call()
  }
}
