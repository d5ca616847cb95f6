/** A colour as `#rrggbb`. */
export type Colour = `#${string}`

/** The colour between two: `from` at share 0, `to` at share 1. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const [a, b] = [channels(from), channels(to)]
  const t = Math.min(1, Math.max(0, share))
  return `#${a.map((value, index) => hex(value + (b[index]! - value) * t)).join('')}`
}

/** A colour under more or less light: 1 leaves it, 0 is black, above 1 it bleaches towards white. */
export function lit(colour: Colour, light: number): Colour {
  return light <= 1 ? mix('#000000', colour, light) : mix(colour, '#ffffff', light - 1)
}

function channels(colour: Colour): number[] {
  return [1, 3, 5].map(start => Number.parseInt(colour.slice(start, start + 2), 16))
}

function hex(value: number): string {
  return Math.round(value).toString(16).padStart(2, '0')
}
