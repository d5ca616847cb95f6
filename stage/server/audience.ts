import type { Buffer } from 'node:buffer'
import type { ServerResponse } from 'node:http'
import type { Followed } from '../protocol'
import type { Paced } from './paced'
import { eventOf, EventStream } from './eventStream'
import { paced } from './paced'
import { Refusal } from './refusal'

export interface AudienceOptions {
  /** How many may follow at a time. */
  most: number
  /** The least time between two snapshots of a live run. */
  runEveryMs: number
  /** The least time between two counts. */
  countEveryMs: number
  /** Told how many follow. */
  onCount: (followers: number) => void
}

/** Everybody who follows on their own screen. They hear where the talk is and what a live run shows, and say nothing. */
export class Audience {
  readonly #most: number
  readonly #streams = new Map<EventStream, string>()
  readonly #runs: Paced
  readonly #counts: Paced
  #talk: Buffer
  #talkText: string
  #run: Buffer = eventOf('run', 'null')
  #joined = 0

  constructor(at: Followed, { most, runEveryMs, countEveryMs, onCount }: AudienceOptions) {
    this.#most = most
    this.#talkText = JSON.stringify(at)
    this.#talk = eventOf('talk', this.#talkText)
    this.#runs = paced(runEveryMs, () => this.#send('run', this.#run))
    this.#counts = paced(countEveryMs, () => onCount(this.#streams.size))
  }

  /**
   * Has somebody follow, until the connection ends.
   *
   * When all places are taken, one is made free at the address that holds the most of them; who comes from that very
   * address is turned away instead.
   *
   * @throws Refusal with 503 when there is no place
   */
  join(response: ServerResponse, address: string): void {
    if (this.#streams.size >= this.#most)
      this.#makeRoom(address)
    // After a restart all come again; not all in the same moment.
    const stream = new EventStream(response, 1000 + this.#joined++ * 137 % 2000)
    this.#streams.set(stream, address)
    response.once('close', () => {
      this.#streams.delete(stream)
      this.#counts.ask()
    })
    stream.send('talk', this.#talk)
    stream.send('run', this.#run)
    this.#counts.ask()
  }

  /** The talk has moved, perhaps. */
  moved(to: Followed): void {
    const text = JSON.stringify(to)
    if (text === this.#talkText)
      return
    this.#talkText = text
    this.#talk = eventOf('talk', text)
    this.#send('talk', this.#talk)
  }

  /** The live run shows something else. What comes too fast is left out; the last one is never. */
  ran(json: string): void {
    this.#run = eventOf('run', json)
    this.#runs.ask()
  }

  /** Says once more where the talk is, as a sign of life: by its absence a page can tell that the connection is dead. */
  beat(): void {
    this.#send('talk', this.#talk)
  }

  close(): void {
    this.#runs.stop()
    this.#counts.stop()
    for (const stream of this.#streams.keys())
      stream.end()
  }

  #send(name: string, event: Buffer): void {
    for (const stream of this.#streams.keys())
      stream.send(name, event)
  }

  #makeRoom(newcomer: string): void {
    const counts = new Map<string, number>()
    for (const address of this.#streams.values())
      counts.set(address, (counts.get(address) ?? 0) + 1)
    const [crowd] = [...counts].sort(([, a], [, b]) => b - a)
    if (crowd === undefined || crowd[1] <= (counts.get(newcomer) ?? 0) + 1)
      throw new Refusal(503, 'All places are taken.', { 'Retry-After': 10 })
    const leaving = [...this.#streams].find(([, address]) => address === crowd[0])?.[0]
    if (leaving) {
      this.#streams.delete(leaving)
      leaving.end()
    }
  }
}
