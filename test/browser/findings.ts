import type { Slide } from './deck'

export type Theme = 'light' | 'dark'

/** Where in the talk something was seen. */
export interface Place {
  slide: Slide
  click: number
  theme: Theme
}

/** What a check looks at; each has its own test, so that an author sees at once what kind of fault it is. */
export type Check = 'clicks' | 'fit' | 'overlap' | 'size' | 'contrast' | 'console' | 'network' | 'back' | 'entry' | 'axe' | 'motion'

/** One fault. */
export interface Finding {
  check: Check
  place: Place
  /** What is wrong, as the rest of a sentence that begins with the place. */
  what: string
}

/**
 * Writes findings out, each fault of a slide once with all clicks and themes at which it was seen:
 * `slide 7 (Scheduling 500k Jobs), clicks 2–5, dark: "jobs inserted" is 13 px, labels need 14 px`.
 */
export function report(findings: Finding[]): string[] {
  const groups = new Map<string, { slide: Slide, what: string, clicks: Record<Theme, Set<number>> }>()
  for (const { place: { slide, click, theme }, what } of findings) {
    const key = `${slide.no} ${what}`
    const group = groups.get(key) ?? { slide, what, clicks: { light: new Set(), dark: new Set() } }
    group.clicks[theme].add(click)
    groups.set(key, group)
  }
  return [...groups.values()]
    .sort((a, b) => a.slide.no - b.slide.no)
    .map(({ slide, what, clicks }) => {
      const [light, dark] = [ranges(clicks.light), ranges(clicks.dark)]
      const when = light === dark ? `${light}, light and dark` : [[light, 'light'], [dark, 'dark']].filter(([at]) => at).map(part => part.join(', ')).join(' and ')
      return `slide ${slide.no} (${slide.title}), ${when}: ${what}`
    })
}

/** `click 2`, `clicks 0–3, 5`; empty for none. */
function ranges(clicks: Set<number>): string {
  const parts: [number, number][] = []
  for (const click of [...clicks].sort((a, b) => a - b)) {
    const last = parts.at(-1)
    if (last && last[1] === click - 1)
      last[1] = click
    else
      parts.push([click, click])
  }
  const text = parts.map(([from, to]) => from === to ? from : `${from}–${to}`).join(', ')
  return parts.length ? `${clicks.size === 1 ? 'click' : 'clicks'} ${text}` : ''
}
