import type { Answer, Command, Commands, Dropped, Pointer, Position, RunOnPhone, SentCommand, TalkState } from '../protocol'
import type { Client } from './clients'
import type { Clicks } from './position'
import type { Screen } from './screen'
import type { Timer } from './timer'
import * as v from 'valibot'
import { keptList } from '../kept'
import { instantMs, MOST_COMMANDS, position, wholeNumber } from '../protocol'
import { client, Clients, LAPTOP } from './clients'
import { clamped, isSamePlace } from './position'
import { screenAfter } from './screen'
import { elapsedOf, timer, timerAtZero, touched, wasTouchedSince } from './timer'

/** What outlives the process: plain JSON. What the windows of the laptop know and tell again is not in it. */
export interface KeptTalk {
  epoch: number
  revision: number
  position: Position
  isBlank: boolean
  timer: Timer
  clients: Client[]
}

const nothingKept: KeptTalk = { epoch: 0, revision: 0, position: { slide: 1, click: 0 }, isBlank: false, timer: timerAtZero, clients: [] }

/** What was kept, as far as it can be read: what cannot costs only itself. */
const keptTalk = v.fallback(v.object({
  epoch: v.fallback(instantMs, nothingKept.epoch),
  revision: v.fallback(wholeNumber, nothingKept.revision),
  position: v.fallback(position, nothingKept.position),
  isBlank: v.fallback(v.boolean(), nothingKept.isBlank),
  timer: v.fallback(timer, nothingKept.timer),
  clients: keptList(client),
}), nothingKept)

/** What the talk is told, and tells on: it has no say in it. */
export interface Facts {
  /** Which `talkInfo` is in force. */
  edition: number
  /** The live run that is on in a window of the laptop; null when none is. */
  run: RunOnPhone | null
  /** Whether the current slide has something that runs. */
  canRun: boolean
  /** How many people follow on their own screens. */
  followers: number
  /** Whether a window of the laptop shows the talk. */
  hasWindow: boolean
}

/** A command for the window of the laptop that has the live run. */
export type RunCommand = Extract<Command, { kind: 'run' | 'control' }>

/** What a talk tells those who listen. */
export type TalkChange
  // The state is another one: ask for it.
  = | { kind: 'state' }
    // To be passed on to the projector. It is not numbered: a window should hide a pointer of which it hears no more.
    | { kind: 'pointer', pointer: Pointer }
    // To be passed on to the window that has the live run, or can start one.
    | { kind: 'run', command: RunCommand }

/** How a talk begins, or goes on. */
export interface TalkOptions {
  /** How many clicks each slide has. */
  clicks: Clicks
  /** Which `talkInfo` is in force. */
  edition: number
  /** What an earlier `keep()` gave, perhaps of another process and of a deck that has been changed since. */
  kept?: unknown
  /** The wall clock. */
  nowMs: number
}

type Why = Dropped['why']

/** A command that waited longer than this is applied only where it was meant. */
const LATE_AFTER_MS = 10_000
/** After that long nobody in the room remembers what a tap was for. */
const STALE_AFTER_MS = 300_000

/**
 * The one authority on where the talk is. Every command reaches it as often as its client likes and is applied once, in the
 * order of the client's numbers. A command that waited more than ten seconds for the network is applied only while the
 * talk stands where it was given from, stepping along with the client's other commands; otherwise it would surprise the
 * room, so it is dropped and its client told. The timer goes by when it was touched, not by when that became known; who touched
 * it before somebody else did is too late.
 *
 *     const talk = new Talk({ clicks, edition, kept, nowMs: Date.now() })
 *     talk.on(({ kind }) => kind === 'state' && send(talk.state(Date.now())))
 *     const answer = talk.apply(commands, Date.now())
 *
 * Who answers a client should have handed `keep()` on before: then nothing that was acknowledged can be lost.
 */
export class Talk {
  readonly #epoch: number
  readonly #clients: Clients
  readonly #listeners = new Set<(change: TalkChange) => void>()
  #clicks: Clicks
  #revision: number
  #screen: Screen
  #timer: Timer
  #facts: Facts
  /** Whether something has changed of which nobody has been told. */
  #isUntold = false

  /** @throws {RangeError} when the deck has no slide */
  constructor({ clicks, edition, kept, nowMs }: TalkOptions) {
    if (clicks.length === 0)
      throw new RangeError('A talk needs at least one slide.')
    const { epoch, revision, position, isBlank, timer, clients } = v.parse(keptTalk, new Object(kept))
    this.#clicks = clicks
    this.#facts = { edition, run: null, canRun: false, followers: 0, hasWindow: false }
    // Later than its forerunner's, even when the clock was set back.
    this.#epoch = Math.max(Math.round(nowMs), epoch + 1)
    this.#revision = revision
    this.#screen = { position: clamped(position, clicks), isBlank }
    this.#timer = timer
    this.#clients = new Clients(clients)
  }

  /**
   * Deals with all of the commands that are new.
   *
   * @param sent what has arrived
   * @param sent.client its name
   * @param sent.commands those that were not acknowledged
   * @param sent.pointer passed on as it is
   * @param nowMs the wall clock
   * @param owner who sent them: the id of a phone, or the laptop
   * @returns the answer for the client that sent them; the same again when they were sent again
   * @throws {NotTheirClient} when the name is another's; nothing was done then
   */
  apply({ client, commands, pointer }: Commands, nowMs: number, owner: string = LAPTOP): Answer {
    const [first] = commands
    const dropped = first ? this.#applyInOrder(this.#clients.hear(client, owner, first.seq, nowMs), commands, nowMs) : []
    this.#tell()
    if (pointer !== undefined)
      this.#emit({ kind: 'pointer', pointer })
    return { upTo: this.#clients.upToOf(client), dropped, state: this.state(nowMs) }
  }

  #applyInOrder(client: Client, commands: readonly SentCommand[], nowMs: number): Dropped[] {
    for (const sent of commands) {
      // Dealt with before; or after a gap, which a client does not leave.
      if (sent.seq !== client.upTo + 1)
        continue
      const why = this.#deal(sent, client.client, nowMs)
      if (why)
        client.dropped = [...client.dropped, { seq: sent.seq, why }].slice(-MOST_COMMANDS)
      client.upTo = sent.seq
      this.#isUntold = true
    }
    return [...client.dropped]
  }

  /** @returns why it was not applied, if so */
  #deal({ command, from, agoMs }: SentCommand, by: string, nowMs: number): Why | undefined {
    if (agoMs > STALE_AFTER_MS)
      return 'too late'
    if (command.kind === 'timer')
      return this.#setTimer(command, nowMs - agoMs, by, nowMs)
    if (agoMs > LATE_AFTER_MS && !isSamePlace(from, this.#screen.position))
      return 'too late'
    if (command.kind === 'run' || command.kind === 'control')
      return this.#passOn(command)
    const screen = screenAfter(this.#screen, command, this.#clicks)
    if (!screen)
      return 'no such place'
    this.#screen = screen
  }

  #setTimer({ deed }: Extract<Command, { kind: 'timer' }>, atMs: number, by: string, nowMs: number): Why | undefined {
    if (wasTouchedSince(this.#timer, atMs, by, nowMs))
      return 'too late'
    this.#timer = touched(this.#timer, deed, atMs, by)
  }

  #passOn(command: RunCommand): Why | undefined {
    const { run, canRun } = this.#facts
    const isPossible = command.kind === 'control'
      ? run?.id === command.run
      : command.deed === 'start' ? canRun : run !== null
    if (!isPossible)
      return 'nothing runs'
    // The windows must stand where the command was meant before they get it.
    this.#tell()
    this.#emit({ kind: 'run', command })
  }

  /** How the talk stands. */
  state(nowMs: number): TalkState {
    return {
      epoch: this.#epoch,
      revision: this.#revision,
      position: this.#screen.position,
      isBlank: this.#screen.isBlank,
      timer: { startedAtMs: this.#timer.startedAtMs, elapsedMs: elapsedOf(this.#timer, nowMs) },
      ...this.#facts,
      heard: this.#clients.heard(),
    }
  }

  /** What the next process needs to go on where this one ends. */
  keep(): KeptTalk {
    return {
      epoch: this.#epoch,
      revision: this.#revision,
      position: this.#screen.position,
      isBlank: this.#screen.isBlank,
      timer: this.#timer,
      clients: this.#clients.keep(),
    }
  }

  /**
   * The slides were edited in mid-talk. It goes on at the nearest place that there is now; without any slide, which is no deck,
   * everything stays.
   *
   * @param clicks how many clicks each slide has now
   * @param edition which `talkInfo` is in force now
   */
  replan(clicks: Clicks, edition: number): void {
    if (clicks.length === 0)
      return
    this.#clicks = clicks
    this.#screen = { ...this.#screen, position: clamped(this.#screen.position, clicks) }
    this.#facts = { ...this.#facts, edition }
    this.#isUntold = true
    this.#tell()
  }

  /** Tells the talk how things stand around it; what is not another than before is not told on. */
  learn(changed: Partial<Facts>): void {
    const now = { ...this.#facts, ...changed }
    this.#isUntold ||= JSON.stringify(now) !== JSON.stringify(this.#facts)
    this.#facts = now
    this.#tell()
  }

  /**
   * Calls a listener at every change, from within the call that made it.
   *
   * @returns how to stop listening
   */
  on(listener: (change: TalkChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(): void {
    if (!this.#isUntold)
      return
    this.#isUntold = false
    this.#revision++
    this.#emit({ kind: 'state' })
  }

  #emit(change: TalkChange): void {
    for (const listener of this.#listeners)
      listener(change)
  }
}
