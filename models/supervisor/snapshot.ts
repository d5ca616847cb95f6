import type { AutoShutdown, Reason, Restart, Shutdown, Strategy } from './definition'
import type { CountingRestart } from './restartWindow'

/**
 * - `exited`: dead, and its supervisor has not reacted yet
 * - `restarting`: its start failed in a restart, and the supervisor will try again
 * - `stopped`: by or together with its supervisor; also the child that its supervisor gave up over
 * - `finished`: a transient that ended normally, and rises again when its group restarts
 * - `ignored`: its start answered so
 * - `dropped`: a temporary that its supervisor has forgotten; back when the supervisor itself starts anew
 */
export type NodeState
  = | 'not started'
    | 'starting'
    | 'running'
    | 'stopping'
    | 'exited'
    | 'restarting'
    | 'stopped'
    | 'finished'
    | 'ignored'
    | 'dropped'

/** What workers and supervisors have in common. */
export interface NodeSnapshotBase {
  id: string
  /** The ids from the top to this node, joined by slashes. */
  path: string
  state: NodeState
  /** How many times it has started; 0 is never. */
  generation: number
  /** Of the live process; unique within the tree. */
  pid: number | undefined
  restart: Restart
  significant: boolean
  shutdown: Shutdown
  /** How and when the latest process of it ended. */
  exit: { reason: Reason, timeUs: number } | undefined
}

/** A worker at one moment. */
export interface WorkerSnapshot extends NodeSnapshotBase {
  type: 'worker'
  traps: boolean
}

/** A supervisor at one moment, with all below it. Plain data. */
export interface SupervisorSnapshot extends NodeSnapshotBase {
  type: 'supervisor'
  strategy: Strategy
  maxRestarts: number
  maxSeconds: number
  autoShutdown: AutoShutdown
  suspended: boolean
  /** It ended because of too many restarts, and has not started anew. */
  gaveUp: boolean
  /** The restarts that count now, oldest first. */
  restarts: CountingRestart[]
  /** In start order, also those that are dropped. */
  children: NodeSnapshot[]
}

/** A node of the tree at one moment. */
export type NodeSnapshot = WorkerSnapshot | SupervisorSnapshot
