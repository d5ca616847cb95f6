import type { Vm } from '../../beam/client/vm'

/** A VM of which a test says what it answers. */
export class FakeVm implements Vm {
  readonly asked: string[] = []
  polls = 0
  hasEnded = false
  endedWith: string | undefined
  readonly #answer: (words: string) => unknown
  readonly #events: unknown[][] = []
  #deliver: ((events: unknown[]) => void) | undefined
  #end = (_why: string): void => {}
  readonly ended = new Promise<string>(resolve => this.#end = resolve)

  /** @param answer what each command is answered with; what it throws is a refusal */
  constructor(answer: (words: string) => unknown) {
    this.#answer = answer
  }

  async call(words: string): Promise<unknown> {
    this.asked.push(words)
    return this.#answer(words)
  }

  cast(words: string): void {
    this.asked.push(words)
    try {
      this.#answer(words)
    }
    catch {
      // A refusal is not told.
    }
  }

  /** As in the VM there is one poll at a time: a second one ends the first. */
  async nextEvents(): Promise<unknown[]> {
    this.polls++
    this.#deliver?.([])
    this.#deliver = undefined
    return this.#events.shift() ?? new Promise(resolve => this.#deliver = resolve)
  }

  /** Lets something happen in the VM. */
  happen(...events: unknown[]): void {
    if (this.#deliver)
      this.#deliver(events)
    else
      this.#events.push(events)
    this.#deliver = undefined
  }

  end(why = 'it was ended'): void {
    this.hasEnded = true
    this.endedWith = why
    this.#end(why)
  }
}

/** Lets everything run that is due at once. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 20; round++)
    await Promise.resolve()
}
