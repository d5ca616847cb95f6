import type { Strategy } from '../../models/supervisor'
import type { DrawnSupervisor } from './treeRun'

/** What happened since a child was killed while everything stood still. */
export interface Round { killed: string[], stopped: string[], started: string[] }

export const noRound: Round = { killed: [], stopped: [], started: [] }

/** Whether nothing is on its way: every child runs, or the supervisor has ended. */
export function isCalm({ state, children }: DrawnSupervisor): boolean {
  return state !== 'running' || children.every(child => child.state === 'running')
}

/** The round in which a child is being killed: a new one when everything stood still. */
export function withKill(round: Round, child: string, wasCalm: boolean): Round {
  const { killed, ...rest } = wasCalm ? noRound : round
  return { ...rest, killed: [...killed, child] }
}

/** The round after a child has started or exited. */
export function withEvent(round: Round, kind: string, child: string): Round {
  if (kind === 'started')
    return { ...round, started: [...round.started.filter(name => name !== child), child] }
  if (kind === 'exited' && !round.killed.includes(child))
    return { ...round, stopped: [...round.stopped, child] }
  return round
}

/** What follows from a death, by the strategy. */
const consequences: Record<Strategy, string> = {
  one_for_one: '',
  one_for_all: ': all the others are stopped, too, then all start again',
  rest_for_one: ': those started after it are stopped, too, then start again',
}

/** What has just happened, in a sentence. */
export function treeSentence(supervisor: DrawnSupervisor, { killed, stopped, started }: Round): string {
  const { maxRestarts, maxSeconds } = supervisor
  if (supervisor.gaveUp)
    return `Restart ${maxRestarts + 1} within ${maxSeconds} seconds is one too many: the supervisor stops the rest in reverse and exits.`
  if (killed.length === 0)
    return 'All seven run. Kill one and see what its supervisor does.'
  if (!isCalm(supervisor))
    return `${list(killed)} ${killed.length > 1 ? 'are' : 'is'} dead${consequences[supervisor.strategy]}.`
  if (stopped.length === 0)
    return `${list(killed)} ${killed.length > 1 ? 'were' : 'was'} started again; nobody else noticed.`
  return `${list(killed)} died: ${count(stopped.length)} more stopped in reverse, then ${count(started.length)} started in order.`
}

function list(names: string[]): string {
  const unique = [...new Set(names)]
  return unique.length > 1 ? `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}` : unique.join()
}

function count(number: number): string {
  return ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'all seven'][number] ?? String(number)
}
