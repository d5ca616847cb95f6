/** What a pool did in one stretch of time. */
export interface PoolInterval {
  /** When it ended, in microseconds. */
  endUs: number
  answered: number
  /** Share of the open connections' time that they worked on a request, 0 to 1; 0 while none was open. */
  utilisation: number
  /** From arrival to answer, waiting included: half of the requests took no longer. Null when none was answered. */
  p50Us: number | null
  /** 95 of 100 requests took no longer. */
  p95Us: number | null
}

/** Keeps book of how busy the connections to one registry are, and how long its requests take; the past is bounded. */
export class Usage {
  open = 0
  busy = 0
  #sinceUs = 0
  #openUs = 0
  #busyUs = 0
  #times = new Float64Array(256)
  #answered = 0
  readonly #intervals: PoolInterval[] = []
  readonly #intervalsKept: number

  constructor(intervalsKept: number) {
    this.#intervalsKept = intervalsKept
  }

  /** The latest stretches, the oldest first. */
  get intervals(): PoolInterval[] {
    return this.#intervals.map(interval => ({ ...interval }))
  }

  /** A connection was opened or lost, took up a request or was done with it. */
  change(nowUs: number, open: number, busy: number): void {
    this.#account(nowUs)
    this.open += open
    this.busy += busy
  }

  /** A request was answered, so long after its arrival. */
  answered(waitedUs: number): void {
    if (this.#answered === this.#times.length) {
      const longer = new Float64Array(2 * this.#times.length)
      longer.set(this.#times)
      this.#times = longer
    }
    this.#times[this.#answered++] = waitedUs
  }

  /** Ends a stretch and begins the next. */
  endInterval(nowUs: number): void {
    this.#account(nowUs)
    const times = this.#times.subarray(0, this.#answered).sort()
    this.#intervals.push({
      endUs: nowUs,
      answered: this.#answered,
      utilisation: this.#openUs === 0 ? 0 : this.#busyUs / this.#openUs,
      p50Us: percentile(times, 0.5),
      p95Us: percentile(times, 0.95),
    })
    if (this.#intervals.length > this.#intervalsKept)
      this.#intervals.shift()
    this.#openUs = 0
    this.#busyUs = 0
    this.#answered = 0
  }

  #account(nowUs: number): void {
    this.#openUs += this.open * (nowUs - this.#sinceUs)
    this.#busyUs += this.busy * (nowUs - this.#sinceUs)
    this.#sinceUs = nowUs
  }
}

/** By nearest rank: a time that really occurred. */
function percentile(ascending: Float64Array, share: number): number | null {
  return ascending[Math.ceil(share * ascending.length) - 1] ?? null
}
