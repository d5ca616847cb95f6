import type { Engine } from '../../components/live/engine'
import type { Vm } from './vm'
import { VmProblem } from './problem'

/** What an engine needs of the page. */
export interface EngineSurroundings {
  /** A VM that runs: the page's one. */
  vm: () => Promise<Vm>
  /** Is told, in one sentence, why the run cannot begin or go on; then the engine is dead. */
  onFailed: (why: string) => void
}

/** How often the VM is asked how things stand, in real time. */
const READ_EVERY_US = 50_000
/** A VM that dies more often than this within a run is not started again. */
const MOST_DEATHS = 3

/**
 * A panel's run on the BEAM. What is drawn is what the VM has said last; nothing is computed here. When the VM dies, a
 * fresh one takes its place, and the run begins anew on it.
 */
export abstract class BeamEngine<Snapshot, Action> implements Engine<Snapshot, Action> {
  readonly #surroundings: EngineSurroundings
  #vm: Vm | undefined
  #isReading = false
  #sinceReadUs = 0
  #deaths = 0
  #isOver = false

  constructor(surroundings: EngineSurroundings) {
    this.#surroundings = surroundings
    // After the constructor of the engine itself.
    queueMicrotask(() => void this.#begin())
  }

  abstract snapshot(): Snapshot
  abstract act(action: Action): void

  /** Starts the panel's system in a VM; the first time, or anew because the VM before has died. */
  protected abstract begin(vm: Vm): Promise<void>
  /** Asks how things stand. */
  protected abstract read(vm: Vm): Promise<void>
  /** What has to be said at the end, so that nothing goes on in the VM. */
  protected abstract readonly stopWords: string

  /** How many VMs have died under this run. */
  protected get deaths(): number {
    return this.#deaths
  }

  advance(elapsedUs: number): void {
    this.#sinceReadUs += elapsedUs
    if (this.#vm && !this.#isReading && this.#sinceReadUs >= READ_EVERY_US) {
      this.#sinceReadUs = 0
      void this.#read(this.#vm)
    }
  }

  stop(): void {
    this.#isOver = true
    this.#vm?.cast(this.stopWords)
    this.#vm = undefined
  }

  /** Tells the VM to do something; without one there is nothing to do. */
  protected tell(words: string): void {
    const vm = this.#vm
    if (!vm)
      return
    // Nothing is answered: what came of it shows in the readings, the first of which is asked for at once.
    vm.cast(words)
    void this.#read(vm)
  }

  /** Whether the run is over: nothing more is to be heard or drawn. */
  protected get isOver(): boolean {
    return this.#isOver
  }

  /** Whether this VM still is the run's. */
  protected isCurrent(vm: Vm): boolean {
    return this.#vm === vm
  }

  async #begin(): Promise<void> {
    try {
      const vm = await this.#surroundings.vm()
      if (this.#isOver)
        return
      await this.begin(vm)
      this.#vm = vm
      void vm.ended.then(() => this.#onDeath(vm))
      await this.#read(vm)
    }
    catch (error) {
      this.#fail(error)
    }
  }

  async #read(vm: Vm): Promise<void> {
    if (this.#isReading)
      return
    this.#isReading = true
    try {
      await this.read(vm)
    }
    catch (error) {
      // What does not answer, or answers nonsense, is of no use any more: a fresh one is.
      vm.end(error instanceof Error ? error.message : String(error))
    }
    finally {
      this.#isReading = false
    }
  }

  #onDeath(vm: Vm): void {
    if (this.#isOver || !this.isCurrent(vm))
      return
    this.#vm = undefined
    this.#deaths++
    if (this.#deaths < MOST_DEATHS)
      void this.#begin()
    else
      this.#fail(new VmProblem(`The VM has died ${MOST_DEATHS} times: the run goes on on the model.`))
  }

  #fail(error: unknown): void {
    if (this.#isOver)
      return
    this.#isOver = true
    this.#surroundings.onFailed(error instanceof VmProblem ? error.message : `The VM failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}
