import type { TreeAction } from '../../components/supervision/treeLive'
import type { Round } from '../../components/supervision/treeRound'
import type { DrawnChild, DrawnSupervisor, TreeSnapshot } from '../../components/supervision/treeRun'
import type { TreeEvent, TreeReading } from './protocol'
import type { Vm } from './vm'
import * as v from 'valibot'
import { children, supervisorName } from '../../components/supervision/adminTree'
import { isCalm, noRound, treeSentence, withEvent, withKill } from '../../components/supervision/treeRound'
import { BeamEngine } from './beamEngine'
import { treeEvent, treeReading } from './protocol'

/** How long a stand-in takes to start, so that an eye can follow. */
const START_MS = 250

/**
 * Slide 19 on the BEAM: the tree is started by the very `VianetAdmin.Application.start/2` of the listing, its children are
 * killed with `Process.exit(pid, :kill)`, and OTP's own supervisor starts them again.
 */
export class TreeOnBeam extends BeamEngine<TreeSnapshot, TreeAction> {
  protected readonly stopWords = 'tree stop'
  #nowUs = 0
  #supervisor = notYetStarted()
  #round: Round = noRound
  #says: string | undefined = 'The VM is being started in this tab.'
  #snapshot: TreeSnapshot = this.#draw()

  snapshot(): TreeSnapshot {
    return this.#snapshot
  }

  act(action: TreeAction): void {
    if (action.kind === 'kill' && children.some(({ name }) => name === action.child))
      this.tell(`tree kill ${action.child}`)
    if (action.kind === 'reset')
      this.#restart()
  }

  protected async begin(vm: Vm): Promise<void> {
    if (this.deaths > 0)
      this.#says = 'The VM had died. A fresh one has taken its place, with a fresh tree.'
    this.#supervisor = notYetStarted()
    this.#round = noRound
    await vm.call(`tree start ${START_MS}`)
    void this.#follow(vm)
  }

  protected async read(vm: Vm): Promise<void> {
    const reading = v.parse(treeReading, await vm.call('tree read'))
    if (this.isCurrent(vm))
      this.#take(reading)
  }

  /** Takes in what happens, one event after the other, as long as the run is on. */
  async #follow(vm: Vm): Promise<void> {
    try {
      for (;;) {
        const events = await vm.nextEvents()
        // Whoever listens on takes the events away from the next run in the same VM.
        if (this.isOver)
          return
        // While the first read is under way it is not yet the run's VM, but already tells of it.
        events.forEach(event => this.#note(v.parse(treeEvent, event)))
      }
    }
    catch {
      // The VM has died, and what follows from that is seen to elsewhere.
    }
  }

  #restart(): void {
    this.#supervisor = notYetStarted()
    this.#round = noRound
    this.#says = undefined
    this.tell(`tree start ${START_MS}`)
  }

  #note(event: TreeEvent): void {
    // What was missed shows in the next reading.
    if (event.kind === 'dropped')
      return
    if (event.kind === 'supervisorExited') {
      this.#change({ state: 'exited', gaveUp: true, exit: { reason: 'shutdown', timeUs: event.atUs } })
    }
    else {
      const { kind, name, pid } = event
      // The VM knows nobody's intentions: who was killed from outside is dead with this reason.
      const isKill = kind === 'exited' && event.reason === 'killed'
      this.#round = isKill ? withKill(this.#round, name, isCalm(this.#supervisor)) : withEvent(this.#round, kind, name)
      // That a fresh VM has taken the place of a dead one is said until somebody kills a child of its tree.
      if (kind === 'exited')
        this.#says = undefined
      this.#changeChild(name, kind === 'started'
        ? { state: 'running', pid, generation: event.generation, exit: undefined }
        : { state: 'exited', pid: undefined, exit: { reason: isKill ? 'killed' : 'shutdown', timeUs: event.atUs } })
    }
    this.#snapshot = this.#draw()
  }

  #take({ nowUs, supervisor, maxRestarts, maxSeconds, restartsUsAgo, children: known }: TreeReading): void {
    this.#nowUs = nowUs
    this.#change({
      state: supervisor.alive ? 'running' : 'exited',
      gaveUp: !supervisor.alive,
      maxRestarts,
      maxSeconds,
      restarts: counting(restartsUsAgo, nowUs, maxSeconds),
    })
    for (const { name, pid, generation, starting } of known) {
      if (pid !== null)
        this.#changeChild(name, { state: 'running', pid, generation })
      else if (starting)
        this.#changeChild(name, { state: 'starting' })
    }
    if (this.deaths === 0)
      this.#says = undefined
    this.#snapshot = this.#draw()
  }

  #change(changes: Partial<DrawnSupervisor>): void {
    this.#supervisor = { ...this.#supervisor, ...changes }
  }

  #changeChild(name: string, changes: Partial<DrawnChild>): void {
    this.#change({ children: this.#supervisor.children.map(child => child.id === name ? { ...child, ...changes } : child) })
  }

  #draw(): TreeSnapshot {
    return {
      nowUs: this.#nowUs,
      supervisor: this.#supervisor,
      startedAgain: this.#round.killed.length > 0 ? this.#round.started : [],
      says: this.#says ?? this.#sentence(),
    }
  }

  #sentence(): string {
    const isBeginning = this.#round.killed.length === 0 && !isCalm(this.#supervisor)
    return isBeginning ? 'The children start one after the other, from top to bottom.' : treeSentence(this.#supervisor, this.#round)
  }
}

/**
 * The restarts that count now, oldest first. The supervisor's own list is only cut when it restarts again; its stamps are
 * whole seconds, and one counts until more than `maxSeconds` of these have gone by.
 */
function counting(restartsUsAgo: number[], nowUs: number, maxSeconds: number): DrawnSupervisor['restarts'] {
  return restartsUsAgo
    .map(age => ({ timeUs: nowUs - age, leavesAtUs: nowUs - age + (maxSeconds + 1) * 1e6 }))
    .filter(({ leavesAtUs }) => leavesAtUs > nowUs)
    .toReversed()
}

/** The tree of the listing before anything runs; the strategy and the intensity are those of the listing. */
function notYetStarted(): DrawnSupervisor {
  return {
    id: supervisorName,
    state: 'running',
    strategy: 'one_for_one',
    maxRestarts: 3,
    maxSeconds: 5,
    gaveUp: false,
    restarts: [],
    exit: undefined,
    children: children.map(({ name }) => ({ id: name, state: 'not started', generation: 0, pid: undefined, exit: undefined })),
  }
}
