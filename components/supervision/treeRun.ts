import type { Strategy, SupervisionTree, SupervisorSnapshot, TreeEvent } from '../../models/supervisor'
import type { TreeSettings } from './adminTree'
import { VirtualClock } from '../../models/clock'
import { startTree } from '../../models/supervisor'
import { adminTree, supervisorName } from './adminTree'

/** The tree at one moment, and what has just happened in it. Plain data. */
export interface TreeSnapshot {
  nowUs: number
  supervisor: SupervisorSnapshot
  /** Children that were started again since the last kill, in the order in which they were. */
  startedAgain: string[]
  /** What has just happened, in a sentence. */
  says: string
}

/** What happened since a child was killed while everything stood still. */
interface Round { killed: string[], stopped: string[], started: string[] }

const noRound: Round = { killed: [], stopped: [], started: [] }

/** The tree of the slide on the model, from its start on: kills go in, snapshots come out. */
export class TreeRun {
  readonly #settings: TreeSettings
  readonly #clock = new VirtualClock()
  readonly #tree: SupervisionTree
  #round = noRound

  /** Starts all children; when it returns they run. */
  constructor(settings: TreeSettings) {
    this.#settings = settings
    this.#tree = startTree(adminTree(settings), { clock: this.#clock, onEvent: event => this.#note(event) })
    this.settle()
    this.#round = noRound
  }

  advance(elapsedUs: number): void {
    this.#clock.advanceBy(elapsedUs)
  }

  /** Advances until nothing is being started or stopped any more. */
  settle(): void {
    while (this.#clock.step());
  }

  /** Kills a child; does nothing when that child does not run. */
  kill(child: string): void {
    const before = this.#round
    const { killed, ...rest } = isCalm(this.#tree.snapshot()) ? noRound : before
    // Its end is noted while it is being killed.
    this.#round = { ...rest, killed: [...killed, child] }
    if (!this.#tree.kill(child))
      this.#round = before
  }

  snapshot(): TreeSnapshot {
    const supervisor = this.#tree.snapshot()
    return {
      nowUs: this.#clock.nowUs,
      supervisor,
      startedAgain: this.#round.started,
      says: sentence(supervisor, this.#round, this.#settings),
    }
  }

  #note({ kind, id }: TreeEvent): void {
    if (id === supervisorName)
      return
    if (kind === 'started')
      this.#round = { ...this.#round, started: [...this.#round.started.filter(name => name !== id), id] }
    else if (kind === 'exited' && !this.#round.killed.includes(id))
      this.#round = { ...this.#round, stopped: [...this.#round.stopped, id] }
  }
}

/** Whether nothing is on its way: every child runs, or the supervisor has ended. */
function isCalm({ state, children }: SupervisorSnapshot): boolean {
  return state !== 'running' || children.every(child => child.state === 'running')
}

/** What follows from a death, by the strategy. */
const consequences: Record<Strategy, string> = {
  one_for_one: '',
  one_for_all: ': all the others are stopped, too, then all start again',
  rest_for_one: ': those started after it are stopped, too, then start again',
}

function sentence(supervisor: SupervisorSnapshot, { killed, stopped, started }: Round, { maxRestarts, maxSeconds }: TreeSettings): string {
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
