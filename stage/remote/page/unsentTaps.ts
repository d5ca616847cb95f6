import type { TalkState } from '../../protocol'
import * as v from 'valibot'
import { clientId, instantMs, wholeNumber } from '../../protocol'

const KEY = 'unsent taps'
/** Who opens the page later than this does not ask any more what became of the last tap. */
const TOLD_FOR_MS = 3_600_000

/** The taps that a page held when it was closed: the numbers of those that had not been acknowledged. */
const unsent = v.object({ client: clientId, from: wholeNumber, upTo: wholeNumber, atMs: instantMs })
type Unsent = v.InferOutput<typeof unsent>

/**
 * Keeps in the browser's storage which taps wait, for the page that is opened after this one. That one does not send them, for
 * the talk has gone on, but says how many there were. Whoever has no storage is not told.
 */
export class UnsentTaps {
  readonly #client: string
  /** What the page before has left; until it is told it is not written over. */
  #before: Unsent | undefined
  #noted = '0 0'

  constructor(client: string, nowMs: number) {
    this.#client = client
    const { success, output } = v.safeParse(unsent, read())
    if (success && Math.abs(nowMs - output.atMs) < TOLD_FOR_MS)
      this.#before = output
  }

  /**
   * How many taps of the page before have not arrived; told once. What was on its way when that page was closed may have
   * arrived after all.
   *
   * @param heard which taps of each page have arrived
   */
  takeBefore(heard: TalkState['heard']): number {
    if (!this.#before)
      return 0
    const { client, from, upTo } = this.#before
    const arrived = heard.find(each => each.client === client)?.upTo ?? 0
    this.#before = undefined
    write(null)
    return Math.max(0, upTo - Math.max(arrived, from - 1))
  }

  /** These taps wait now, oldest first. */
  note(waiting: readonly { seq: number }[], nowMs: number): void {
    const [from, upTo] = [waiting[0]?.seq ?? 0, waiting[waiting.length - 1]?.seq ?? 0]
    const noted = `${from} ${upTo}`
    if (this.#before || noted === this.#noted)
      return
    this.#noted = noted
    write(upTo === 0 ? null : { client: this.#client, from, upTo, atMs: nowMs })
  }
}

function read(): unknown {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null')
  }
  catch {
    return undefined
  }
}

function write(taps: Unsent | null): void {
  try {
    if (taps)
      localStorage.setItem(KEY, JSON.stringify(taps))
    else
      localStorage.removeItem(KEY)
  }
  catch {}
}
