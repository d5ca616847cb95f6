/** Where the tokens of a bucket lie, in the units of its box. */
export interface TokenGrid {
  radius: number
  /** The centre of each place, from the floor up, row by row. */
  places: { x: number, y: number }[]
}

/** Tokens beyond this size look like plates. */
const LARGEST = 40
/** Rows that are all full are worth so much of the size. */
const EVEN = 0.8

/**
 * Lays out so many tokens in a box, as large as they can be, in rows that stand on its floor.
 *
 * @param capacity how many: 1 or more
 * @param width of the box
 * @param height of the box
 */
export function tokenGrid(capacity: number, width: number, height: number): TokenGrid {
  const layouts = Array.from({ length: capacity }, (_, index) => {
    const columns = index + 1
    const size = Math.min(width / columns, height / Math.ceil(capacity / columns), LARGEST)
    return { columns, size, worth: capacity % columns === 0 ? size : size * EVEN }
  })
  const { columns, size } = layouts.reduce((best, other) => other.worth > best.worth ? other : best)
  const left = (width - columns * size) / 2
  return {
    radius: size * 0.42,
    places: Array.from({ length: capacity }, (_, place) => ({
      x: left + (place % columns + 0.5) * size,
      y: height - (Math.floor(place / columns) + 0.5) * size,
    })),
  }
}

/** Circles as one SVG path, so that fifty of them are one thing to draw. */
export function circles(places: { x: number, y: number }[], radius: number): string {
  const r = radius.toFixed(2)
  const across = (2 * radius).toFixed(2)
  return places.map(({ x, y }) => `M${(x - radius).toFixed(2)} ${y.toFixed(2)}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 -${across} 0`).join('')
}
