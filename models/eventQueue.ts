/**
 * A priority queue by time: the earliest comes out first, and of two at the same time the one that was put in first.
 * A binary heap, so putting in and taking out cost the logarithm of what waits.
 *
 * It is kept in three arrays side by side, two of them typed: so putting something in allocates nothing, and a time
 * stays the same kind of number however large it grows.
 */
export class EventQueue<T> {
  #times = new Float64Array(16)
  /** Which came first of two at the same time. */
  #orders = new Float64Array(16)
  #items: (T | undefined)[] = []
  #size = 0
  #order = 0

  /** How many wait. */
  get size(): number {
    return this.#size
  }

  /** When the next one is due, in microseconds; undefined when none waits. */
  get nextUs(): number | undefined {
    return this.#size > 0 ? this.#times[0] : undefined
  }

  /** Puts something in, due at `timeUs`. */
  put(timeUs: number, item: T): void {
    if (this.#size === this.#times.length)
      this.#grow()
    const times = this.#times
    const orders = this.#orders
    const items = this.#items
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      // What is put in last comes after its equals.
      if (times[parent]! <= timeUs)
        break
      times[at] = times[parent]!
      orders[at] = orders[parent]!
      items[at] = items[parent]!
      at = parent
    }
    times[at] = timeUs
    orders[at] = this.#order++
    items[at] = item
  }

  /** Takes the next one out; undefined when none waits. */
  take(): T | undefined {
    if (this.#size === 0)
      return undefined
    const first = this.#items[0]
    this.#sinkLast(--this.#size)
    return first
  }

  /** Puts the last one in its place below the root, which has just gone. */
  #sinkLast(last: number): void {
    const times = this.#times
    const orders = this.#orders
    const items = this.#items
    const timeUs = times[last]!
    const order = orders[last]!
    const item = items[last]
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= last)
        break
      const right = child + 1
      if (right < last && (times[right]! < times[child]! || (times[right] === times[child] && orders[right]! < orders[child]!)))
        child = right
      if (times[child]! > timeUs || (times[child] === timeUs && orders[child]! > order))
        break
      times[at] = times[child]!
      orders[at] = orders[child]!
      items[at] = items[child]
      at = child
    }
    times[at] = timeUs
    orders[at] = order
    items[at] = item
    // What has gone is not to be kept alive from here.
    items[last] = undefined
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2)
    const orders = new Float64Array(times.length)
    times.set(this.#times)
    orders.set(this.#orders)
    this.#times = times
    this.#orders = orders
  }
}
