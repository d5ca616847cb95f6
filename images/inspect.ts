/**
 * Looks for what would be wrong on a projector: text too small, in a font that is not ours or that has no such glyph,
 * cut off by its box, or no mark that says that the picture is an illustration.
 *
 * Runs inside the page, so it uses nothing from outside itself and names no inner function (tsx would wrap such a one
 * in a helper that the page does not have).
 *
 * @param needsMark whether an element of class `illustration` must stand clear of the slide's caption
 * @returns one sentence a fault
 */
export function findFaults(needsMark: boolean): string[] {
  const faults: string[] = []
  const captionPixels = 64
  const mark = document.querySelector('.illustration')?.getBoundingClientRect()
  if (needsMark && !(mark && mark.width > 0 && mark.top >= 0 && mark.bottom <= innerHeight - captionPixels))
    faults.push('nothing of class "illustration" marks it, clear of the caption, as invented')

  const leastPixels = 14
  // What the latin files of @fontsource contain, as far as a screen uses it.
  const settable = /^[\u0020-\u00FF\u0131\u0152\u0153\u02C6\u02DA\u02DC\u2000-\u206F\u20AC\u2122\u2191\u2193\u2212\u2215]*$/
  const loaded = new Set([...document.fonts].filter(face => face.status === 'loaded').map(face => `${face.family.replaceAll('"', '')} ${face.weight} ${face.style}`))

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent?.trim().replaceAll(/\s+/g, ' ') ?? ''
    const element = texts.currentNode.parentElement
    // Text inside a drawing is part of the drawing.
    if (!text || !element || element.closest('svg, style, script'))
      continue
    const style = getComputedStyle(element)
    const font = `${style.fontFamily.split(',')[0]?.replaceAll('"', '')} ${style.fontWeight} ${style.fontStyle}`
    if (!loaded.has(font)) {
      faults.push(`"${text}" wants the font ${font}, which did not load`)
      // Said once, not for every text.
      loaded.add(font)
    }
    if (!settable.test(text))
      faults.push(`"${text}" has a character that the latin fonts do not contain: use an icon`)
    if (Number.parseFloat(style.fontSize) < leastPixels)
      faults.push(`"${text}" is ${style.fontSize} high, less than ${leastPixels} px`)
    if (style.display !== 'inline' && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 2) && style.overflow !== 'visible')
      faults.push(`"${text}" is cut off by its box`)
    const { right, left } = element.getBoundingClientRect()
    if (right > innerWidth || left < 0)
      faults.push(`"${text}" leaves the picture`)
  }
  return faults
}
