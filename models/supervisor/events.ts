import type { Reason } from './definition'

/** What can happen to a node of the tree. */
export type Happening
  /** Its start answered ok. */
  = | { kind: 'started', pid: number, generation: number }
  /** Its start failed: the child's supervisor tries again, or fails itself when it was just starting. */
    | { kind: 'start-failed', reason: Reason }
  /** Its start answered that it is not wanted now. */
    | { kind: 'ignored' }
  /** A worker's `terminate` begins: it ends by itself, or its supervisor asked it to (or died). */
    | { kind: 'terminating', reason: Reason, cause: 'itself' | 'supervisor', pid: number }
  /** A supervisor begins to stop its children, to end with that reason. */
    | { kind: 'stopping', reason: Reason, pid: number }
  /** It took longer to stop than its `shutdown` allows, and is killed. */
    | { kind: 'shutdown-timeout' }
    | { kind: 'exited', reason: Reason, pid: number, generation: number }
  /** Its supervisor decided to restart it; so many restarts count now, this one included. */
    | { kind: 'restart', count: number }
  /** The same once more, after its start failed. */
    | { kind: 'retry', count: number }
  /** Its restart would have been one too many: its supervisor ends. */
    | { kind: 'gave-up', count: number }
  /** It is significant, and its end is its supervisor's. */
    | { kind: 'auto-shutdown' }
  /** A transient that ended normally: it lies dormant, and rises again when its group restarts. */
    | { kind: 'finished' }
  /** A temporary that ended: its supervisor forgets it. */
    | { kind: 'dropped' }

/** One thing that happened: what, when, and to which node. */
export type TreeEvent = Happening & {
  /** Time of the clock, in microseconds. */
  timeUs: number
  /** The ids from the top to the node, joined by slashes. */
  path: string
  id: string
  /** The path of its supervisor: the one that decided, where something was decided. None for the top. */
  supervisor: string | undefined
}
