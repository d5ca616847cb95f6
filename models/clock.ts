import { EventQueue } from './eventQueue'

/** A call that was arranged for later. */
export interface Timer {
  /** Calls it off; does nothing once it has run. */
  cancel: () => void
}

/** What a model sees of time: it can read it and arrange for later, but not move it. */
export interface Clock {
  /** Virtual time since the start, in integer microseconds. */
  readonly nowUs: number
  /**
   * Arranges a call, `delayUs` from now. Of two calls for the same time the one arranged first runs first.
   *
   * @param delayUs integer microseconds, 0 or more
   * @throws {RangeError} when `delayUs` is negative or no integer
   */
  after: (delayUs: number, call: () => void) => Timer
}

/**
 * Virtual time, moved by hand: a model gets it as a `Clock`, whoever runs the model moves it.
 *
 *     const clock = new VirtualClock()
 *     clock.after(1_000_000, () => …)
 *     clock.advanceBy(2_000_000)
 */
export class VirtualClock implements Clock {
  #nowUs = 0
  #calls = new EventQueue<{ timeUs: number, call: (() => void) | undefined }>()

  get nowUs(): number {
    return this.#nowUs
  }

  /** When the next call is due; undefined when nothing is arranged. A call that was called off counts until its time. */
  get nextUs(): number | undefined {
    return this.#calls.nextUs
  }

  after(delayUs: number, call: () => void): Timer {
    if (!Number.isSafeInteger(delayUs) || delayUs < 0)
      throw new RangeError(`delayUs must be an integer of 0 or more microseconds, not ${delayUs}`)
    const due: { timeUs: number, call: (() => void) | undefined } = { timeUs: this.#nowUs + delayUs, call }
    this.#calls.put(due.timeUs, due)
    return { cancel: () => (due.call = undefined) }
  }

  /**
   * Moves time forward and runs what falls due on the way, in order, each at its own time.
   *
   * @param timeUs integer microseconds, not before now
   * @throws {RangeError} when time would run back
   */
  advanceTo(timeUs: number): void {
    if (!Number.isSafeInteger(timeUs) || timeUs < this.#nowUs)
      throw new RangeError(`time cannot go from ${this.#nowUs} to ${timeUs} microseconds`)
    while (this.#calls.size > 0 && this.#calls.nextUs! <= timeUs)
      this.step()
    this.#nowUs = timeUs
  }

  /** Moves time forward by so many microseconds; see `advanceTo`. */
  advanceBy(durationUs: number): void {
    this.advanceTo(this.#nowUs + durationUs)
  }

  /**
   * Moves time to the next arranged call and runs it.
   *
   * @returns whether there was one
   */
  step(): boolean {
    const due = this.#calls.take()
    if (!due)
      return false
    this.#nowUs = due.timeUs
    due.call?.()
    return true
  }
}
