/** Red, green and blue from 0 to 255, alpha from 0 to 1. */
export type Rgba = [r: number, g: number, b: number, a: number]

/** Lays one colour over another that is opaque. */
export function over(top: Rgba, below: Rgba): Rgba {
  const part = (index: 0 | 1 | 2): number => top[index] * top[3] + below[index] * (1 - top[3])
  return [part(0), part(1), part(2), 1]
}

/**
 * The contrast ratio of two opaque colours, from 1 to 21.
 *
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function contrast(a: Rgba, b: Rgba): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance([r, g, b]: Rgba): number {
  const linear = (part: number): number => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/** A colour as in a stylesheet, alpha left out: `#1f1b24`. */
export function hex([r, g, b]: Rgba): string {
  return `#${[r, g, b].map(part => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}
