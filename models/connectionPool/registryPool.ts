import type { Clock } from '../clock'
import type { Random } from '../random'
import type { EppCommand } from './commands'
import type { ConnectionOwner, ConnectionSnapshot } from './connection'
import type { ConnectionEvent, OutageEvent, Reporter, RequestEvent } from './events'
import type { ConnectionPoolOptions, RegistryOptions } from './options'
import type { EppRequest } from './requests'
import type { PoolInterval } from './usage'
import { seededRandom } from '../random'
import { requireInteger } from '../requirements'
import { commandFor } from './commands'
import { Connection } from './connection'
import { RequestQueue } from './requests'
import { Usage } from './usage'

/** The pool of one registry at one moment. Always: arrived = answered + waiting + inFlight. */
export interface RegistrySnapshot {
  registry: string
  arrived: number
  answered: number
  /** In the queue. */
  waiting: number
  /** Sent, or about to be, and not yet answered: one on each busy connection. */
  inFlight: number
  /** The longest the queue has been. */
  mostWaiting: number
  /** How often a caller found the queue full and had to stand at the door before it counted as arrived. */
  heldBack: number
  /** Requests that were put back because their connection was lost. */
  putBack: number
  open: number
  /** Busy connections of the open ones, 0 to 1; 0 while none is open. */
  utilisation: number
  /** How often a connection was lost, and how often one came back. */
  dropped: number
  restored: number
  isOut: boolean
  connections: ConnectionSnapshot[]
  /** The latest stretches of time, the oldest first. */
  intervals: PoolInterval[]
}

/** The connections to one registry, the queue before them, and the load. */
export class RegistryPool implements ConnectionOwner {
  readonly clock: Clock
  readonly options: ConnectionPoolOptions
  readonly #registry: RegistryOptions
  readonly #reporter: Reporter
  readonly #load: Random
  readonly #queries: Random
  readonly #connections: Connection[]
  /** The connections that rest, the one that rested last at the end: it is taken first, the others are kept in reserve. */
  readonly #resting: Connection[] = []
  readonly #queue = new RequestQueue()
  readonly #usage: Usage
  #outUntilUs = 0
  #arrived = 0
  #answered = 0
  #mostWaiting = 0
  #heldBack = 0
  #putBack = 0
  #dropped = 0
  #restored = 0
  #atTheDoor: EppCommand | undefined

  constructor(registry: RegistryOptions, options: ConnectionPoolOptions, clock: Clock, random: Random, reporter: Reporter) {
    this.clock = clock
    this.options = options
    this.#registry = registry
    this.#reporter = reporter
    this.#usage = new Usage(options.intervalsKept)
    // Chance of its own for each thing, so that a connection that is dropped does not change what arrives.
    const own = (): Random => seededRandom(random.integer(0, 2 ** 48))
    this.#load = own()
    this.#queries = own()
    this.#connections = Array.from({ length: registry.connections }, (_, index) => new Connection(index + 1, this, own()))
  }

  get name(): string {
    return this.#registry.name
  }

  get isReachable(): boolean {
    return this.clock.nowUs >= this.#outUntilUs
  }

  get isHeard(): boolean {
    return this.#reporter.isHeard
  }

  /** Connects, lets the load begin and the book-keeping too. */
  start(): void {
    for (const connection of this.#connections)
      connection.connect()
    this.#arriveLater()
    this.#endIntervalLater()
  }

  snapshot(): RegistrySnapshot {
    const { open, busy } = this.#usage
    return {
      registry: this.name,
      arrived: this.#arrived,
      answered: this.#answered,
      waiting: this.#queue.size,
      inFlight: busy,
      mostWaiting: this.#mostWaiting,
      heldBack: this.#heldBack,
      putBack: this.#putBack,
      open,
      utilisation: open === 0 ? 0 : busy / open,
      dropped: this.#dropped,
      restored: this.#restored,
      isOut: !this.isReachable,
      connections: this.#connections.map(connection => connection.snapshot()),
      intervals: this.#usage.intervals,
    }
  }

  connection(number: number): Connection {
    const connection = this.#connections[number - 1]
    if (!connection)
      throw new RangeError(`${this.name} has connections 1 to ${this.#connections.length}, none is number ${number}`)
    return connection
  }

  /** A request arrives; false, and nothing happens, when the queue is full. */
  request(command: EppCommand): boolean {
    if (this.#queue.size >= this.options.queueLimit)
      return false
    const request: EppRequest = {
      number: ++this.#arrived,
      command,
      arrivedUs: this.clock.nowUs,
      responseUs: this.#responseUs(this.#load, command.slowness),
      checkFirst: false,
      timesCarriedOut: 0,
    }
    this.#queue.put(request)
    this.#measureQueue()
    if (this.isHeard)
      this.#reporter.tell({ timeUs: this.clock.nowUs, registry: this.name, type: 'arrived', request: request.number, command: command.name })
    this.dispatch()
    return true
  }

  /** The registry answers nobody for a while: every line goes silent, and no new one comes about. */
  outage(durationUs: number): void {
    requireInteger('durationUs of an outage', durationUs, 1)
    const untilUs = Math.max(this.#outUntilUs, this.clock.nowUs + durationUs)
    this.#outUntilUs = untilUs
    this.#note({ type: 'outage', durationUs })
    for (const connection of this.#connections)
      connection.cut()
    this.clock.after(untilUs - this.clock.nowUs, () => {
      // A later outage may have prolonged this one, and one of the same end has told of it already.
      if (this.#outUntilUs === untilUs) {
        this.#outUntilUs = 0
        this.#note({ type: 'outageOver' })
      }
    })
  }

  queryUs(): number {
    return this.#responseUs(this.#queries, 1)
  }

  next(): EppRequest | undefined {
    return this.#queue.take()
  }

  rests(connection: Connection): void {
    this.#resting.push(connection)
  }

  restsNoMore(connection: Connection): void {
    const at = this.#resting.indexOf(connection)
    if (at >= 0)
      this.#resting.splice(at, 1)
  }

  changes(open: number, busy: number): void {
    this.#usage.change(this.clock.nowUs, open, busy)
    // What was taken up has left the queue.
    if (busy > 0)
      this.#letIn()
  }

  answered(connection: Connection, { number, command, arrivedUs, timesCarriedOut }: EppRequest): void {
    const nowUs = this.clock.nowUs
    this.#answered++
    this.#usage.answered(nowUs - arrivedUs)
    if (this.isHeard)
      this.tell(connection, { type: 'answered', request: number, command: command.name, waitedUs: nowUs - arrivedUs, timesCarriedOut })
  }

  putBack(request: EppRequest): void {
    this.#putBack++
    this.#queue.putBack(request)
    this.#measureQueue()
  }

  dispatch(): void {
    while (this.#resting.length > 0 && this.#queue.size > 0)
      this.#resting.pop()!.send(this.next()!)
  }

  note(connection: Connection, event: ConnectionEvent): void {
    if (event.type === 'dropped')
      this.#dropped++
    if (event.type === 'restored')
      this.#restored++
    this.#reporter.note({ timeUs: this.clock.nowUs, registry: this.name, connection: connection.number, ...event })
  }

  tell(connection: Connection, event: RequestEvent): void {
    this.#reporter.tell({ timeUs: this.clock.nowUs, registry: this.name, connection: connection.number, ...event })
  }

  #letIn(): void {
    const command = this.#atTheDoor
    if (command && this.request(command)) {
      this.#atTheDoor = undefined
      this.#arriveLater()
    }
  }

  #note(event: OutageEvent): void {
    this.#reporter.note({ timeUs: this.clock.nowUs, registry: this.name, ...event })
  }

  #measureQueue(): void {
    this.#mostWaiting = Math.max(this.#mostWaiting, this.#queue.size)
  }

  #responseUs(random: Random, slowness: number): number {
    const { leastUs, meanUs, mostUs } = this.#registry.response
    const queryUs = leastUs + exponential(random) * (meanUs - leastUs)
    return Math.min(mostUs, Math.round(queryUs * slowness))
  }

  #arriveLater(): void {
    const { requestsPerSecond } = this.#registry
    if (requestsPerSecond === 0)
      return
    this.clock.after(Math.round(exponential(this.#load) / requestsPerSecond * 1e6), () => {
      const command = commandFor(this.#load.fraction())
      if (this.request(command)) {
        this.#arriveLater()
      }
      else {
        // Nobody is turned away and the queue does not grow: this caller waits, and those behind him have not come yet.
        this.#heldBack++
        this.#atTheDoor = command
      }
    })
  }

  #endIntervalLater(): void {
    this.clock.after(this.options.intervalUs, () => {
      this.#usage.endInterval(this.clock.nowUs)
      this.#endIntervalLater()
    })
  }
}

/** A random length of mean 1, as the gaps between independent arrivals have. */
function exponential(random: Random): number {
  return -Math.log(1 - random.fraction())
}
