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

/** One arranged call: its own timer, so that arranging it allocates nothing else. */
class ArrangedCall implements Timer {
  constructor(public call: (() => void) | undefined) {}

  cancel(): void {
    this.call = undefined
  }
}

/**
 * Virtual time, moved by hand: a model gets it as a `Clock`, whoever runs the model moves it.
 *
 *     const clock = new VirtualClock()
 *     clock.after(1_000_000, () => …)
 *     clock.advanceBy(2_000_000)
 */
export class VirtualClock implements Clock {
  /** The time now, the only element. In a typed array it stays the same kind of number however far it moves. */
  readonly #time = new Float64Array(1)
  #calls = new EventQueue<ArrangedCall>()

  get nowUs(): number {
    return this.#time[0]!
  }

  /** When the next call is due; undefined when nothing is arranged. A call that was called off counts until its time. */
  get nextUs(): number | undefined {
    return this.#calls.nextUs
  }

  after(delayUs: number, call: () => void): Timer {
    if (!Number.isSafeInteger(delayUs) || delayUs < 0)
      throw new RangeError(`delayUs must be an integer of 0 or more microseconds, not ${delayUs}`)
    const due = new ArrangedCall(call)
    this.#calls.put(this.#time[0]! + delayUs, due)
    return due
  }

  /**
   * Moves time forward and runs what falls due on the way, in order, each at its own time.
   *
   * @param timeUs integer microseconds, not before now
   * @throws {RangeError} when time would run back
   */
  advanceTo(timeUs: number): void {
    if (!Number.isSafeInteger(timeUs) || timeUs < this.nowUs)
      throw new RangeError(`time cannot go from ${this.nowUs} to ${timeUs} microseconds`)
    while (this.#calls.size > 0 && this.#calls.nextUs! <= timeUs)
      this.step()
    this.#time[0] = timeUs
  }

  /** Moves time forward by so many microseconds; see `advanceTo`. */
  advanceBy(durationUs: number): void {
    this.advanceTo(this.nowUs + durationUs)
  }

  /**
   * Moves time to the next arranged call and runs it.
   *
   * @returns whether there was one
   */
  step(): boolean {
    const timeUs = this.#calls.nextUs
    if (timeUs === undefined)
      return false
    this.#time[0] = timeUs
    const due = this.#calls.take()!
    // What has run can be called off without harm: its closure may go.
    const { call } = due
    due.call = undefined
    call?.()
    return true
  }
}
