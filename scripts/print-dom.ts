/*
 * Functions that run inside the print page, not in Node: each is sent over as text, so it must contain all it uses.
 */

/** One page-to-be, read from the print page before it is printed. */
export interface PrintedSlide {
  /** Slide number from 1. */
  slide: number
  /** Clicks shown, from 0; undefined when the page shows the slide's final state. */
  click?: number
  /** The words that can be seen on it, each once, as the page has them. */
  words: string[]
  /** Addresses of its links that can be seen, absolute. */
  links: string[]
  /** Whether it shows a picture, a drawing or a canvas. */
  hasPicture: boolean
}

/** How far the print page is. */
export interface Readiness {
  /** Ids of the pages-to-be, such as `003-01`: slide 3 at its first click. */
  ids: string[]
  /** What is still to come, in words; empty when it can be printed. */
  waitingFor: string[]
  /** What will never come: files of fonts and images that could not be had. */
  failed: string[]
}

/** Starts whatever is still to be loaded and tells how far the page is. */
export async function readiness(): Promise<Readiness> {
  const slides = [...document.querySelectorAll<HTMLElement>('.print-slide-container')]
  const waitingFor: string[] = []
  const failed: string[] = []

  // A slide's code comes on its own, and for its first 300 ms Slidev shows nothing at all in its place: a slide stands
  // when there is something in it, not when there is no sign of loading. (Stock Slidev prints blank pages there.)
  const loading = slides.filter(slide => !slide.querySelector('[data-slidev-no] > :not(.slidev-slide-loading)'))
  waitingFor.push(...loading.map(slide => `slide ${Number(slide.id.split('-')[0])}`))

  // Below the window nothing lazy would ever load.
  for (const image of document.images)
    image.loading = 'eager'
  const decoded = await Promise.all([...document.images].filter(image => image.currentSrc || image.src).map(async (image) => {
    const inTime = new Promise<'late'>(resolve => setTimeout(resolve, 5000, 'late'))
    const outcome = await Promise.race([image.decode().then(() => 'done' as const, () => 'failed' as const), inTime])
    const slide = image.closest('.print-slide-container')?.id.split('-')[0]
    const address = (image.currentSrc || image.src).replace(location.origin, '').slice(0, 80)
    return { name: `the image ${address}${slide ? ` of slide ${Number(slide)}` : ''}`, outcome }
  }))
  failed.push(...decoded.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name))
  waitingFor.push(...decoded.filter(({ outcome }) => outcome === 'late').map(({ name }) => name))

  await document.fonts.ready
  for (const font of document.fonts) {
    if (font.status === 'loading')
      waitingFor.push(`the font ${font.family}`)
    if (font.status === 'error')
      failed.push(`the font ${font.family} ${font.weight} ${font.style}`)
  }

  const moving = document.getAnimations().filter(animation =>
    animation.playState === 'running' && animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
  if (moving.length)
    waitingFor.push(`${moving.length} animations`)

  // Two frames: one to lay out what has just arrived, one to paint it.
  await new Promise<void>(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
  return { ids: slides.map(slide => slide.id), waitingFor, failed: [...new Set(failed)] }
}

/**
 * Gives links between slides a whole address. The browser drops a link to a place in the page that it does not find
 * there, and the print page has no places named after slides.
 */
export function addressSlideLinks(siteUrl: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.print-slide-container a[href]')) {
    const url = new URL(link.href)
    if (url.origin === location.origin && url.hash)
      link.href = `${siteUrl}#/${url.hash.replace(/^#\/?/, '')}`
  }
}

/**
 * Reads what can be seen on every page-to-be. Text counts when its letters lie inside everything that clips them: what is
 * hidden until a later click, kept for screen readers or cut off does not reach the paper.
 */
export function readPrintedSlides(withClicks: boolean): PrintedSlide[] {
  const area = (box: { left: number, top: number, right: number, bottom: number }): number =>
    Math.max(0, box.right - box.left) * Math.max(0, box.bottom - box.top)

  /** What is left of a box after every ancestor has clipped it, up to the slide. */
  const clipped = (box: DOMRect, from: Element, slide: Element): { left: number, top: number, right: number, bottom: number } => {
    let { left, top, right, bottom } = box
    for (let element: Element | null = from; element; element = element === slide ? null : element.parentElement) {
      const style = getComputedStyle(element)
      const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible' || style.clipPath !== 'none' || style.clip !== 'auto'
      // SVG reports overflow for shapes that clip nothing, and inline boxes do not clip at all.
      if (!clips || style.display === 'inline' || (element instanceof SVGElement && !(element instanceof SVGSVGElement)))
        continue
      if (/inset\((?:50|100)%/.test(style.clipPath) || /rect\((?:0|1)(?:px)?[, ]/.test(style.clip))
        return { left: 0, top: 0, right: 0, bottom: 0 }
      const frame = element.getBoundingClientRect()
      left = Math.max(left, frame.left)
      top = Math.max(top, frame.top)
      right = Math.min(right, frame.right)
      bottom = Math.min(bottom, frame.bottom)
    }
    return { left, top, right, bottom }
  }

  const seen = (element: Element): boolean => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })

  const wordsOf = (slide: Element): string[] => {
    const words = new Set<string>()
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      const content = node.textContent ?? ''
      if (!parent || !content.trim() || !seen(parent))
        continue
      for (const match of content.matchAll(/\S+/g)) {
        const range = document.createRange()
        range.setStart(node, match.index)
        range.setEnd(node, match.index + match[0].length)
        const boxes = [...range.getClientRects()]
        const whole = boxes.reduce((sum, box) => sum + area(box), 0)
        const left = boxes.reduce((sum, box) => sum + area(clipped(box, parent, slide)), 0)
        if (whole > 0 && left / whole > 0.6)
          words.add(match[0])
      }
    }
    return [...words]
  }

  const isShown = (element: Element, slide: Element): boolean =>
    seen(element) && [...element.getClientRects()].some(box => area(clipped(box, element, slide)) > 16)

  return [...document.querySelectorAll('.print-slide-container')].map((slide) => {
    const [no = 0, step = 1] = slide.id.split('-').map(Number)
    const links = [...slide.querySelectorAll<HTMLAnchorElement>('a[href]')].filter(link => isShown(link, slide)).map(link => link.href)
    const pictures = [...slide.querySelectorAll('img, svg, canvas, video')].filter(picture => isShown(picture, slide))
    return {
      slide: no,
      click: withClicks ? step - 1 : undefined,
      words: wordsOf(slide),
      links: [...new Set(links)],
      hasPicture: pictures.length > 0,
    }
  })
}
