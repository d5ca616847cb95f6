import type { ChildSpec, Reason, StartAnswer, SupervisorSpec, WorkerSpec } from './definition'
import type { Happening } from './events'
import type { Behaviour, Process, Scheduler } from './process'
import type { NodeSnapshot, NodeSnapshotBase, NodeState, SupervisorSnapshot, WorkerSnapshot } from './snapshot'
import { Supervision } from './supervise'
import { work } from './worker'

/** What all nodes of a tree share. */
export interface Surroundings {
  scheduler: Scheduler
  /** Tells of something that happened to a node. */
  report: (place: Place, happening: Happening) => void
}

/** Where in the tree a node is. */
export interface Place {
  /** The ids from the top to the node, joined by slashes. */
  readonly path: string
  readonly spec: { readonly id: string }
  readonly supervisor: Place | undefined
}

/** A node of the tree: a worker or a supervisor. */
export type TreeNode = WorkerNode | SupervisorNode

/** A place in the tree. It outlives the processes that fill it one after the other. */
abstract class NodeBase<Spec extends ChildSpec> implements Place {
  readonly path: string
  state: NodeState = 'not started'
  generation = 0
  /** The latest process here, dead or alive. */
  process: Process | undefined
  exit: { reason: Reason, timeUs: number } | undefined

  constructor(readonly spec: Spec, readonly supervisor: SupervisorNode | undefined, protected readonly surroundings: Surroundings) {
    this.path = supervisor ? `${supervisor.path}/${spec.id}` : spec.id
  }

  /** Whether a process here traps exits. */
  protected abstract readonly trapsExits: boolean

  /** Whether a process here reacts at once to what it is sent. */
  protected abstract readonly prompt: boolean

  /** What a process here does. */
  protected abstract behaviour(self: Process): Behaviour

  /** This place at one moment. */
  abstract snapshot(): NodeSnapshot

  /** Tells of something that happened here. */
  report(happening: Happening): void {
    this.surroundings.report(this, happening)
  }

  /** Starts a process here. Its start has ended when it has an `answer` or is dead. */
  start(parent: Process | undefined): Process {
    this.state = 'starting'
    let generation = 0
    return this.surroundings.scheduler.spawn({
      id: this.spec.id,
      parent,
      trapsExits: this.trapsExits,
      prompt: this.prompt,
      behaviour: (self) => {
        this.process = self
        return this.behaviour(self)
      },
      onAnswer: (self, answer) => {
        this.#answered(self, answer)
        generation = this.generation
      },
      onExit: (self, reason) => this.#exited(self, reason, generation),
    })
  }

  /** A process here is in another state. It counts only as long as no other has taken its place. */
  enter(state: NodeState, process: Process): void {
    if (this.process === process)
      this.state = state
  }

  protected get base(): NodeSnapshotBase {
    const { spec: { id, restart, significant, shutdown }, path, state, generation, process, exit } = this
    return { id, path, state, generation, pid: process?.alive ? process.pid : undefined, restart, significant, shutdown, exit }
  }

  /** The latest process here has ended. */
  protected ended(): void {}

  #answered(self: Process, answer: StartAnswer): void {
    if (answer === 'ok') {
      this.enter('running', self)
      this.generation++
      this.report({ kind: 'started', pid: self.pid, generation: this.generation })
    }
    else {
      this.enter(answer === 'ignore' ? 'ignored' : 'stopped', self)
      this.#reportStart(self, answer === 'ignore' ? { kind: 'ignored' } : { kind: 'start-failed', reason: answer.error })
    }
  }

  #exited(self: Process, reason: Reason, generation: number): void {
    if (this.process === self) {
      this.exit = { reason, timeUs: self.nowUs }
      this.ended()
    }
    if (self.answer === 'ok') {
      this.enter(self.parent?.alive ? 'exited' : 'stopped', self)
      this.report({ kind: 'exited', reason, pid: self.pid, generation })
    }
    else if (self.answer === undefined) {
      this.enter('stopped', self)
      this.#reportStart(self, { kind: 'start-failed', reason })
    }
  }

  /** Tells how a start came out that left no process, unless whoever waited for it is dead. */
  #reportStart(self: Process, happening: Happening): void {
    if (!self.parent || self.parent.alive)
      this.report(happening)
  }
}

/** A place for a worker. */
export class WorkerNode extends NodeBase<WorkerSpec> {
  protected readonly prompt = true
  /** What its next starts answer; the last one holds for all later ones. */
  #answers: readonly StartAnswer[] = this.spec.startAnswers
  #answersGiven = 0

  /** Replaces what its next starts answer. */
  answerStarts(answers: readonly StartAnswer[]): void {
    this.#answers = answers
    this.#answersGiven = 0
  }

  override snapshot(): WorkerSnapshot {
    return { type: 'worker', ...this.base, traps: this.spec.traps }
  }

  protected get trapsExits(): boolean {
    return this.spec.traps
  }

  protected override behaviour(self: Process): Behaviour {
    const last = this.#answers.length - 1
    const answer = this.#answers[Math.min(this.#answersGiven, last)]!
    this.#answersGiven = Math.min(this.#answersGiven + 1, last)
    return work(self, this, answer)
  }
}

/** A place for a supervisor, with the places below it. */
export class SupervisorNode extends NodeBase<SupervisorSpec> {
  /** In start order. */
  readonly children: readonly TreeNode[]
  #supervision: Supervision | undefined
  protected readonly trapsExits = true
  protected readonly prompt = false

  constructor(spec: SupervisorSpec, supervisor: SupervisorNode | undefined, surroundings: Surroundings) {
    super(spec, supervisor, surroundings)
    this.children = spec.children.map(child => child.type === 'supervisor'
      ? new SupervisorNode(child, this, surroundings)
      : new WorkerNode(child, this, surroundings))
  }

  protected override ended(): void {
    // Nobody will react to them any more.
    for (const child of this.children) {
      if (child.state === 'exited' || child.state === 'restarting')
        child.state = 'stopped'
    }
  }

  override snapshot(): SupervisorSnapshot {
    const { strategy, maxRestarts, maxSeconds, autoShutdown } = this.spec
    return {
      type: 'supervisor',
      ...this.base,
      strategy,
      maxRestarts,
      maxSeconds,
      autoShutdown,
      suspended: this.process?.alive === true && this.#supervision?.suspended === true,
      gaveUp: this.#supervision?.gaveUp ?? false,
      restarts: this.#supervision?.restarts.counting(this.surroundings.scheduler.clock.nowUs) ?? [],
      children: this.children.map(child => child.snapshot()),
    }
  }

  protected override behaviour(self: Process): Behaviour {
    // One that starts anew knows nothing of its predecessor, and has its full list again.
    this.#supervision = new Supervision(self, this)
    for (const child of this.children)
      child.state = 'not started'
    return this.#supervision.run()
  }
}
