/** Something that is to happen at a time. */
interface Entry<T> {
  timeUs: number
  /** Which came first of two at the same time. */
  order: number
  item: T
}

/**
 * A priority queue by time: the earliest comes out first, and of two at the same time the one that was put in first.
 * A binary heap, so putting in and taking out cost the logarithm of what waits.
 */
export class EventQueue<T> {
  #heap: Entry<T>[] = []
  #order = 0

  /** How many wait. */
  get size(): number {
    return this.#heap.length
  }

  /** When the next one is due, in microseconds; undefined when none waits. */
  get nextUs(): number | undefined {
    return this.#heap[0]?.timeUs
  }

  /** Puts something in, due at `timeUs`. */
  put(timeUs: number, item: T): void {
    const heap = this.#heap
    const entry = { timeUs, order: this.#order++, item }
    let at = heap.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(entry, heap[parent]!))
        break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = entry
  }

  /** Takes the next one out; undefined when none waits. */
  take(): T | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0)
      return first?.item
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length)
        break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!))
        child++
      if (!isBefore(heap[child]!, last))
        break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return first.item
  }
}

function isBefore<T>(one: Entry<T>, other: Entry<T>): boolean {
  return one.timeUs < other.timeUs || (one.timeUs === other.timeUs && one.order < other.order)
}
