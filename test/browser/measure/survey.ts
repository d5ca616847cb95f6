import type { Page } from 'playwright-chromium'
import type { Rgba } from './colour'

/** A rectangle in canvas pixels (1280 x 720), whatever size the canvas is shown at. */
export interface Rect {
  left: number
  top: number
  right: number
  bottom: number
}

/**
 * What a text is, which decides how large and how clear it has to be:
 * - `code`: plain text of a lit line of a listing
 * - `token`: coloured by the highlighter
 * - `dimmed`: in a line that the current step does not light
 * - `label`: lettering of a drawing, its caption, the running foot (LABELS below)
 * - `body`: everything else
 */
export type TextKind = 'body' | 'code' | 'token' | 'dimmed' | 'label'

/** One line of one text node as the reader sees it. */
export interface TextRun {
  text: string
  kind: TextKind
  /** Index of its element in `boxes`. */
  box: number
  /** Where its letters are: as wide as the line, as high as the ink; absent for text that CSS generates. */
  ink?: Rect
  /** Font size in canvas pixels, transforms included. */
  size: number
  /** Its own colour, its alpha times the opacity of everything it is in. */
  ownColour: Rgba
  /** What is seen of it and of what is behind it, by the backgrounds of what it is in. */
  foreground: Rgba
  background: Rgba
  /** Whether more than the backgrounds of its ancestors lies behind it, so that only the pixels know. */
  overArt: boolean
  /** An element that lies over it. */
  coveredBy?: string
}

/** An element of the slide that can be seen. */
export interface Box {
  /** A short selector for messages. */
  name: string
  rect: Rect
  /** The part of it that clips what is in it: inside the border. */
  inside: Rect
  /** Index of the parent in `boxes`; absent for the outermost. */
  parent?: number
  /** Has a background, a border or a picture. */
  painted: boolean
  /** Has a background or a border all around: the eye sees a box. */
  framed: boolean
  /** Its overflow is cut off or scrolls. */
  clips: boolean
  /** What it holds beyond its own size, while it clips. */
  hidden: { x: number, y: number }
  inline: boolean
  /** Taken out of the flow. */
  floating: boolean
  /** In a drawing for the eye alone: an `aria-hidden` SVG. */
  decorative: boolean
  /** A shape in an SVG. */
  shape: boolean
  /** In the running foot. */
  foot: boolean
}

export interface Survey {
  /** The number of the slide that is shown. */
  no: number
  canvas: Rect
  boxes: Box[]
  texts: TextRun[]
}

/** Elements whose text is a label rather than body text. */
const LABELS = 'figure, .figure, .pipeline, .fold, .foot, .live-bar, .over-picture'

/** Reads what can be seen of the slide that a page shows. */
export async function readSurvey(page: Page): Promise<Survey> {
  // As one string: Playwright takes its time over every value of an object.
  return JSON.parse(await page.evaluate<string>(`JSON.stringify((${survey})(${JSON.stringify(LABELS)}))`))
}

/**
 * Reads what can be seen of the slide that is shown. Runs inside the page, sent over as text: it contains all it uses.
 *
 * @param labels selector of the elements whose text counts as label
 */
function survey(labels: string): Survey {
  const content = document.querySelector<HTMLElement>('#slide-content')!
  const slide = [...content.querySelectorAll<HTMLElement>('.slidev-page')].find(page => page.checkVisibility())
  if (!slide)
    throw new Error('No slide is shown.')
  const origin = content.getBoundingClientRect()
  const scale = origin.width / content.offsetWidth

  const styles = new Map<Element, CSSStyleDeclaration>()
  const styleOf = (element: Element): CSSStyleDeclaration => {
    let style = styles.get(element)
    if (!style)
      styles.set(element, style = getComputedStyle(element))
    return style
  }

  const toCanvas = (box: { left: number, top: number, right: number, bottom: number }): Rect => ({
    left: (box.left - origin.left) / scale,
    top: (box.top - origin.top) / scale,
    right: (box.right - origin.left) / scale,
    bottom: (box.bottom - origin.top) / scale,
  })

  // Colours: whatever notation the browser computes, a pixel painted with it tells its parts.
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  const colours = new Map<string, Rgba>()
  const colourOf = (text: string): Rgba => {
    const known = colours.get(text)
    if (known)
      return known
    pixel.clearRect(0, 0, 1, 1)
    pixel.fillStyle = text
    pixel.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data
    const colour: Rgba = [r!, g!, b!, a! / 255]
    colours.set(text, colour)
    return colour
  }

  const chains = new Map<Element, Element[]>()
  /** An element and everything around it, the outermost first. */
  const chainOf = (element: Element): Element[] => {
    let chain = chains.get(element)
    if (!chain)
      chains.set(element, chain = [...element.parentElement ? chainOf(element.parentElement) : [], element])
    return chain
  }

  const opacities = new Map<Element, number>()
  const opacityOf = (element: Element): number => {
    let opacity = opacities.get(element)
    if (opacity === undefined)
      opacities.set(element, opacity = Number(styleOf(element).opacity) * (element.parentElement ? opacityOf(element.parentElement) : 1))
    return opacity
  }

  /** Kept for screen readers, or cut down to nothing. */
  const isCutAway = (element: Element): boolean => {
    for (let at: Element | null = element; at && at !== slide; at = at.parentElement) {
      const style = styleOf(at)
      if (/inset\((?:50|100)%/.test(style.clipPath) || /rect\((?:0|1)(?:px)?[, ]/.test(style.clip))
        return true
    }
    return false
  }

  const seen = new Map<Element, boolean>()
  const isSeen = (element: Element): boolean => {
    let answer = seen.get(element)
    if (answer === undefined) {
      answer = element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && opacityOf(element) > 0.001 && !isCutAway(element)
      seen.set(element, answer)
    }
    return answer
  }

  const nameOf = (element: Element): string => {
    const own = (at: Element): string => {
      const classes = [...at.classList].filter(name => !/^(?:slidev-vclick|v-|line$)/.test(name)).slice(0, 2)
      return classes.length ? `${at.localName === 'div' || at.localName === 'span' ? '' : at.localName}.${classes.join('.')}` : at.localName
    }
    const names: string[] = []
    for (let at: Element | null = element; at && at !== slide && names.length < 3; at = at.parentElement)
      names.unshift(own(at))
    return names.join(' > ')
  }

  /** How much larger an element is drawn than its style says, the scale of the canvas left out. */
  const magnification = (element: Element): number => {
    if (element instanceof SVGGraphicsElement) {
      const matrix = element.getScreenCTM()
      return matrix ? Math.hypot(matrix.b, matrix.d) / scale : 1
    }
    let factor = 1
    for (let at: Element | null = element; at && at !== content; at = at.parentElement) {
      const { transform, scale: scaled, zoom } = styleOf(at)
      if (transform !== 'none') {
        const matrix = new DOMMatrix(transform)
        factor *= Math.hypot(matrix.c, matrix.d)
      }
      if (scaled !== 'none')
        factor *= Number(scaled.split(' ').at(1) ?? scaled.split(' ')[0])
      factor *= Number(zoom || 1)
    }
    return factor
  }

  const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const
  const isVisibleColour = (text: string): boolean => colourOf(text)[3] > 0.01

  const hasBorder = (style: CSSStyleDeclaration, side: typeof SIDES[number]): boolean =>
    Number.parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== 'none' && isVisibleColour(style[`border${side}Color`])

  const isPainted = (element: Element, style: CSSStyleDeclaration): boolean => {
    if (element instanceof SVGElement && !(element instanceof SVGSVGElement))
      return (style.fill !== 'none' && isVisibleColour(style.fill)) || (style.stroke !== 'none' && isVisibleColour(style.stroke))
    if (element.matches('img, video, canvas, iframe, input, select, textarea, progress, meter'))
      return true
    if (isVisibleColour(style.backgroundColor) || style.backgroundImage !== 'none')
      return true
    return SIDES.some(side => hasBorder(style, side))
  }

  // Boxes
  const indexOf = new Map<Element, number>()
  const boxes: Box[] = []
  const elements = [slide, ...slide.querySelectorAll('*')].filter((element) => {
    return isSeen(element) && !element.closest('defs, symbol, clipPath, mask, marker') && !['BR', 'STYLE', 'SCRIPT'].includes(element.tagName)
  })
  for (const element of elements) {
    const style = styleOf(element)
    if (style.display === 'contents')
      continue
    const isShape = element instanceof SVGElement && !(element instanceof SVGSVGElement)
    const outer = element.getBoundingClientRect()
    const clips = !isShape && style.display !== 'inline' && (style.overflowX !== 'visible' || style.overflowY !== 'visible')
    const rect = toCanvas(outer)
    const border = (side: typeof SIDES[number]): number => isShape ? 0 : Number.parseFloat(style[`border${side}Width`]) || 0
    let parent = element.parentElement
    while (parent && parent !== content && !indexOf.has(parent))
      parent = parent.parentElement
    indexOf.set(element, boxes.length)
    boxes.push({
      name: nameOf(element) || 'slide',
      rect,
      inside: {
        left: rect.left + border('Left'),
        top: rect.top + border('Top'),
        right: rect.right - border('Right'),
        bottom: rect.bottom - border('Bottom'),
      },
      parent: parent ? indexOf.get(parent) : undefined,
      painted: outer.width > 0 && outer.height > 0 && isPainted(element, style),
      framed: !isShape && (isVisibleColour(style.backgroundColor) || style.backgroundImage !== 'none' || SIDES.every(side => hasBorder(style, side))),
      clips,
      hidden: clips && element instanceof HTMLElement
        ? { x: element.scrollWidth - element.clientWidth, y: element.scrollHeight - element.clientHeight }
        : { x: 0, y: 0 },
      inline: style.display === 'inline',
      floating: style.position === 'absolute' || style.position === 'fixed',
      decorative: element.closest('svg[aria-hidden="true"]') !== null,
      shape: isShape,
      foot: element.closest('.foot') !== null,
    })
  }

  // Contrast
  const over = (top: Rgba, below: Rgba): Rgba => {
    const alpha = top[3]
    return [0, 1, 2].map(part => top[part]! * alpha + below[part]! * (1 - alpha)).concat(1) as Rgba
  }
  const mix = (share: number, a: Rgba, b: Rgba): Rgba => over([a[0], a[1], a[2], share], b)

  /** Paints the backgrounds of a chain of elements, then the ink, as the browser does: each opacity fades its group. */
  const paint = (chain: Element[], ink: Rgba, backdrop: Rgba): { foreground: Rgba, background: Rgba } => {
    const [element, ...inner] = chain
    if (!element)
      return { foreground: over(ink, backdrop), background: backdrop }
    const style = styleOf(element)
    const filled = element instanceof SVGElement ? backdrop : over(colourOf(style.backgroundColor), backdrop)
    const within = paint(inner, ink, filled)
    const opacity = Number(style.opacity)
    return opacity === 1
      ? within
      : { foreground: mix(opacity, within.foreground, backdrop), background: mix(opacity, within.background, backdrop) }
  }

  const intersects = (a: Rect, b: Rect, by = 1): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > by && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by

  /** Where a pseudo-element with a background lies, as far as its style tells. */
  const pseudoRect = (element: Element, name: string): Rect | undefined => {
    const pseudo = getComputedStyle(element, name)
    if (pseudo.content === 'none' || pseudo.display === 'none' || (!isVisibleColour(pseudo.backgroundColor) && pseudo.backgroundImage === 'none'))
      return undefined
    if (pseudo.position !== 'absolute' || styleOf(element).position === 'static')
      return undefined
    const outer = element.getBoundingClientRect()
    const left = outer.left + element.clientLeft + Number.parseFloat(pseudo.left)
    const top = outer.top + element.clientTop + Number.parseFloat(pseudo.top)
    return toCanvas({ left, top, right: left + Number.parseFloat(pseudo.width), bottom: top + Number.parseFloat(pseudo.height) })
  }

  /** What can lie behind a text besides the backgrounds of its ancestors, and where. */
  const scenery: { rect: Rect, of: Element, around: boolean }[] = []
  for (const [element, index] of indexOf) {
    const { painted, shape, rect } = boxes[index]!
    if ((painted && !shape) || element instanceof SVGSVGElement)
      scenery.push({ rect, of: element, around: false })
  }
  for (const element of new Set(elements.flatMap(chainOf))) {
    for (const name of ['::before', '::after']) {
      const rect = pseudoRect(element, name)
      if (rect)
        scenery.push({ rect, of: element, around: true })
    }
  }

  /** Elements whose looks are more than a plain background. */
  const isFancy = (element: Element): boolean => {
    const style = styleOf(element)
    return style.backgroundImage !== 'none' || style.filter !== 'none' || style.mixBlendMode !== 'normal'
  }

  /** Whether something other than plain backgrounds of ancestors lies behind a text. */
  const isOverArt = (element: Element, ink: Rect): boolean =>
    element instanceof SVGElement
    || chainOf(element).some(isFancy)
    || scenery.some(({ rect, of, around }) => intersects(rect, ink) && (around || !(of.contains(element) || element.contains(of))))

  /** What lies over a text: the painted elements that a pointer would meet before it. */
  const coverOf = (element: Element, ink: Rect): string | undefined => {
    const y = ((ink.top + ink.bottom) / 2) * scale + origin.top
    for (const share of [0.1, 0.5, 0.9]) {
      const x = (ink.left + (ink.right - ink.left) * share) * scale + origin.left
      const top = document.elementFromPoint(x, y)
      if (top === element || top?.contains(element))
        continue
      for (const met of document.elementsFromPoint(x, y)) {
        if (met === element || met.contains(element) || !slide.contains(met))
          break
        const index = indexOf.get(met)
        if (index === undefined || element.contains(met))
          continue
        const { painted, shape, decorative } = boxes[index]!
        const solid = shape || met.matches('img, video, canvas') || (painted && colourOf(styleOf(met).backgroundColor)[3] > 0.5)
        if (painted && solid && !decorative)
          return nameOf(met)
      }
    }
    return undefined
  }

  // Texts
  const texts: TextRun[] = []
  const ruler = new OffscreenCanvas(1, 1).getContext('2d')!
  const kindOf = (element: Element): TextKind => {
    const pre = element.closest('pre')
    if (pre) {
      if (element.closest('.slidev-code-dishonored'))
        return 'dimmed'
      return element.matches('pre, code, .line') || styleOf(element).color === styleOf(pre).color ? 'code' : 'token'
    }
    return element.closest(labels) || element instanceof SVGElement ? 'label' : 'body'
  }

  /** Adds a text of an element, in the element's own style or in that of its pseudo-element. */
  const note = (element: Element, text: string, style: CSSStyleDeclaration, ink?: Rect): void => {
    const [r, g, b, alpha] = colourOf(element instanceof SVGElement ? style.fill : style.webkitTextFillColor || style.color)
    const own: Rgba = [r, g, b, alpha * (style === styleOf(element) ? 1 : Number(style.opacity))]
    texts.push({
      text,
      kind: kindOf(element),
      box: indexOf.get(element) ?? 0,
      ink,
      size: Number.parseFloat(style.fontSize) * magnification(element),
      ownColour: [r, g, b, own[3] * opacityOf(element)],
      ...paint(chainOf(element), own, [255, 255, 255, 1]),
      overArt: ink ? isOverArt(element, ink) : false,
      coveredBy: ink ? coverOf(element, ink) : undefined,
    })
  }

  /** Narrows a line box to its letters: from the highest to the lowest of them. */
  const inkOf = (line: Rect, text: string, element: Element, style: CSSStyleDeclaration): Rect => {
    ruler.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    const shown = style.textTransform === 'uppercase' ? text.toUpperCase() : text
    const metrics = ruler.measureText(shown)
    const height = metrics.fontBoundingBoxAscent + metrics.fontBoundingBoxDescent
    const factor = height ? (line.bottom - line.top) / height : 1
    const baseline = line.top + metrics.fontBoundingBoxAscent * factor
    return {
      left: line.left,
      right: line.right,
      top: baseline - metrics.actualBoundingBoxAscent * factor,
      bottom: baseline + metrics.actualBoundingBoxDescent * factor,
    }
  }

  const readTextNode = (node: Node, element: Element): void => {
    const style = styleOf(element)
    const content = node.textContent ?? ''
    const lines: { words: string[], rect: Rect }[] = []
    for (const word of content.matchAll(/\S+/g)) {
      const range = document.createRange()
      range.setStart(node, word.index)
      range.setEnd(node, word.index + word[0].length)
      for (const client of range.getClientRects()) {
        if (client.width === 0 || client.height === 0)
          continue
        const rect = toCanvas(client)
        const line = lines.at(-1)
        if (line && Math.abs(line.rect.top - rect.top) < 1) {
          if (line.words.at(-1) !== word[0])
            line.words.push(word[0])
          line.rect.right = Math.max(line.rect.right, rect.right)
          line.rect.left = Math.min(line.rect.left, rect.left)
        }
        else {
          lines.push({ words: [word[0]], rect })
        }
      }
    }
    for (const { words, rect } of lines) {
      const text = words.join(' ')
      note(element, text, style, inkOf(rect, text, element, style))
    }
  }

  // A pointer passes by what cannot be clicked, and what covers a text may be such.
  const pointable = document.createElement('style')
  pointable.textContent = '#slide-content * { pointer-events: auto !important }'
  document.head.append(pointable)
  try {
    for (const element of elements) {
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
          readTextNode(node, element)
      }
      if (element.matches('input:not([type=range], [type=checkbox], [type=radio], [type=color]), select, textarea')) {
        const field = element as HTMLInputElement | HTMLSelectElement
        const text = field instanceof HTMLSelectElement ? field.selectedOptions[0]?.label : field.value || field.placeholder
        if (text)
          note(element, text, styleOf(element), toCanvas(element.getBoundingClientRect()))
      }
      for (const pseudo of ['::before', '::after']) {
        const style = getComputedStyle(element, pseudo)
        const hasText = /^(?:counter|"[^"]*[^"\s])/.test(style.content)
        if (hasText && style.display !== 'none' && Number(style.opacity) > 0)
          note(element, `${pseudo} of ${element.textContent?.trim().slice(0, 30)}`, style)
      }
    }
  }
  finally {
    pointable.remove()
  }

  return {
    no: Number(slide.dataset.slidevNo),
    canvas: { left: 0, top: 0, right: content.offsetWidth, bottom: content.offsetHeight },
    boxes,
    texts,
  }
}
