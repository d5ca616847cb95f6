import type { Stage } from '../server/stage'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ReachOptions {
  stage: Pick<Stage, 'listen' | 'leave'>
  port: number
  /** After how many milliseconds an address that could not be had is tried again. */
  retryMs: number
  /** How long an address is waited for that is being left: whoever is connected there is not to keep the others from the new one. @default 1000 */
  leaveMs?: number
  /** Called with a sentence for the person at the keyboard. */
  say: (sentence: string) => void
  /** Called when it answers at another address than before a move; undefined for none. */
  onMove?: (address: string | undefined) => void
}

/** Moves a server from address to address as the network changes: one move after the other, however quickly they are wanted. */
export class Reach {
  readonly #options: ReachOptions
  #wanted: string | undefined
  #answersAt: string | undefined
  #moves = Promise.resolve()
  #retry: NodeJS.Timeout | undefined
  /** What is wrong, which is not said at every try. */
  #trouble: string | undefined

  constructor(options: ReachOptions) {
    this.#options = options
  }

  /**
   * Answers at an address and no longer at the one before.
   *
   * @param address undefined for none
   * @returns when that is so, or when it has been tried
   */
  moveTo(address: string | undefined): Promise<void> {
    clearTimeout(this.#retry)
    this.#wanted = address
    this.#moves = this.#moves.then(() => this.#moveAndTell()).catch(({ message }: Error) => {
      // An address can be there for a moment before it can be used, as after sleep.
      if (this.#trouble !== message)
        this.#options.say(`${message} Trying again.`)
      this.#trouble = message
      this.#retry = setTimeout(() => void this.moveTo(this.#wanted), this.#options.retryMs)
    })
    return this.#moves
  }

  async #moveAndTell(): Promise<void> {
    const before = this.#answersAt
    try {
      await this.#move()
    }
    finally {
      if (this.#answersAt !== before)
        this.#options.onMove?.(this.#answersAt)
    }
  }

  async #move(): Promise<void> {
    const { stage, port, leaveMs = 1_000, say } = this.#options
    const wanted = this.#wanted
    if (wanted !== this.#answersAt && this.#answersAt !== undefined) {
      await Promise.race([stage.leave(this.#answersAt), sleep(leaveMs, undefined, { ref: false })])
      this.#answersAt = undefined
    }
    if (wanted !== this.#answersAt && wanted !== undefined) {
      await stage.listen(wanted, port)
      this.#answersAt = wanted
      if (this.#trouble !== undefined)
        say(`The stage answers again, at ${wanted}:${port}.`)
    }
    this.#trouble = undefined
  }
}
