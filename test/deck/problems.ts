/** A mistake in the deck, said to its author. */
export interface Problem {
  /** The slide's number, from 1. */
  slide: number
  /** The slide's title. */
  title: string
  /** The offending text, and what to do about it. */
  message: string
}

/** The problems as lines to read, e.g. `slide 5 (The Challenge): no note. …`. */
export function report(problems: Problem[]): string[] {
  return problems.map(({ slide, title, message }) => `slide ${slide} (${title}): ${message}`)
}

/** A text on one line, quoted in a message: what is longer than its first words is cut. */
export function quote(text: string, length = 72): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return `"${line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line}"`
}

/** A number and what is counted: `1 click`, `4 clicks`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Names in a sentence: `` `a`, `b` ``. */
export function list(names: Iterable<string>): string {
  return [...names].map(name => `\`${name}\``).join(', ')
}
