import type { Clock, Timer } from '../clock'
import type { Random } from '../random'
import type { ConnectionEvent, DropCause, RequestEvent } from './events'
import type { ConnectionPoolOptions } from './options'
import type { EppRequest } from './requests'
import { backOffUs } from './backOff'

/**
 * What a connection is doing. `connecting` is TCP, TLS and the wait for the greeting; `idle`, `busy` (one command, for
 * EPP answers them one at a time) and `hello` (keep-alive) are open; `backingOff` waits for the next attempt.
 */
export type ConnectionState = 'connecting' | 'loggingIn' | 'idle' | 'busy' | 'hello' | 'backingOff'

/** A connection at one moment; times are microseconds. */
export interface ConnectionSnapshot {
  /** Which of its registry's, counted from 1. */
  connection: number
  state: ConnectionState
  /** What it is working on; null unless busy. */
  command: string | null
  /** The attempt that runs or comes next; 0 while it is open. */
  attempt: number
  /** When the next attempt begins; null unless it is backing off. */
  nextAttemptUs: number | null
  /** Its latest response times, the newest last. */
  repliesUs: number[]
  /** When the registry last said anything, a greeting or a reply; null before the first time. */
  lastHeardUs: number | null
}

/** What a connection needs of the pool it belongs to. */
export interface ConnectionOwner {
  readonly clock: Clock
  readonly options: ConnectionPoolOptions
  readonly isReachable: boolean
  readonly isHeard: boolean
  /** How long the registry takes over a `<hello>` or a `domain:info`, drawn anew. */
  queryUs: () => number
  /** The request that has waited longest, to be sent now. */
  next: () => EppRequest | undefined
  /** It is open and has nothing to do. */
  rests: (connection: Connection) => void
  /** It has something to do, or is lost; does nothing when it was not resting. */
  restsNoMore: (connection: Connection) => void
  /** The number of open and of busy connections changes by so much. */
  changes: (open: number, busy: number) => void
  answered: (connection: Connection, request: EppRequest) => void
  /** A request whose connection was lost waits again, at the head of the queue. */
  putBack: (request: EppRequest) => void
  /** Sends what waits over what rests. */
  dispatch: () => void
  note: (connection: Connection, event: ConnectionEvent) => void
  tell: (connection: Connection, event: RequestEvent) => void
}

/**
 * One persistent connection, as a process of its own would keep it: it connects, logs in, sends one command at a time,
 * keeps itself alive, notices its own loss and comes back by itself. No supervisor restarts it: the registry being away
 * is not a fault of the process, and a supervisor has no back-off.
 */
export class Connection {
  readonly number: number
  state: ConnectionState = 'connecting'
  readonly #owner: ConnectionOwner
  readonly #random: Random
  #attempt = 0
  #nextAttemptUs = 0
  #request: EppRequest | undefined
  #sentUs = 0
  #idleSinceUs = 0
  #lostUs: number | undefined
  #lastHeardUs: number | undefined
  #repliesUs: number[] = []
  /** Whether the other side still hears it. A line that was cut silently is open and yet not alive. */
  #isAlive = false
  /** What it waits for: the end of an attempt, of a command, of a back-off. */
  #pending: Timer | undefined
  #keepAlive: Timer | undefined

  constructor(number: number, owner: ConnectionOwner, random: Random) {
    this.number = number
    this.#owner = owner
    this.#random = random
  }

  get isOpen(): boolean {
    return this.state === 'idle' || this.state === 'busy' || this.state === 'hello'
  }

  snapshot(): ConnectionSnapshot {
    return {
      connection: this.number,
      state: this.state,
      command: this.#request ? this.#request.command.name : null,
      attempt: this.state === 'backingOff' ? this.#attempt + 1 : this.#attempt,
      nextAttemptUs: this.state === 'backingOff' ? this.#nextAttemptUs : null,
      repliesUs: [...this.#repliesUs],
      lastHeardUs: this.#lastHeardUs ?? null,
    }
  }

  /** Begins the next attempt to connect. */
  connect(): void {
    const { connectUs, connectTimeoutUs, failingAttempts, connectFailureProbability } = this.#owner.options
    this.#attempt++
    this.state = 'connecting'
    this.#owner.note(this, { type: 'connecting', attempt: this.#attempt })
    const fails = !this.#owner.isReachable
      || (this.#lostUs !== undefined && this.#attempt <= failingAttempts)
      || this.#random.chance(connectFailureProbability)
    if (fails)
      this.#wait(connectTimeoutUs, () => this.#attemptFailed())
    else
      this.#wait(connectUs, () => this.#greeted())
  }

  /** Sends a request. */
  send(request: EppRequest): void {
    this.#request = request
    this.state = 'busy'
    this.#owner.changes(0, 1)
    this.#exchange(request)
  }

  /** The other side closes it. Does nothing, and says so, when it is not open. */
  close(): boolean {
    if (!this.isOpen)
      return false
    this.#fallSilent()
    this.#lose('closed')
    return true
  }

  /** The line is cut without a word: it is noticed when an answer does not come. Says whether it was open. */
  cut(): boolean {
    if (!this.isOpen)
      return false
    this.#fallSilent()
    const { responseTimeoutUs, helloTimeoutUs } = this.#owner.options
    if (this.state === 'busy')
      this.#wait(Math.max(0, this.#sentUs + responseTimeoutUs - this.#owner.clock.nowUs), () => this.#lose('noReply'))
    else if (this.state === 'hello')
      this.#wait(Math.max(0, this.#sentUs + helloTimeoutUs - this.#owner.clock.nowUs), () => this.#lose('noGreeting'))
    return true
  }

  #wait(delayUs: number, then: () => void): void {
    this.#pending?.cancel()
    this.#pending = this.#owner.clock.after(delayUs, then)
  }

  #greeted(): void {
    if (!this.#owner.isReachable)
      return this.#attemptFailed()
    this.#lastHeardUs = this.#owner.clock.nowUs
    this.state = 'loggingIn'
    this.#wait(this.#owner.options.loginUs, () => this.#loggedIn())
  }

  #loggedIn(): void {
    if (!this.#owner.isReachable)
      return this.#attemptFailed()
    const nowUs = this.#owner.clock.nowUs
    const attempt = this.#attempt
    this.#lastHeardUs = nowUs
    this.#attempt = 0
    this.#isAlive = true
    this.#idleSinceUs = nowUs
    this.state = 'idle'
    this.#owner.changes(1, 0)
    if (this.#lostUs === undefined)
      this.#owner.note(this, { type: 'connected', attempt })
    else
      this.#owner.note(this, { type: 'restored', attempt, downUs: nowUs - this.#lostUs })
    this.#lostUs = undefined
    this.#watch(this.#owner.options.keepAliveIdleUs)
    this.#turnToNext()
  }

  #attemptFailed(): void {
    this.#owner.note(this, { type: 'attemptFailed', attempt: this.#attempt })
    this.#backOff()
  }

  #backOff(): void {
    const attempt = this.#attempt + 1
    const delayUs = backOffUs(attempt, this.#owner.options.backOff, this.#random)
    this.state = 'backingOff'
    this.#nextAttemptUs = this.#owner.clock.nowUs + delayUs
    this.#owner.note(this, { type: 'backingOff', attempt, delayUs })
    this.#wait(delayUs, () => this.connect())
  }

  #turnToNext(): void {
    const request = this.#owner.next()
    if (request)
      this.send(request)
    else
      this.#owner.rests(this)
  }

  /** One command and its reply; a transform of unknown fate needs one exchange to ask and perhaps one to do it. */
  #exchange(request: EppRequest): void {
    const { number, command, checkFirst, responseUs } = request
    this.#sentUs = this.#owner.clock.nowUs
    if (this.#owner.isHeard)
      this.#owner.tell(this, { type: 'sent', request: number, command: command.name, check: checkFirst })
    if (this.#isAlive)
      this.#wait(checkFirst ? this.#owner.queryUs() : responseUs, () => this.#replied(request))
    else
      this.#wait(this.#owner.options.responseTimeoutUs, () => this.#lose('noReply'))
  }

  #replied(request: EppRequest): void {
    const nowUs = this.#owner.clock.nowUs
    this.#lastHeardUs = nowUs
    this.#repliesUs.push(nowUs - this.#sentUs)
    if (this.#repliesUs.length > this.#owner.options.repliesKept)
      this.#repliesUs.shift()
    if (request.checkFirst) {
      const carriedOut = request.timesCarriedOut > 0
      this.#owner.note(this, { type: 'checked', request: request.number, command: request.command.name, carriedOut })
      request.checkFirst = false
      if (!carriedOut)
        return this.#exchange(request)
    }
    else {
      request.timesCarriedOut++
    }
    this.#request = undefined
    this.#idleSinceUs = nowUs
    this.state = 'idle'
    this.#owner.changes(0, -1)
    this.#owner.answered(this, request)
    this.#turnToNext()
  }

  /** Looks again when it may have been idle for long enough. One call a connection: a call a reply would pile up. */
  #watch(delayUs: number): void {
    this.#keepAlive = this.#owner.clock.after(delayUs, () => {
      const { keepAliveIdleUs } = this.#owner.options
      const idleUs = this.state === 'idle' ? this.#owner.clock.nowUs - this.#idleSinceUs : 0
      if (idleUs >= keepAliveIdleUs)
        this.#sayHello()
      else
        this.#watch(keepAliveIdleUs - idleUs)
    })
  }

  #sayHello(): void {
    this.#owner.restsNoMore(this)
    this.state = 'hello'
    this.#sentUs = this.#owner.clock.nowUs
    if (this.#isAlive)
      this.#wait(this.#owner.queryUs(), () => this.#greetedAgain())
    else
      this.#wait(this.#owner.options.helloTimeoutUs, () => this.#lose('noGreeting'))
  }

  #greetedAgain(): void {
    const nowUs = this.#owner.clock.nowUs
    this.#lastHeardUs = nowUs
    this.#idleSinceUs = nowUs
    this.state = 'idle'
    this.#owner.note(this, { type: 'greeting', afterUs: nowUs - this.#sentUs })
    this.#watch(this.#owner.options.keepAliveIdleUs)
    this.#turnToNext()
  }

  /** The other side hears no more. A registry that was past the middle of a command has carried it out by then. */
  #fallSilent(): void {
    const request = this.#request
    if (this.#isAlive && request && !request.checkFirst && this.#owner.clock.nowUs >= this.#sentUs + request.responseUs / 2)
      request.timesCarriedOut++
    this.#isAlive = false
  }

  #lose(cause: DropCause): void {
    const request = this.#request
    this.#request = undefined
    this.#keepAlive?.cancel()
    this.#lostUs = this.#owner.clock.nowUs
    this.#owner.restsNoMore(this)
    this.#owner.changes(-1, request ? -1 : 0)
    if (request) {
      request.checkFirst = request.command.kind === 'transform'
      this.#owner.putBack(request)
    }
    this.#owner.note(this, { type: 'dropped', cause })
    if (request)
      this.#owner.note(this, { type: 'putBack', request: request.number, command: request.command.name, checkFirst: request.checkFirst })
    this.#backOff()
    this.#owner.dispatch()
  }
}
