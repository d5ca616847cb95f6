import type { Answer, Command, Commands, Dropped, Pointer, Position, TalkState } from '../protocol'
import type { Clicks } from './position'
import type { Screen } from './screen'
import type { Zero } from './timer'
import { LONGEST_MS, MOST_COMMANDS } from '../protocol'
import { Courier } from './courier'
import { screenAfter } from './screen'
import { zeroOf } from './timer'

/** A command that was not applied, and why. */
export interface DroppedCommand {
  command: Command
  why: Dropped['why']
}

/** What a commander tells those who listen. */
export type CommanderChange
  // Something to draw is another: what is shown, the state, or how many commands wait.
  = | { kind: 'view' }
    // Commands that the room will never see; each is told once.
    | { kind: 'dropped', dropped: readonly DroppedCommand[] }

/** What a commander needs of the page it lives in. */
export interface CommanderOptions {
  /** The name of the page, made at random when it was loaded. */
  client: string
  /** How many clicks each slide has; see `replan`. */
  clicks: Clicks
  /**
   * Takes commands to the authority, over whatever there is. It fails when they may not have arrived; the signal says that
   * nobody waits for the answer any more, and should end a request whose data may still lie in a buffer.
   */
  send: (commands: Commands, signal: AbortSignal) => Promise<Answer>
  /** The wall clock of the page: one that goes on while the phone sleeps, `Date.now`. */
  now: () => number
  /** Calls after so many milliseconds; returns how to call it off. */
  after: (delayMs: number, call: () => void) => () => void
}

/** A command that has not been acknowledged. */
interface Pending {
  seq: number
  from: Position
  givenAtMs: number
  command: Command
}

/** A message, and which authority it was meant for. */
interface Message {
  commands: Commands
  epoch: number | undefined
}

/** A pointer that is held still is told that often, so that a projector can tell it from one that was lost. */
const POINTER_AGAIN_MS = 1_000

/**
 * The half of the one authority on position that lives in every page with buttons. It shows at once what a tap will do, sends
 * everything that is not acknowledged again and again, one request at a time, and takes the state of the talk from whatever
 * tells it first: the stream or an answer.
 *
 * What is shown is a state plus those of its own commands that this state does not hold yet. As a state says which it holds
 * (`heard`), a command is never drawn twice nor left out, whichever way the state came, and the picture does not hop.
 *
 *     const commander = new Commander({ client, clicks, send, now: Date.now, after })
 *     stream.onState = state => commander.take(state)
 *     button.onclick = () => commander.give({ kind: 'next' })
 *     commander.on(change => change.kind === 'view' && draw(commander.shown))
 */
export class Commander {
  readonly #options: CommanderOptions
  readonly #listeners = new Set<(change: CommanderChange) => void>()
  #clicks: Clicks
  #state: TalkState | undefined
  #pending: Pending[] = []
  #seq = 0
  #pointer: Pointer = null
  #isPointerDue = false
  #zero: Zero | undefined
  #isClosed = false
  #cancelPointer = (): void => {}
  readonly #courier: Courier<Message, Answer>

  constructor(options: CommanderOptions) {
    this.#options = options
    this.#clicks = options.clicks
    this.#courier = new Courier<Message, Answer>({
      send: ({ commands }, signal) => options.send(commands, signal),
      after: options.after,
      pickUp: () => this.#message(),
      deliver: (answer, message) => this.#acknowledge(answer, message),
      onSettled: ({ commands }, hasWorked) => this.#onSettled(commands.pointer, hasWorked),
    })
  }

  /** The newest state that was told; undefined until there is one. */
  get state(): TalkState | undefined {
    return this.#state
  }

  /** What the projector shows, or will as soon as it knows of the last tap; undefined until there is a state. */
  get shown(): Screen | undefined {
    if (!this.#state)
      return undefined
    const held = this.#state.heard.find(({ client }) => client === this.#options.client)?.upTo ?? 0
    let screen: Screen = { position: this.#state.position, isBlank: this.#state.isBlank }
    for (const { seq, command } of this.#pending) {
      if (seq > held)
        screen = screenAfter(screen, command, this.#clicks) ?? screen
    }
    return screen
  }

  /** The commands that have not been acknowledged, the oldest first. */
  get pending(): readonly { seq: number, command: Command }[] {
    return this.#pending
  }

  /** How many requests in a row have failed: 0 when the last one was answered. */
  get failures(): number {
    return this.#courier.failures
  }

  /** What the timer of the talk shows now; it does not run back by the delays of the network. */
  get elapsedMs(): number {
    return this.#zero ? Math.max(0, this.#options.now() - this.#zero.atMs) : this.#state?.timer.elapsedMs ?? 0
  }

  /**
   * Gives a command. From here on it is either applied, or told as dropped.
   *
   * @returns false when it was not taken, because the commander was closed or nobody has told yet where the talk is
   */
  give(command: Command): boolean {
    const from = this.shown?.position
    if (!from || this.#isClosed)
      return false
    this.#pending.push({ seq: ++this.#seq, from, givenAtMs: this.#options.now(), command })
    this.#emit({ kind: 'view' })
    this.#courier.call()
    return true
  }

  /** Moves the laser pointer, or takes it off with null. Of several the last one is sent. */
  point(pointer: Pointer): void {
    this.#pointer = pointer
    this.#isPointerDue = true
    this.#courier.call()
  }

  /** The slides were edited in mid-talk: from now on commands are drawn by how many clicks each slide has now. */
  replan(clicks: Clicks): void {
    this.#clicks = clicks
    this.#emit({ kind: 'view' })
  }

  /** A state has come by the stream: it counts unless a newer one is known. */
  take(state: TalkState): void {
    if (this.#isClosed)
      return
    this.#hear(state, false)
    this.#emit({ kind: 'view' })
  }

  /** The network may be back: sends at once what waits for another try. */
  retryNow(): void {
    this.#courier.retryNow()
  }

  /** The network is back: sends again at once, and no longer waits for an answer to what was sent before that. */
  resend(): void {
    this.#courier.resend()
  }

  /** Ends all requests and timers; what still waits is not sent any more. */
  close(): void {
    this.#isClosed = true
    this.#courier.close()
    this.#cancelPointer()
  }

  /**
   * Calls a listener at every change.
   *
   * @returns how to stop listening
   */
  on(listener: (change: CommanderChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #emit(change: CommanderChange): void {
    for (const listener of this.#listeners)
      listener(change)
  }

  #ageOf({ givenAtMs }: Pending): number {
    return Math.min(Math.max(0, Math.round(this.#options.now() - givenAtMs)), LONGEST_MS)
  }

  #message(): Message | undefined {
    if (this.#pending.length === 0 && !this.#isPointerDue)
      return undefined
    const commands = this.#pending.slice(0, MOST_COMMANDS)
      .map(each => ({ seq: each.seq, from: each.from, agoMs: this.#ageOf(each), command: each.command }))
    const pointer = this.#isPointerDue ? { pointer: this.#pointer } : {}
    this.#isPointerDue = false
    return { commands: { client: this.#options.client, commands, ...pointer }, epoch: this.#state?.epoch }
  }

  #acknowledge({ upTo, dropped, state }: Answer, { commands: { commands }, epoch }: Message): boolean {
    const reasons = new Map(dropped.map(({ seq, why }) => [seq, why]))
    const news = this.#pending
      .filter(({ seq }) => reasons.has(seq))
      .map(({ seq, command }) => ({ command, why: reasons.get(seq)! }))
    this.#pending = this.#pending.filter(({ seq }) => seq > upTo)
    // Whoever answers a question that was put to another authority has taken its place, even if the clock that numbers them
    // was set back in between.
    this.#hear(state, epoch !== undefined && epoch === this.#state?.epoch && state.epoch !== epoch)
    if (news.length > 0)
      this.#emit({ kind: 'dropped', dropped: news })
    this.#emit({ kind: 'view' })
    // An authority deals with all that it is sent; one that did not is not asked again at once.
    return upTo >= (commands[0]?.seq ?? 0)
  }

  #onSettled(pointer: Pointer | undefined, hasWorked: boolean): void {
    if (pointer !== undefined && !hasWorked)
      this.#isPointerDue = true
    if (pointer !== undefined && hasWorked) {
      this.#cancelPointer()
      this.#cancelPointer = this.#options.after(POINTER_AGAIN_MS, () => this.#pointer && this.point(this.#pointer))
    }
    this.#emit({ kind: 'view' })
  }

  #hear(state: TalkState, isSuccessor: boolean): void {
    if (!isSuccessor && this.#state && isOlder(state, this.#state))
      return
    this.#state = state
    this.#zero = zeroOf(state.timer, this.#options.now(), this.#zero)
  }
}

function isOlder(one: TalkState, other: TalkState): boolean {
  return one.epoch === other.epoch ? one.revision < other.revision : one.epoch < other.epoch
}
