/** Whom a supervisor restarts when a child ends: it alone, all, or it and those started after it. */
export type Strategy = 'one_for_one' | 'one_for_all' | 'rest_for_one'

/** When a child is restarted: always, unless it ended normally, never. */
export type Restart = 'permanent' | 'transient' | 'temporary'

/** Whether the end of significant children ends their supervisor: never, the first one's, the last one's. */
export type AutoShutdown = 'never' | 'any_significant' | 'all_significant'

/** How a supervisor stops a child: killed at once, asked with a time limit, or asked and waited for. */
export type Shutdown = 'brutal_kill' | 'infinity' | { withinMs: number }

/**
 * Why a process ended. `normal`, `shutdown`, `{ shutdown: … }` and `killed` mean what they mean in OTP, any other string
 * is a crash.
 */
export type Reason = string | { shutdown: string | FailedStart }

/** Inside a supervisor's exit reason: the child whose first start failed, and why. */
export interface FailedStart {
  failedToStartChild: string
  reason: Reason
}

/** What a worker's start answers. Raising or exiting in `init` is an `error` as well, as far as a supervisor can tell. */
export type StartAnswer = 'ok' | 'ignore' | { error: Reason }

/** A worker, as a GenServer is one: `terminate` runs when it ends by itself, and when it traps exits and is shut down. */
export interface WorkerDefinition {
  /** @default 'worker' */
  type?: 'worker'
  /** Unique among its siblings; without a slash, which separates the ids of a path. */
  id: string
  /** @default 'permanent' */
  restart?: Restart
  /** Whether its end can end its supervisor, see `autoShutdown`. @default false */
  significant?: boolean
  /** @default { withinMs: 5000 } */
  shutdown?: Shutdown
  /** Whether it traps exits. @default false */
  traps?: boolean
  /** How long its `init` takes, in integer microseconds. @default 0 */
  startUs?: number
  /** How long its `terminate` takes, in integer microseconds. @default 0 */
  stopUs?: number
  /** What its first, second … start answers; the last one holds for all later starts. @default ['ok'] */
  startAnswers?: readonly StartAnswer[]
}

/** A supervisor with static children. `restart`, `significant` and `shutdown` speak to its own supervisor. */
export interface SupervisorDefinition {
  type: 'supervisor'
  /** Unique among its siblings; without a slash, which separates the ids of a path. */
  id: string
  strategy: Strategy
  /** How many restarts within `maxSeconds` it allows; one more ends it. @default 3 */
  maxRestarts?: number
  /** In whole seconds. @default 5 */
  maxSeconds?: number
  /** @default 'never' */
  autoShutdown?: AutoShutdown
  /** In start order. */
  children: readonly ChildDefinition[]
  /** @default 'permanent' */
  restart?: Restart
  /** @default false */
  significant?: boolean
  /** @default 'infinity' */
  shutdown?: Shutdown
}

/** What a supervisor can have under it. */
export type ChildDefinition = WorkerDefinition | SupervisorDefinition

/** A worker's definition with nothing left to a default. */
export type WorkerSpec = Readonly<Required<WorkerDefinition>>

/** A supervisor's definition with nothing left to a default. */
export type SupervisorSpec = Readonly<Required<Omit<SupervisorDefinition, 'children'>>> & { readonly children: readonly ChildSpec[] }

/** A child's definition with nothing left to a default. */
export type ChildSpec = WorkerSpec | SupervisorSpec

/** A definition with all defaults filled in: OTP's for a child, Elixir's (3 restarts in 5 seconds) for a supervisor. */
export function complete(definition: SupervisorDefinition): SupervisorSpec
export function complete(definition: ChildDefinition): ChildSpec
export function complete(definition: ChildDefinition): ChildSpec {
  const { id, restart = 'permanent', significant = false } = definition
  if (definition.type === 'supervisor') {
    const { type, strategy, maxRestarts = 3, maxSeconds = 5, autoShutdown = 'never', shutdown = 'infinity' } = definition
    const children = definition.children.map(child => complete(child))
    return { type, id, strategy, maxRestarts, maxSeconds, autoShutdown, children, restart, significant, shutdown }
  }
  const { shutdown = { withinMs: 5000 }, traps = false, startUs = 0, stopUs = 0, startAnswers = ['ok'] } = definition
  return { type: 'worker', id, restart, significant, shutdown, traps, startUs, stopUs, startAnswers }
}
