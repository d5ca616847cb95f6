import type { Random } from '../../../models/random'
import type { Answer, Command, Commands, Position } from '../../../stage/protocol'
import type { DroppedCommand } from '../../../stage/talk/commander'
import { setImmediate } from 'node:timers/promises'
import * as v from 'valibot'
import { VirtualClock } from '../../../models/clock'
import { seededRandom } from '../../../models/random'
import { answer, commands, talkState } from '../../../stage/protocol'
import { Commander } from '../../../stage/talk/commander'
import { Talk } from '../../../stage/talk/talk'

/*
A talk over a bad network, in virtual time: one authority that can be restarted, and clients that reach it by requests that
are delayed, overtaken, doubled and lost, and hear of it by a stream of which the same is true.
*/

/** Something that happens in a talk, at a time since its start. */
interface At { atMs: number }
export interface Scenario {
  /** For delays and losses. */
  seed: number
  /** How likely each message is lost: 0 to 1. */
  loss: number
  taps: readonly (At & { client: number, command: Command })[]
  /** Times in which nothing reaches a client, nor comes from it. */
  cuts: readonly (At & { client: number, lastsMs: number })[]
  /** Ends of the authority's process; the next one goes on from what the last one kept. */
  restarts: readonly (At & { downMs: number })[]
}

/** What a client showed at some time. */
export interface View {
  /** The step, counted from the start of the talk. */
  step: number
  epoch: number
  revision: number
  waiting: number
}

export interface ClientLog {
  views: View[]
  dropped: DroppedCommand[]
  /** Commands that were not acknowledged when all was over. */
  waiting: number
}

export interface Outcome {
  /** Where the authority stood, in steps from where the talk began. */
  steps: number
  /** Values of the controls that reached the live run. */
  controls: unknown[]
  /** Two phones and the laptop. */
  clients: ClientLog[]
}

const CLIENTS = ['phone-one', 'phone-two', 'laptop-one']
const LAPTOP = 2
const LONGEST_DELAY_MS = 300
const HEARTBEAT_MS = 15_000
/** After the last event: longer than any client takes to get through. */
const SETTLING_MS = 60_000
const START_MS = 1_700_000_000_000
/** Long enough that a hundred steps from the middle reach neither end. */
const clicks = Array.from({ length: 120 }, (_, index) => index % 4)
const MIDDLE: Position = { slide: 61, click: 0 }

function stepOf({ slide, click }: Position): number {
  return clicks.slice(0, slide - 1).reduce((sum, count) => sum + count + 1, 0) + click
}

class Simulation {
  readonly #clock = new VirtualClock()
  readonly #random: Random
  readonly #scenario: Scenario
  readonly #logs: ClientLog[] = CLIENTS.map(() => ({ views: [], dropped: [], waiting: 0 }))
  readonly #commanders: Commander[]
  readonly #controls: unknown[] = []
  #talk: Talk | undefined
  #kept: unknown

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    this.#random = seededRandom(scenario.seed)
    this.#commanders = CLIENTS.map((name, client) => this.#join(name, client))
    this.#start()
    const endMs = Math.max(0, ...[...scenario.taps, ...scenario.cuts, ...scenario.restarts].map(({ atMs }) => atMs))
    for (let atMs = 0; atMs < endMs + SETTLING_MS; atMs += HEARTBEAT_MS)
      this.#after(atMs, () => this.#tellAll())
  }

  get #nowMs(): number {
    return START_MS + this.#clock.nowUs / 1_000
  }

  #after(delayMs: number, call: () => void): () => void {
    const timer = this.#clock.after(Math.round(delayMs * 1_000), call)
    return () => timer.cancel()
  }

  #start(): void {
    const isFirst = this.#kept === undefined
    const kept = isFirst
      ? { ...new Talk({ clicks, edition: 1, nowMs: START_MS - 1 }).keep(), position: MIDDLE }
      : JSON.parse(JSON.stringify(this.#kept))
    this.#kept = kept
    const talk = new Talk({ clicks, edition: 1, kept, nowMs: this.#nowMs })
    this.#talk = talk
    talk.on((change) => {
      if (change.kind === 'run' && change.command.kind === 'control')
        this.#controls.push(change.command.value)
      if (change.kind === 'state') {
        this.#kept = talk.keep()
        this.#tellAll()
      }
    })
    talk.learn({ run: { id: 'tree', isPaused: false, canPause: true, says: '', controls: [] } })
  }

  #isCut(client: number): boolean {
    const sinceStartMs = this.#nowMs - START_MS
    return this.#scenario.cuts.some(cut => cut.client === client && sinceStartMs >= cut.atMs && sinceStartMs < cut.atMs + cut.lastsMs)
  }

  /** Carries something to or from a client; what is lost gives no sign. */
  #carry(client: number, arrive: () => void): void {
    const isNear = client === LAPTOP
    if (this.#isCut(client) || (!isNear && this.#random.chance(this.#scenario.loss)))
      return
    this.#after(this.#random.integer(0, isNear ? 5 : LONGEST_DELAY_MS), () => this.#isCut(client) || arrive())
  }

  /** To every client's stream, each with its own delay: so a state can overtake the one before. */
  #tellAll(): void {
    if (!this.#talk)
      return
    const text = JSON.stringify(this.#talk.state(this.#nowMs))
    this.#commanders.forEach((commander, client) =>
      this.#carry(client, () => commander.take(v.parse(talkState, JSON.parse(text)))))
  }

  #send(client: number, message: Commands): Promise<Answer> {
    const text = JSON.stringify(message)
    return new Promise((resolve, reject) => {
      const arrive = (): void => {
        const given = this.#talk?.apply(v.parse(commands, JSON.parse(text)), this.#nowMs, CLIENTS[client])
        if (!given)
          return reject(new Error('connection refused'))
        const back = JSON.stringify(given)
        this.#carry(client, () => resolve(v.parse(answer, JSON.parse(back))))
      }
      this.#carry(client, arrive)
      // The same request once more, as a proxy or an impatient client would send it.
      if (this.#random.chance(0.1))
        this.#carry(client, arrive)
      // Some losses are noticed.
      if (this.#isCut(client) && this.#random.chance(0.5))
        reject(new Error('no network'))
    })
  }

  #join(name: string, client: number): Commander {
    const clockIsOffByMs = this.#random.integer(-100_000, 100_000)
    const commander = new Commander({
      client: name,
      clicks,
      send: message => this.#send(client, message),
      now: () => this.#nowMs + clockIsOffByMs,
      after: (delayMs, call) => this.#after(delayMs, call),
    })
    const log = this.#logs[client]!
    commander.on((change) => {
      if (change.kind === 'dropped')
        log.dropped.push(...change.dropped)
      else if (commander.state && commander.shown)
        log.views.push({ step: stepOf(commander.shown.position) - stepOf(MIDDLE), epoch: commander.state.epoch, revision: commander.state.revision, waiting: commander.pending.length })
    })
    return commander
  }

  async play(): Promise<Outcome> {
    // Everybody knows where the talk is before the first tap.
    const first = this.#talk!.state(this.#nowMs)
    this.#commanders.forEach(commander => commander.take(first))
    for (const { atMs, client, command } of this.#scenario.taps)
      this.#after(atMs, () => this.#commanders[client]!.give(command))
    for (const { atMs, downMs } of this.#scenario.restarts) {
      this.#after(atMs, () => this.#talk = undefined)
      this.#after(atMs + downMs, () => this.#talk || this.#start())
    }
    while (this.#clock.nextUs !== undefined) {
      this.#clock.advanceTo(this.#clock.nextUs)
      await setImmediate()
    }
    this.#logs.forEach((log, client) => log.waiting = this.#commanders[client]!.pending.length)
    return {
      steps: stepOf(this.#talk!.state(this.#nowMs).position) - stepOf(MIDDLE),
      controls: this.#controls,
      clients: this.#logs,
    }
  }
}

/** Plays a scenario to its end, when everything that was on its way has arrived. */
export function simulate(scenario: Scenario): Promise<Outcome> {
  return new Simulation(scenario).play()
}
