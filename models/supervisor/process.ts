import type { Clock, Timer } from '../clock'
import type { Reason, StartAnswer } from './definition'
import { Mailbox } from './mailbox'

/** What a process can find in its mailbox. */
export type Message
  /** It is to end, because it was told to end by itself or because its supervisor wants it to (or died). */
  = | { kind: 'end', reason: Reason, cause: 'itself' | 'supervisor' }
    | { kind: 'child ended', child: Process, reason: Reason }
  /** A supervisor's note to itself: a restart failed. */
    | { kind: 'try again', childId: string }
    | { kind: 'suspend' }
    | { kind: 'resume' }

/** What a process waits for: looked at again whenever something happened to it. */
export type Condition = () => boolean

/** What a process does, in order. It yields conditions to wait for; its result is the reason it ends with. */
export type Behaviour = Generator<Condition, Reason, void>

/** A part of a behaviour, with a result of its own. */
export type Steps<T = void> = Generator<Condition, T, void>

/** What a new process is. */
export interface ProcessOptions {
  /** The id of the child it is. */
  id: string
  /** It is linked to the one that starts it, as with `start_link`. */
  parent: Process | undefined
  trapsExits: boolean
  /** Whether it reacts as soon as something arrives, rather than at its next turn. */
  prompt: boolean
  behaviour: (self: Process) => Behaviour
  onAnswer: (self: Process, answer: StartAnswer) => void
  onExit: (self: Process, reason: Reason) => void
}

/**
 * As much of an Erlang process as supervision needs: a mailbox, one thing at a time, links between parent and child, exit
 * signals, trapping.
 */
export class Process {
  readonly #mailbox = new Mailbox<Message>()
  readonly #children = new Set<Process>()
  readonly #behaviour: Behaviour
  readonly #trapsExits: boolean
  #alive = true
  #answer: StartAnswer | undefined
  #waitsFor: Condition | undefined
  #timer: Timer | undefined

  constructor(readonly pid: number, readonly options: Readonly<ProcessOptions>, private readonly scheduler: Scheduler) {
    this.#trapsExits = options.trapsExits
    if (options.parent)
      options.parent.#children.add(this)
    this.#behaviour = options.behaviour(this)
  }

  get alive(): boolean {
    return this.#alive
  }

  get parent(): Process | undefined {
    return this.options.parent
  }

  get nowUs(): number {
    return this.scheduler.clock.nowUs
  }

  /** What its start answered; undefined as long as it is starting. */
  get answer(): StartAnswer | undefined {
    return this.#answer
  }

  /** Goes on as far as it can without waiting. */
  run(): void {
    while (this.#alive && (!this.#waitsFor || this.#waitsFor())) {
      const step = this.#behaviour.next()
      if (step.done)
        this.#die(step.value)
      else
        this.#waitsFor = step.value
    }
  }

  /** Puts something into its mailbox. */
  send(message: Message): void {
    this.#mailbox.put(message)
    this.#wake()
  }

  /** An exit signal from a process that it is not linked to. `kill` cannot be trapped, and `normal` means nothing. */
  signal(reason: Reason): void {
    if (reason === 'kill')
      this.#die('killed')
    else if (reason !== 'normal' && !this.#trapsExits)
      this.#die(reason)
  }

  /** An exit signal from its parent: one that traps exits finds it in its mailbox. */
  signalFromParent(reason: Reason): void {
    if (!this.#alive)
      return
    if (this.#trapsExits)
      this.send({ kind: 'end', reason, cause: 'supervisor' })
    else
      this.signal(reason)
  }

  /** Its start has come to an end: whoever started it may go on. */
  answerStart(answer: StartAnswer): void {
    this.#answer = answer
    this.options.onAnswer(this, answer)
    if (this.parent)
      this.parent.#wake()
  }

  /** Waits until something holds, or not longer than `timeoutUs`; answers whether it holds. */
  * until(holds: Condition, timeoutUs = Number.POSITIVE_INFINITY): Steps<boolean> {
    if (holds())
      return true
    let late = false
    if (Number.isFinite(timeoutUs)) {
      this.#timer = this.scheduler.clock.after(timeoutUs, () => {
        late = true
        this.#wake()
      })
    }
    yield () => late || holds()
    this.#timer?.cancel()
    return holds()
  }

  /** Waits for a message that passes, and takes it out of the mailbox. */
  * receive<T extends Message>(passes: (message: Message) => message is T): Steps<T> {
    yield* this.until(() => this.#mailbox.has(passes))
    return this.#mailbox.take(passes)!
  }

  /** Is busy for a while. */
  * sleep(durationUs: number): Steps {
    if (durationUs > 0)
      yield* this.until(() => false, durationUs)
  }

  #wake(): void {
    if (!this.#alive)
      return
    if (this.options.prompt && this.#waitsFor)
      this.run()
    else
      this.scheduler.runSoon(this)
  }

  #die(reason: Reason): void {
    if (!this.#alive)
      return
    this.#alive = false
    this.#timer?.cancel()
    this.options.onExit(this, reason)
    const { parent } = this
    if (parent?.alive) {
      parent.#children.delete(this)
      // Of a start that failed the parent learns by the answer.
      if (this.#answer === 'ok')
        parent.send({ kind: 'child ended', child: this, reason })
      else
        parent.#wake()
    }
    for (const child of this.#children)
      child.signalFromParent(reason)
  }
}

/** Gives processes their turns: one after the other, in the order in which something happened to them. */
export class Scheduler {
  #pid = 0
  #waiting: Process[] = []
  #queued = new Set<Process>()

  constructor(readonly clock: Clock) {}

  /** Starts a process, which goes on at once as far as it can without waiting. */
  spawn(options: ProcessOptions): Process {
    const process = new Process(++this.#pid, options, this)
    process.run()
    return process
  }

  /** Gives a process a turn at the present time, after those that wait for theirs. */
  runSoon(process: Process): void {
    if (this.#queued.has(process))
      return
    this.#queued.add(process)
    if (this.#waiting.push(process) === 1)
      this.clock.after(0, () => this.#runAll())
  }

  #runAll(): void {
    // Grows while it is gone through.
    for (const process of this.#waiting) {
      this.#queued.delete(process)
      process.run()
    }
    this.#waiting = []
  }
}
