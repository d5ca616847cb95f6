import type { Stage } from '../server/stage'

export interface ReachOptions {
  stage: Pick<Stage, 'listen' | 'leave'>
  port: number
  /** After how many milliseconds an address that could not be had is tried again. */
  retryMs: number
  /** Called with a sentence for the person at the keyboard. */
  say: (sentence: string) => void
}

/** Moves a server from address to address as the network changes: one move after the other, however quickly they are wanted. */
export class Reach {
  readonly #options: ReachOptions
  #wanted: string | undefined
  #answersAt: string | undefined
  #moves = Promise.resolve()
  #retry: NodeJS.Timeout | undefined
  /** What is wrong, which is not said at every try. */
  #said: string | undefined

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
    this.#moves = this.#moves.then(() => this.#move()).catch((error: Error) => {
      // An address can be there for a moment before it can be used, as after sleep.
      if (this.#said !== error.message)
        this.#options.say(error.message)
      this.#said = error.message
      this.#retry = setTimeout(() => void this.moveTo(this.#wanted), this.#options.retryMs)
    })
    return this.#moves
  }

  async #move(): Promise<void> {
    const { stage, port } = this.#options
    const wanted = this.#wanted
    if (wanted === this.#answersAt)
      return
    if (this.#answersAt !== undefined)
      await stage.leave(this.#answersAt)
    this.#answersAt = undefined
    if (wanted !== undefined) {
      await stage.listen(wanted, port)
      this.#answersAt = wanted
      this.#said = undefined
    }
  }
}
