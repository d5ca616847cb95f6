import type { Slide } from './deck'

export type Theme = 'light' | 'dark'

/** Where in the talk something was seen. */
export interface Place {
  slide: Slide
  click: number
  theme: Theme
}

/** What a check looks at; each has its own test, so that an author sees at once what kind of fault it is. */
export type Check = 'fit' | 'overlap' | 'size' | 'contrast' | 'console' | 'network' | 'back' | 'entry' | 'axe' | 'motion'

/** One fault. */
export interface Finding {
  check: Check
  place: Place
  /** What is wrong, as the rest of a sentence that begins with the place. */
  what: string
}

/** A fault that as many slides share is none of one slide. */
const EVERYWHERE = 4

/**
 * Writes findings out, each fault of a slide once with all clicks and themes at which it was seen:
 * `slide 7 (Scheduling 500k Jobs), clicks 2–5, dark: "jobs inserted" is 13 px, labels need 14 px`. What many slides
 * share is written once, with the slides.
 */
export function report(findings: Finding[]): string[] {
  const faults = groupBy(findings, finding => finding.what)
  const lines: { no: number, line: string }[] = []
  for (const [what, found] of faults) {
    const slides = groupBy(found, ({ place }) => place.slide)
    if (slides.size >= EVERYWHERE) {
      const numbers = new Set([...slides.keys()].map(slide => slide.no))
      lines.push({ no: 0, line: `slides ${ranges(numbers)}, ${themesOf(found).join(' and ')}: ${what}` })
      continue
    }
    for (const [slide, seen] of slides)
      lines.push({ no: slide.no, line: `slide ${slide.no} (${slide.title}), ${momentsOf(seen)}: ${what}` })
  }
  return lines.sort((a, b) => a.no - b.no).map(({ line }) => line)
}

/** `click 2, dark`; `clicks 0–3, light and dark`; `click 1, light and clicks 1–2, dark`. */
function momentsOf(found: Finding[]): string {
  const byTheme = themesOf(found).map((theme) => {
    const clicks = new Set(found.filter(({ place }) => place.theme === theme).map(({ place }) => place.click))
    return { theme, clicks: `${clicks.size === 1 ? 'click' : 'clicks'} ${ranges(clicks)}` }
  })
  return [...groupBy(byTheme, ({ clicks }) => clicks)]
    .map(([clicks, themes]) => `${clicks}, ${themes.map(({ theme }) => theme).join(' and ')}`)
    .join(' and ')
}

function themesOf(found: Finding[]): Theme[] {
  return (['light', 'dark'] as const).filter(theme => found.some(({ place }) => place.theme === theme))
}

/** `0–3, 5`. */
function ranges(numbers: Set<number>): string {
  const parts: [number, number][] = []
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = parts.at(-1)
    if (last && last[1] === number - 1)
      last[1] = number
    else
      parts.push([number, number])
  }
  return parts.map(([from, to]) => from === to ? from : `${from}–${to}`).join(', ')
}

/** What `Map.groupBy` does, which Node 20 has not. */
function groupBy<T, K>(items: T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items)
    groups.set(keyOf(item), [...groups.get(keyOf(item)) ?? [], item])
  return groups
}
