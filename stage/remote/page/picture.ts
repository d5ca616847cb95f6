import type { Position } from '../../protocol'
import { element, setAttribute } from './dom'

/** A picture of a step of the talk. */
export interface StepPicture {
  element: HTMLImageElement
  /** Shows this step; without one, or when the laptop has no picture of it, nothing. */
  show: (position: Position | undefined) => void
  /** Asks for a picture once more that could not be had. */
  retry: () => void
}

/**
 * Makes a place for a picture of the talk. One that is still on its way is shown dimmed, for it may still be the step before.
 */
export function stepPicture(attributes: { alt: string, isLazy?: boolean }): StepPicture {
  const image = element('img', {
    'alt': attributes.alt,
    'width': 480,
    'height': 270,
    'decoding': 'async',
    'draggable': 'false',
    'loading': attributes.isLazy ? 'lazy' : undefined,
    'data-is': 'missing',
    'onload': () => setAttribute(image, 'data-is', 'there'),
    'onerror': () => setAttribute(image, 'data-is', 'missing'),
  })
  return {
    element: image,
    show(position) {
      const address = position && addressOf(position)
      if (image.getAttribute('src') === (address ?? null))
        return
      setAttribute(image, 'data-is', address ? 'coming' : 'missing')
      setAttribute(image, 'src', address)
    },
    retry() {
      const address = image.getAttribute('src')
      if (address && image.getAttribute('data-is') === 'missing')
        image.src = address
    },
  }
}

function addressOf({ slide, click }: Position): string {
  return `/remote/picture/${slide}-${click}.webp`
}
