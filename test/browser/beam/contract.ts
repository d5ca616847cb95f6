/** What `limiter read` answers. */
export interface LimiterReading {
  pid: string
  /** Messages that wait for the limiter; the most that a flood has made wait since the last reading. */
  mailbox: number
  mailboxPeak: number
  nowUs: number
  state: { rate: number, burst: number, tokens: number, last: number }
  on: boolean
  load: number
  running: number
  asleep: number
  asked: number
  granted: number
  snoozed: number
  failed: number
  accepted: number
  lost: number
  heldBack: number
  lastAnswer: 'ready' | 'not_ready' | null
}

/** What `tree read` answers. */
export interface TreeReading {
  nowUs: number
  supervisor: { pid: string | null, alive: boolean, exitReason: string | null }
  maxRestarts: number
  maxSeconds: number
  restartsUsAgo: number[]
  children: { name: string, pid: string | null, starting: boolean, generation: number, type: 'worker' | 'supervisor' }[]
}

/** What `next` answers, one after the other. */
export type StageEvent
  = | { kind: 'started', name: string, pid: string, generation: number, atUs: number }
    | { kind: 'exited', name: string, pid: string, reason: string, atUs: number }
    | { kind: 'supervisorExited', reason: string, atUs: number }
    | { kind: 'dropped', count: number }

/** What `memory` answers. */
export interface MemoryReading {
  processes: number
  atoms: number
  heapBytes: number
  binaryBytes: number
}
