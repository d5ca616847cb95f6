import type { TalkInfo } from '../../protocol'
import { RETRY_MS } from './patience'
import { fetchInfo, NotPaired } from './stage'

export interface TalkInForceOptions {
  /** The talk has become another one. */
  onChange: (info: TalkInfo) => void
  onNotPaired: () => void
  signal: AbortSignal
}

/**
 * The talk as the laptop has it now: slides.md is edited in mid-talk, and pictures are made while it runs. A new edition is
 * fetched behind the page, for as long as it takes, and takes the place of the old one.
 */
export class TalkInForce {
  readonly #options: TalkInForceOptions
  #info: TalkInfo
  #edition: number
  #isFetching = false

  constructor(info: TalkInfo, options: TalkInForceOptions) {
    this.#info = info
    this.#edition = info.edition
    this.#options = options
  }

  get info(): TalkInfo {
    return this.#info
  }

  /** The laptop goes by this edition. */
  goBy(edition: number): void {
    this.#edition = edition
    if (!this.#isFetching)
      void this.#fetch()
  }

  async #fetch(): Promise<void> {
    const { onChange, onNotPaired, signal } = this.#options
    this.#isFetching = true
    while (!signal.aborted && this.#info.edition !== this.#edition) {
      try {
        const fresh = await fetchInfo()
        if (signal.aborted)
          return
        this.#info = takenOver(fresh, this.#info)
        onChange(this.#info)
      }
      catch (error) {
        if (error instanceof NotPaired)
          return onNotPaired()
      }
      if (this.#info.edition !== this.#edition)
        await new Promise(resolve => setTimeout(resolve, RETRY_MS))
    }
    this.#isFetching = false
  }
}

/** The fresh talk, but with the very slides that have not changed: what is drawn of them can stay. */
function takenOver(fresh: TalkInfo, old: TalkInfo): TalkInfo {
  const slides = fresh.slides.map((slide, index) => isSame(slide, old.slides[index]) ? old.slides[index]! : slide)
  const areSame = slides.length === old.slides.length && slides.every((slide, index) => slide === old.slides[index])
  return { ...fresh, slides: areSame ? old.slides : slides }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
