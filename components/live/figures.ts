/** How often figures change that nobody can read any faster, in real time. Ten a second also leaves the browser its time. */
const FIGURES_EVERY_US = 100_000

/**
 * Figures that are read anew ten times a second, whatever else is drawn with every frame.
 *
 *     const figures = new Figures(() => ({ granted: load.granted }))
 *     figures.advance(elapsedUs)
 *     figures.shown
 */
export class Figures<T> {
  readonly #read: () => T
  #shown: T
  #ageUs = 0

  /** @param read gives the figures as they are now, as plain data */
  constructor(read: () => T) {
    this.#read = read
    this.#shown = read()
  }

  /** The figures as they are shown: the same object until they are read again. */
  get shown(): T {
    return this.#shown
  }

  /** Lets so much real time go by, in microseconds. */
  advance(elapsedUs: number): void {
    this.#ageUs += elapsedUs
    if (this.#ageUs >= FIGURES_EVERY_US)
      this.refresh()
  }

  /** Reads them now, as when somebody has worked a control and waits for what comes of it. */
  refresh(): void {
    this.#shown = this.#read()
    this.#ageUs = 0
  }
}
