import type { NodeState, Strategy } from '../../models/supervisor'
import type { DrawnSupervisor, TreeSnapshot } from './treeRun'
import { children } from './adminTree'

/** Whether a child is up, down, or on its way from one to the other. */
export type Tone = 'good' | 'bad' | 'busy' | 'over'

/** A child as it is drawn. */
export interface TreeNode {
  id: string
  purpose: string
  word: string
  tone: Tone
  generation: number
  /** Its process, as it is written; absent while there is none. */
  pid: string | undefined
  /** Whether it is one of the BEAM's. */
  isReal: boolean
  /** Its place among those started again since the last kill, from 1. */
  startedAs: number | undefined
}

/** What the room reads for each state that a child of this tree can be in. */
const words: Record<NodeState, { word: string, tone: Tone }> = {
  'not started': { word: 'not started', tone: 'over' },
  'starting': { word: 'starting', tone: 'busy' },
  'running': { word: 'running', tone: 'good' },
  'stopping': { word: 'stopping', tone: 'busy' },
  'exited': { word: 'dead', tone: 'bad' },
  'restarting': { word: 'restarting', tone: 'busy' },
  'stopped': { word: 'stopped', tone: 'over' },
  'finished': { word: 'finished', tone: 'over' },
  'ignored': { word: 'ignored', tone: 'over' },
  'dropped': { word: 'dropped', tone: 'over' },
}

/** The children of a tree as they are drawn, in start order. */
export function nodesOf({ supervisor, startedAgain }: TreeSnapshot): TreeNode[] {
  return supervisor.children.map(({ id, state, generation, pid, exit }) => {
    const place = startedAgain.indexOf(id)
    // Who was killed looks another than who was stopped on that account.
    const isKilled = state === 'stopped' && exit?.reason === 'killed'
    return {
      id,
      purpose: children.find(({ name }) => name === id)?.purpose ?? '',
      ...words[isKilled ? 'exited' : state],
      generation,
      pid: typeof pid === 'number' ? `#${pid}` : pid,
      isReal: typeof pid === 'string',
      startedAs: place < 0 ? undefined : place + 1,
    }
  })
}

/** A strategy as Elixir writes it. */
export function strategyText(strategy: Strategy): string {
  return `:${strategy}`
}

/** What has become of a supervisor that no longer runs: the reason as Elixir writes it. */
export function endOf({ state, exit }: DrawnSupervisor): string {
  const reason = typeof exit?.reason === 'string' ? `:${exit.reason}` : ''
  return state === 'stopping' ? 'stopping' : `exited, ${reason}`
}
