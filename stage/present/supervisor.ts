import type { ChildProcess } from 'node:child_process'
import * as v from 'valibot'
import { RestartWindow } from '../../models/supervisor/restartWindow'
import { endChild } from './child'
import { envelope } from './messages'

/** A child process of a presentation. */
export interface Part {
  /** By which the others address it; a sentence about it starts with it: "deck". */
  name: string
  /** Starts it, with an `ipc` channel among its `stdio`. */
  start: () => ChildProcess
  /** What it may say to the other parts; anything else goes nowhere. */
  says: v.GenericSchema
  /**
   * The kinds of messages that tell how things stand. The last of each is kept and told to a part that is started anew; the
   * others are about a moment, and lost on one who is not there.
   */
  facts?: readonly string[]
  /** What the others are told in its name when it dies. */
  gone?: readonly unknown[]
  /** What it is told first. */
  greeting?: () => readonly unknown[]
}

export interface SupervisorOptions {
  parts: readonly Part[]
  /** Called with what a part says to the parent, unread. */
  onMessage?: (from: string, message: unknown) => void
  /** Called with a sentence for the person at the keyboard. */
  say: (sentence: string) => void
  /** More deaths than so many within `maxSeconds`, of all parts together, are one too many. @default 5 */
  maxRestarts?: number
  /** @default 30 */
  maxSeconds?: number
  /** How long a part is dead before it is started again: time for its port to be free. @default 200 */
  restartAfterMs?: number
  /** How long a part may take to end when it is asked to. @default 3000 */
  killAfterMs?: number
  /** A clock that is never set, in microseconds. */
  nowUs?: () => number
}

/**
 * Keeps the parts of a presentation running, as a supervisor of OTP does with `one_for_one`: whichever dies is started again,
 * until it happens too often. One that dies before it has ever said anything cannot begin, as a child whose `init` fails: then
 * nothing does. And carries the mail between them, so that neither knows whether the other has just died.
 */
export class Supervisor {
  /** Fulfilled when every part has ended: with the reason if it had to be given up, with nothing if it was asked for. */
  readonly ended: Promise<string | undefined>

  readonly #options: Required<Omit<SupervisorOptions, 'onMessage'>> & Pick<SupervisorOptions, 'onMessage'>
  readonly #children = new Map<string, ChildProcess>()
  readonly #restarts: RestartWindow
  readonly #waiting = new Set<NodeJS.Timeout>()
  /** The names of the parts that have said something once. */
  readonly #proven = new Set<string>()
  /** By part, by kind. */
  readonly #facts = new Map<string, Map<string, unknown>>()
  #end!: (why: string | undefined) => void
  #stopping: Promise<void> | undefined

  constructor(options: SupervisorOptions) {
    this.#options = { maxRestarts: 5, maxSeconds: 30, restartAfterMs: 200, killAfterMs: 3_000, nowUs: () => performance.now() * 1_000, ...options }
    this.#restarts = new RestartWindow(this.#options.maxSeconds)
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  /** Starts all parts. */
  start(): void {
    for (const part of this.#options.parts)
      this.#start(part)
  }

  /** Tells a part something in the name of the parent; lost when it is not there. */
  send(to: string, message: unknown): void {
    const child = this.#children.get(to)
    // A channel that breaks meanwhile is a death, which is dealt with where it is told.
    if (child?.connected)
      child.send(message as object, () => {})
  }

  /** Ends all parts, those by force that do not end by themselves. */
  stop(why?: string): Promise<void> {
    this.#stopping ??= this.#stopAll(why)
    return this.#stopping
  }

  async #stopAll(why: string | undefined): Promise<void> {
    this.#waiting.forEach(clearTimeout)
    await Promise.all([...this.#children.values()].map(child => endChild(child, this.#options.killAfterMs)))
    this.#end(why)
  }

  #start(part: Part): void {
    const child = part.start()
    this.#children.set(part.name, child)
    // A program that cannot be started never exits; then there is only an error.
    let isOver = false
    const over = (how: string): void => {
      if (isOver)
        return
      isOver = true
      this.#children.delete(part.name)
      this.#onDeath(part, how)
    }
    child.on('error', error => child.pid === undefined && over(`could not be started: ${error.message}`))
    child.once('exit', (code, signal) => over(signal ? `was ended by ${signal}` : `ended with exit code ${code}`))
    // Without the channel it would go on alone, and unreachable; who only ends closes it as well, a moment before.
    child.once('disconnect', () => void endChild(child, this.#options.killAfterMs))
    child.on('message', message => this.#onMessage(part, message))

    for (const message of part.greeting?.() ?? [])
      this.send(part.name, message)
    for (const [from, facts] of this.#facts) {
      if (from !== part.name)
        facts.forEach(message => this.send(part.name, message))
    }
  }

  #onDeath(part: Part, how: string): void {
    if (this.#stopping)
      return
    part.gone?.forEach(message => this.#spread(part, message))
    if (!this.#proven.has(part.name)) {
      void this.stop(`The ${part.name} ${how}, before anything had begun: see what stands above, and start the presentation again.`)
      return
    }
    const { maxRestarts, maxSeconds, restartAfterMs, say } = this.#options
    if (this.#restarts.add(this.#options.nowUs()) > maxRestarts) {
      void this.stop(`The ${part.name} ${how}, and it was the ${maxRestarts + 1}th time within ${maxSeconds} seconds that a part of the presentation did: it is given up. What stands above may tell why.`)
      return
    }
    say(`The ${part.name} ${how}; it is started again.`)
    const timer = setTimeout(() => {
      this.#waiting.delete(timer)
      this.#start(part)
    }, restartAfterMs)
    this.#waiting.add(timer)
  }

  #onMessage(part: Part, received: unknown): void {
    const read = v.safeParse(envelope, received)
    if (!read.success || this.#stopping)
      return
    this.#proven.add(part.name)
    const { to, message } = read.output
    if (to === 'parent')
      this.#options.onMessage?.(part.name, message)
    else if (to !== part.name)
      this.#spread(part, message, to)
  }

  /** Tells another part, or all, what a part says. */
  #spread(part: Part, message: unknown, to?: string): void {
    const read = v.safeParse(part.says, message)
    if (!read.success) {
      this.#options.say(`The ${part.name} said something that nobody understands: ${read.issues[0].message}`)
      return
    }
    const kind = kindOf(read.output)
    if (kind !== undefined && part.facts?.includes(kind)) {
      const facts = this.#facts.get(part.name) ?? new Map<string, unknown>()
      this.#facts.set(part.name, facts.set(kind, read.output))
    }
    for (const { name } of this.#options.parts) {
      if (name !== part.name && (to === undefined || name === to))
        this.send(name, read.output)
    }
  }
}

function kindOf(message: unknown): string | undefined {
  const kind = typeof message === 'object' && message !== null && 'kind' in message ? message.kind : undefined
  return typeof kind === 'string' ? kind : undefined
}
