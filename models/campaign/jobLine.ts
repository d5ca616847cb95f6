import type { Job } from './jobQueue'

/** Jobs that stand in line, first come first served. A job stands in one line at most. */
export class JobLine {
  #first: Job | undefined
  #last: Job | undefined

  /** Goes to the end of the line. */
  join(job: Job): void {
    job.behind = undefined
    if (this.#last)
      this.#last.behind = job
    else
      this.#first = job
    this.#last = job
  }

  /** The first one leaves the line; undefined when nobody stands in it. */
  leave(): Job | undefined {
    const job = this.#first
    if (!job)
      return undefined
    this.#first = job.behind
    if (!this.#first)
      this.#last = undefined
    job.behind = undefined
    return job
  }
}
