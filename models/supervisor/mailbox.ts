/** Something that lies in a mailbox until it is taken out. */
interface Letter<T> {
  readonly content: T
  taken: boolean
}

/**
 * What was sent to a process and not handled yet, in order of arrival. Taking out the first costs the same however much
 * waits.
 */
export class Mailbox<T> {
  #letters: Letter<T>[] = []
  #first = 0

  /** Puts something in, as the last. */
  put(content: T): void {
    this.#letters.push({ content, taken: false })
  }

  /** Whether there is one that passes. */
  has(passes: (content: T) => boolean): boolean {
    return this.#find(passes) !== undefined
  }

  /** Takes out the first one that passes, and leaves the others as they are. */
  take<Passing extends T>(passes: (content: T) => content is Passing): Passing | undefined {
    const letter = this.#find(passes)
    if (letter)
      letter.taken = true
    return letter?.content as Passing | undefined
  }

  #find(passes: (content: T) => boolean): Letter<T> | undefined {
    this.#forgetTaken()
    for (let at = this.#first; at < this.#letters.length; at++) {
      const letter = this.#letters[at]!
      if (!letter.taken && passes(letter.content))
        return letter
    }
    return undefined
  }

  #forgetTaken(): void {
    const letters = this.#letters
    while (this.#first < letters.length && letters[this.#first]!.taken)
      this.#first++
    // Now and then only, or a full mailbox would be moved for every letter.
    if (this.#first > 32 && this.#first * 2 > letters.length) {
      letters.splice(0, this.#first)
      this.#first = 0
    }
  }
}
