/** Counts over the last seconds, for a chart. */
export interface Series {
  /** What one count stands for, in microseconds. */
  bucketUs: number
  /** When the first count began; below 0 as long as the run is younger than the series is long. */
  fromUs: number
  /** Oldest first; the last one is still under way. */
  counts: number[]
}

/** Counts what happens in each tenth of a second, and remembers the last ten seconds of it: no more, however long it runs. */
export class RateSeries {
  static readonly BUCKET_US = 100_000
  static readonly BUCKETS = 100

  readonly #counts = new Float64Array(RateSeries.BUCKETS)
  /** The number of the bucket that is under way, counted from time 0. */
  #current = 0

  /** Something happens now. */
  count(nowUs: number): void {
    const current = this.#moveTo(nowUs)
    this.#counts[current % RateSeries.BUCKETS]!++
  }

  /** How many happened in the last full second: the ten buckets before the one under way. */
  lastSecond(nowUs: number): number {
    const { counts } = this.read(nowUs)
    return counts.slice(-11, -1).reduce((sum, count) => sum + count, 0)
  }

  read(nowUs: number): Series {
    const current = this.#moveTo(nowUs)
    const first = current - RateSeries.BUCKETS + 1
    const counts = Array.from({ length: RateSeries.BUCKETS }, (_, index) => this.#counts[(current + 1 + index) % RateSeries.BUCKETS]!)
    return { bucketUs: RateSeries.BUCKET_US, fromUs: first * RateSeries.BUCKET_US, counts }
  }

  #moveTo(nowUs: number): number {
    const current = Math.floor(nowUs / RateSeries.BUCKET_US)
    const passed = Math.min(current - this.#current, RateSeries.BUCKETS)
    for (let back = 0; back < passed; back++)
      this.#counts[(current - back) % RateSeries.BUCKETS] = 0
    this.#current = current
    return current
  }
}
