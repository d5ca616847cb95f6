import type { Clock } from './clock'
import type { Reason, StartAnswer, SupervisorDefinition } from './supervisor/definition'
import type { Happening, TreeEvent } from './supervisor/events'
import type { Place, TreeNode } from './supervisor/node'
import type { Process } from './supervisor/process'
import type { SupervisorSnapshot } from './supervisor/snapshot'
import { Addresses } from './supervisor/addresses'
import { checkDefinition, checkStartAnswers } from './supervisor/checks'
import { complete } from './supervisor/definition'
import { SupervisorNode } from './supervisor/node'
import { Scheduler } from './supervisor/process'

export type {
  AutoShutdown,
  ChildDefinition,
  FailedStart,
  Reason,
  Restart,
  Shutdown,
  StartAnswer,
  Strategy,
  SupervisorDefinition,
  WorkerDefinition,
} from './supervisor/definition'
export type { TreeEvent } from './supervisor/events'
export type { CountingRestart } from './supervisor/restartWindow'
export type { NodeSnapshot, NodeState, SupervisorSnapshot, WorkerSnapshot } from './supervisor/snapshot'
export { checkDefinition }

/** What a tree needs besides its definition. */
export interface TreeOptions {
  clock: Clock
  /** Is told of everything that happens, in order, as it happens. It may not send anything to the tree. */
  onEvent?: (event: TreeEvent) => void
}

/**
 * Starts a supervision tree that behaves as one of OTP's does, on virtual time. Where no start takes time, all of it has
 * started when the call returns; whether it could is in the snapshot.
 *
 * Workers react within a call; a supervisor has its turn when the clock is moved next, if only by 0. So what is sent
 * between two moves of the clock arrives as one batch, in order:
 *
 *     const tree = startTree(definition, { clock })
 *     tree.kill('a')
 *     tree.kill('b')
 *     clock.advanceBy(0)
 *
 * @throws {TypeError | RangeError} when the definition is not valid; see `checkDefinition`
 */
export function startTree(definition: SupervisorDefinition, options: TreeOptions): SupervisionTree {
  checkDefinition(definition)
  return new SupervisionTree(definition, options)
}

/**
 * A running tree. A node is addressed by its id, where only one node of the tree has it, or by its path, the ids from
 * the top joined by slashes. What is sent to a node that is not running is lost, as in OTP; the answer is whether there
 * was a process to send it to.
 *
 * Its methods throw a RangeError for a node that is unknown, ambiguous, or of the wrong kind, and those that send throw an
 * Error when they are called by the tree's own `onEvent`.
 */
export class SupervisionTree {
  readonly #onEvent: TreeOptions['onEvent']
  readonly #top: SupervisorNode
  readonly #addresses: Addresses
  #reporting = false

  /** For `startTree`, which checks the definition first. */
  constructor(definition: SupervisorDefinition, { clock, onEvent }: TreeOptions) {
    this.#onEvent = onEvent
    this.#top = new SupervisorNode(complete(definition), undefined, {
      scheduler: new Scheduler(clock),
      report: (place, happening) => this.#report(place, happening, clock.nowUs),
    })
    this.#addresses = new Addresses(this.#top)
    this.#top.start(undefined)
  }

  /**
   * An exit signal from a process outside, as with `Process.exit(pid, reason)`: `kill` kills, `normal` does nothing,
   * anything else ends a worker that does not trap exits.
   */
  signal(node: string, reason: Reason): boolean {
    return this.#reach(this.#addresses.find(node), process => process.signal(reason))
  }

  /** Kills a node: short for a signal of `kill`. */
  kill(node: string): boolean {
    return this.signal(node, 'kill')
  }

  /** Has a node end by itself: a GenServer that stops, raises or exits, or `Supervisor.stop/2`. */
  stop(node: string, reason: Reason = 'normal'): boolean {
    return this.#reach(this.#addresses.find(node), process => process.send({ kind: 'end', reason, cause: 'itself' }))
  }

  /** Suspends a supervisor, as `:sys.suspend/1` does: until it is resumed, what its children do waits in its mailbox. */
  suspend(supervisor: string): boolean {
    return this.#reach(this.#addresses.findSupervisor(supervisor), process => process.send({ kind: 'suspend' }))
  }

  /** Resumes a suspended supervisor. */
  resume(supervisor: string): boolean {
    return this.#reach(this.#addresses.findSupervisor(supervisor), process => process.send({ kind: 'resume' }))
  }

  /**
   * Replaces what the next starts of a worker answer; the last answer holds for all later ones. So
   * `[{ error: 'boom' }, 'ok']` lets its next start fail.
   *
   * @throws {TypeError | RangeError} when these are no answers
   */
  answerStarts(worker: string, answers: readonly StartAnswer[]): void {
    const node = this.#addresses.findWorker(worker)
    checkStartAnswers(worker, answers)
    node.answerStarts([...answers])
  }

  /** The whole tree as it is now: plain data that can be cloned and sent elsewhere. */
  snapshot(): SupervisorSnapshot {
    return this.#top.snapshot()
  }

  #reach({ process }: TreeNode, send: (process: Process) => void): boolean {
    if (this.#reporting)
      throw new Error('onEvent may not send anything to the tree: arrange it with clock.after(0, …)')
    if (!process?.alive)
      return false
    send(process)
    return true
  }

  #report(place: Place, happening: Happening, timeUs: number): void {
    if (!this.#onEvent)
      return
    this.#reporting = true
    try {
      // Several times as quick as a new object would be, and half of what an event costs.
      this.#onEvent(Object.assign(happening, { timeUs, path: place.path, id: place.spec.id, supervisor: place.supervisor?.path }))
    }
    finally {
      this.#reporting = false
    }
  }
}
