import type { TalkState } from '../protocol'
import * as v from 'valibot'
import { keptList } from '../kept'
import { clientId, instantMs, wholeNumber } from '../protocol'

const KEY = 'unsent taps'
/** Who opens the page later than this does not ask any more what became of the last tap. */
const TOLD_FOR_MS = 3_600_000

/** The taps that a page holds: the numbers of those that have not been acknowledged. */
const unsent = v.object({ client: clientId, from: wholeNumber, upTo: wholeNumber, atMs: instantMs })
type Unsent = v.InferOutput<typeof unsent>
/** Those of all pages: several may be open at a time, and each minds its own. */
const kept = keptList(unsent)

/** Where they are kept; to ask a browser for it may be refused. */
type Shelf = () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Keeps in the browser's storage which taps wait, for the page that is opened after this one. That one does not send them, for
 * the talk has gone on, but says how many there were. Where pages share their storage the one before may still be open, and send
 * them after all. Whoever has no storage is not told.
 *
 *     const unsent = new UnsentTaps(client, Date.now(), () => localStorage)
 */
export class UnsentTaps {
  readonly #client: string
  readonly #shelf: Shelf
  readonly #openedAtMs: number
  /** What pages before have left, until it is told. */
  #before: readonly Unsent[]
  #noted = '0 0'

  constructor(client: string, nowMs: number, shelf: Shelf) {
    this.#client = client
    this.#shelf = shelf
    this.#openedAtMs = nowMs
    this.#before = this.#read()
  }

  /**
   * How many taps of pages before have not arrived; told once. What was on its way when such a page was closed may have arrived
   * after all.
   *
   * @param heard which taps of each page have arrived
   */
  takeBefore(heard: TalkState['heard']): number {
    if (this.#before.length === 0)
      return 0
    const told = this.#before
    this.#before = []
    this.#write(this.#read().filter(({ client }) => !told.some(each => each.client === client)))
    return told.filter(({ atMs }) => Math.abs(this.#openedAtMs - atMs) < TOLD_FOR_MS)
      .reduce((sum, taps) => sum + leftOf(taps, heard), 0)
  }

  /** These taps wait now, oldest first. */
  note(waiting: readonly { seq: number }[], nowMs: number): void {
    const [from, upTo] = [waiting[0]?.seq ?? 0, waiting[waiting.length - 1]?.seq ?? 0]
    const noted = `${from} ${upTo}`
    if (noted === this.#noted)
      return
    this.#noted = noted
    const others = this.#read().filter(({ client }) => client !== this.#client)
    this.#write(upTo === 0 ? others : [...others, { client: this.#client, from, upTo, atMs: nowMs }])
  }

  #read(): Unsent[] {
    try {
      return v.parse(kept, JSON.parse(this.#shelf().getItem(KEY) ?? '[]'))
    }
    catch {
      return []
    }
  }

  #write(taps: readonly Unsent[]): void {
    try {
      if (taps.length > 0)
        this.#shelf().setItem(KEY, JSON.stringify(taps))
      else
        this.#shelf().removeItem(KEY)
    }
    catch {}
  }
}

/** How many of the taps that a page held have not arrived. */
function leftOf({ client, from, upTo }: Unsent, heard: TalkState['heard']): number {
  const arrived = heard.find(each => each.client === client)?.upTo ?? 0
  return Math.max(0, upTo - Math.max(arrived, from - 1))
}
