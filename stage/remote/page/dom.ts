/** What an element is given when it is made: attributes, and listeners under `on…`. */
export type Attributes = Record<string, string | number | boolean | undefined | ((event: never) => void)>

/**
 * Makes an element. `true` sets an attribute without a value, `false` and `undefined` leave it out, a function listens:
 * `element('button', { class: 'tool', onclick: open }, 'Slides')`.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function')
      made.addEventListener(key.slice(2), value as unknown as EventListener)
    else
      setAttribute(made, key, value)
  }
  made.append(...children)
  return made
}

/** Sets an attribute, or takes it away; touches the page only when something changes. */
export function setAttribute(of: Element, name: string, value: string | number | boolean | undefined): void {
  const next = value === true ? '' : value === false || value === undefined ? null : String(value)
  if (of.getAttribute(name) === next)
    return
  if (next === null)
    of.removeAttribute(name)
  else
    of.setAttribute(name, next)
}

/** Writes a text; touches the page only when it is another one, so that a screen reader says each once. */
export function write(to: Element, text: string): void {
  if (to.textContent !== text)
    to.textContent = text
}

const SVG = 'http://www.w3.org/2000/svg'

/** The drawings on the buttons, as paths in a square of 24. */
const DRAWINGS = {
  next: 'M9 5l7 7-7 7',
  previous: 'M15 5l-7 7 7 7',
  slides: 'M4 5h6.500v5.500H4zM13.500 5H20v5.500h-6.500zM4 13.500h6.500V19H4zM13.500 13.500H20V19h-6.500z',
  laser: 'M4 20l7.500-7.500M14.500 12.500a3 3 0 1 0 0-.1M14.500 4v2.500M20 9.500h-2.500M19.500 4.500l-2 2',
  live: 'M3 12h4l2.500-6.500 4.500 13 2.500-6.500H21',
  timer: 'M12 9.500v4l2.500 1.500M9.500 3h5M12 6a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15z',
  blank: 'M3 5h18v11.500H3zM8.500 20.500h7M4 21L20.500 3',
  close: 'M6 6l12 12M18 6L6 18',
} as const

/** A drawing beside a word: it says nothing that the word does not. */
export function drawing(name: keyof typeof DRAWINGS): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', 'drawing')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', DRAWINGS[name])
  svg.append(path)
  return svg
}
