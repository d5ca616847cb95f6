import type { DroppedCommand } from '../../talk/commander'
import { wordsOfDrops } from '../../talk/droppedWords'

/** Something that the speaker has to be told. */
export interface Notice {
  /** What it is about: one matter is said once. */
  about: string
  words: string
}

/** What stands on the page until it is put away or is not true any more, oldest first. */
export class Notices {
  readonly #standing = new Map<string, Notice & { count: number }>()
  readonly #facts = new Set<string>()

  get list(): readonly Notice[] {
    return [...this.#standing.values()]
  }

  /** Says a sentence. */
  say(words: string): void {
    this.#standing.set(words, { about: words, words, count: 1 })
  }

  /** Says a sentence from when it becomes true until it is not: one that was put away is not said again in between. */
  whether(sentence: string, isTrue: boolean): void {
    if (isTrue === this.#facts.has(sentence))
      return
    if (isTrue) {
      this.#facts.add(sentence)
      this.say(sentence)
    }
    else {
      this.#facts.delete(sentence)
      this.putAway(sentence)
    }
  }

  /** Says how many taps were not carried out, those of one reason together for as long as the sentence stands. */
  count(dropped: readonly DroppedCommand[]): void {
    for (const { why } of dropped) {
      const count = (this.#standing.get(why)?.count ?? 0) + 1
      this.#standing.set(why, { about: why, words: wordsOfDrops(why, count), count })
    }
  }

  putAway(about: string): void {
    this.#standing.delete(about)
  }
}
