import type { ChildSpec, FailedStart, Reason } from './definition'
import type { Happening } from './events'
import type { SupervisorNode, TreeNode } from './node'
import type { Behaviour, Message, Process, Steps } from './process'
import type { NodeState } from './snapshot'
import { RestartWindow } from './restartWindow'

/** Whether a supervisor lives on after what it did. */
type Verdict = 'goes on' | 'shuts down'

/** A supervisor's own entry for one of its children. */
class Child {
  /** The process, or that its restart failed and is to be tried again, or nothing, when it is not to run. */
  listed: Process | 'restarting' | undefined
  /** Forgotten: a temporary child that ended. */
  dropped = false

  constructor(readonly node: TreeNode, readonly supervision: Supervision) {}

  get spec(): ChildSpec {
    return this.node.spec
  }

  get id(): string {
    return this.node.spec.id
  }

  report(happening: Happening): void {
    this.node.report(happening)
  }

  /** Notes that no process is to run, for now. */
  unlist(): void {
    this.listed = undefined
    if (this.node.state === 'exited' || this.node.state === 'restarting')
      this.#enter('stopped')
  }

  /** It failed to start when it was to be restarted. */
  failRestart(): void {
    this.listed = 'restarting'
    this.#enter('restarting')
  }

  /** It ended as it should: it lies dormant. */
  finish(): void {
    this.listed = undefined
    this.#enter('finished')
    this.report({ kind: 'finished' })
  }

  drop(): void {
    this.listed = undefined
    this.dropped = true
    this.#enter('dropped')
    this.report({ kind: 'dropped' })
  }

  #enter(state: NodeState): void {
    // One that was orphaned may still clean up when its successor runs.
    if (this.supervision.isLatest)
      this.node.state = state
  }
}

/**
 * What a supervisor process does and knows. The rules are those of OTP 25's `supervisor` (and the gen_server it is), for
 * static children: https://www.erlang.org/doc/apps/stdlib/supervisor.html and the design principles,
 * https://www.erlang.org/doc/system/sup_princ.html
 */
export class Supervision {
  readonly restarts: RestartWindow
  suspended = false
  gaveUp = false
  readonly #self: Process
  readonly #node: SupervisorNode
  readonly #children: readonly Child[]
  readonly #childById: ReadonlyMap<string, Child>

  constructor(self: Process, node: SupervisorNode) {
    this.#self = self
    this.#node = node
    this.restarts = new RestartWindow(node.spec.maxSeconds)
    this.#children = node.children.map(child => new Child(child, this))
    this.#childById = new Map(this.#children.map(child => [child.id, child]))
  }

  /** Whether no other process has taken this one's place. */
  get isLatest(): boolean {
    return this.#node.process === this.#self
  }

  * run(): Behaviour {
    const failure = yield* this.#start(this.#children)
    if (failure) {
      yield* this.#stop(this.#children)
      const reason = { shutdown: failure }
      this.#self.answerStart({ error: reason })
      return reason
    }
    this.#self.answerStart('ok')
    const reason = yield* this.#serve()
    this.#node.enter('stopping', this.#self)
    this.#node.report({ kind: 'stopping', reason, pid: this.#self.pid })
    yield* this.#stop(this.#children)
    return reason
  }

  /** Handles one message after the other; answers why it comes to an end. */
  * #serve(): Steps<Reason> {
    for (;;) {
      const message = yield* this.#self.receive(this.suspended ? reachesSuspended : reachesAny)
      if (message.kind === 'end')
        return message.reason
      if (message.kind === 'suspend' || message.kind === 'resume')
        this.suspended = message.kind === 'suspend'
      else if ((yield* this.#handle(message)) === 'shuts down')
        return 'shutdown'
    }
  }

  * #handle(message: Extract<Message, { kind: 'child ended' | 'try again' }>): Steps<Verdict> {
    if (message.kind === 'try again') {
      const child = this.#childById.get(message.childId)!
      // Since its start failed another child's restart may have brought it back.
      return child.listed === 'restarting' ? yield* this.#restart(child) : 'goes on'
    }
    const child = this.#childById.get(message.child.options.id)!
    // Whom it has stopped itself, or found dead when it was about to, it no longer lists.
    return child.listed === message.child ? yield* this.#childEnded(child, message.reason) : 'goes on'
  }

  * #childEnded(child: Child, reason: Reason): Steps<Verdict> {
    const { restart } = child.spec
    if (restart === 'permanent' || (restart === 'transient' && !isNormal(reason)))
      return yield* this.#restart(child)
    if (restart === 'temporary')
      child.drop()
    else
      child.finish()
    return this.#endsWith(child) ? 'shuts down' : 'goes on'
  }

  /** Whether the end of a child that is not restarted ends its supervisor. */
  #endsWith(child: Child): boolean {
    const { autoShutdown } = this.#node.spec
    if (autoShutdown === 'never' || !child.spec.significant)
      return false
    // One whose restart is still to be tried again counts as running.
    if (autoShutdown === 'all_significant' && this.#children.some(other => other.spec.significant && other.listed))
      return false
    child.report({ kind: 'auto-shutdown' })
    return true
  }

  /** Decides on a restart: counts it first, then acts, and tries again later when that fails. */
  * #restart(child: Child): Steps<Verdict> {
    const kind = child.listed === 'restarting' ? 'retry' : 'restart'
    const count = this.restarts.add(this.#self.nowUs)
    if (count > this.#node.spec.maxRestarts) {
      child.unlist()
      this.gaveUp = true
      child.report({ kind: 'gave-up', count })
      return 'shuts down'
    }
    child.report({ kind, count })
    const failure = yield* this.#restartGroup(child)
    if (failure) {
      this.#childById.get(failure.failedToStartChild)!.failRestart()
      // To the end of its own mailbox: what has come in meanwhile is handled first.
      this.#self.send({ kind: 'try again', childId: failure.failedToStartChild })
    }
    return 'goes on'
  }

  * #restartGroup(child: Child): Steps<FailedStart | undefined> {
    const { strategy } = this.#node.spec
    if (strategy === 'one_for_one')
      return yield* this.#start([child])
    const group = strategy === 'one_for_all' ? this.#children : this.#children.slice(this.#children.indexOf(child))
    child.unlist()
    yield* this.#stop(group)
    for (const member of group) {
      if (member.spec.restart === 'temporary' && !member.dropped)
        member.drop()
    }
    return yield* this.#start(group)
  }

  /** Starts children in order, up to the first that fails. */
  * #start(children: readonly Child[]): Steps<FailedStart | undefined> {
    for (const child of children) {
      if (child.dropped)
        continue
      const process = child.node.start(this.#self)
      yield* this.#self.until(() => process.answer !== undefined || !process.alive)
      const answer = process.answer ?? { error: child.node.exit!.reason }
      if (typeof answer === 'object')
        return { failedToStartChild: child.id, reason: answer.error }
      child.listed = answer === 'ok' ? process : undefined
      if (answer === 'ignore' && child.spec.restart === 'temporary')
        child.drop()
    }
    return undefined
  }

  /** Stops children in reverse order, each when the one after it is gone. */
  * #stop(children: readonly Child[]): Steps {
    for (const child of children.toReversed()) {
      if (typeof child.listed === 'object')
        yield* this.#stopOne(child, child.listed)
      child.unlist()
    }
  }

  * #stopOne(child: Child, process: Process): Steps {
    const { shutdown } = child.spec
    if (shutdown === 'brutal_kill') {
      process.signal('kill')
    }
    else {
      process.signalFromParent('shutdown')
      const timeoutUs = shutdown === 'infinity' ? undefined : shutdown.withinMs * 1000
      if (!(yield* this.#self.until(() => !process.alive, timeoutUs))) {
        child.report({ kind: 'shutdown-timeout' })
        process.signal('kill')
      }
    }
  }
}

/** Whether a transient child that ends so is left alone. */
function isNormal(reason: Reason): boolean {
  return reason === 'normal' || reason === 'shutdown' || typeof reason === 'object'
}

function reachesAny(_message: Message): _message is Message {
  return true
}

/** A suspended process still obeys its supervisor and whoever administers it. */
function reachesSuspended(message: Message): message is Extract<Message, { kind: 'end' | 'suspend' | 'resume' }> {
  return message.kind === 'end' || message.kind === 'suspend' || message.kind === 'resume'
}
