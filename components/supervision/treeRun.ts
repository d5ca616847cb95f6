import type { SupervisionTree, SupervisorSnapshot, TreeEvent, WorkerSnapshot } from '../../models/supervisor'
import type { TreeSettings } from './adminTree'
import { VirtualClock } from '../../models/clock'
import { startTree } from '../../models/supervisor'
import { adminTree, supervisorName } from './adminTree'
import { isCalm, noRound, treeSentence, withEvent, withKill } from './treeRound'

/** A child as far as it is drawn. The model counts its processes; the BEAM's have names like `<0.7.0>`. */
export interface DrawnChild extends Pick<WorkerSnapshot, 'id' | 'state' | 'generation' | 'exit'> {
  pid: number | string | undefined
}

/** A supervisor as far as it is drawn. */
export interface DrawnSupervisor extends Pick<SupervisorSnapshot, 'id' | 'state' | 'strategy' | 'maxRestarts' | 'maxSeconds' | 'gaveUp' | 'restarts' | 'exit'> {
  /** In start order. */
  children: DrawnChild[]
}

/** The tree at one moment, and what has just happened in it. Plain data. */
export interface TreeSnapshot {
  nowUs: number
  supervisor: DrawnSupervisor
  /** Children that were started again since the last kill, in the order in which they were. */
  startedAgain: string[]
  /** What has just happened, in a sentence. */
  says: string
}

/** The tree of the slide on the model, from its start on: kills go in, snapshots come out. */
export class TreeRun {
  readonly #clock = new VirtualClock()
  readonly #tree: SupervisionTree
  #round = noRound

  /** Starts all children; when it returns they run. */
  constructor(settings: TreeSettings) {
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
    // Its end is noted while it is being killed.
    this.#round = withKill(before, child, isCalm(this.#tree.snapshot()))
    if (!this.#tree.kill(child))
      this.#round = before
  }

  snapshot(): TreeSnapshot {
    const supervisor = this.#tree.snapshot()
    return {
      nowUs: this.#clock.nowUs,
      supervisor,
      startedAgain: this.#round.started,
      says: treeSentence(supervisor, this.#round),
    }
  }

  #note({ kind, id }: TreeEvent): void {
    if (id !== supervisorName)
      this.#round = withEvent(this.#round, kind, id)
  }
}
