/** A text for a message, in quotes, cut where it gets long. */
export function quote(text: string): string {
  return `"${text.length > 48 ? `${text.slice(0, 47).trimEnd()}…` : text}"`
}

/** A length for a message: `13 px`, `0.8 px`. */
export function px(length: number): string {
  return `${Number(length.toFixed(length < 10 ? 1 : 0))} px`
}
