import type { Position, TalkInfo } from '../../protocol'
import type { Link } from './seen'
import { element, setAttribute } from './dom'

/** A place for a picture of a step of the talk. */
export interface StepPicture {
  element: HTMLImageElement
  /**
   * Shows a picture; without one, or when it cannot be had, nothing. One that has not come is asked for once more over the next
   * connection.
   */
  show: (address: string | undefined, link: Link) => void
}

/** Where the picture of a step is; undefined while there are no pictures. */
export function pictureOf({ pictures }: TalkInfo, { slide, click }: Position): string | undefined {
  return pictures === null ? undefined : `/remote/picture/${slide}-${click}.webp?${pictures}`
}

/**
 * Makes a place for a picture of the talk. One that is still on its way is shown dimmed, for it may still be the step before.
 */
export function stepPicture(attributes: { alt: string, isLazy?: boolean }): StepPicture {
  const image = element('img', {
    alt: attributes.alt,
    width: 480,
    height: 270,
    decoding: 'async',
    draggable: 'false',
    loading: attributes.isLazy ? 'lazy' : undefined,
  })
  const is = (state: 'coming' | 'there' | 'missing'): void => setAttribute(image, 'data-is', state)
  image.addEventListener('load', () => is('there'))
  image.addEventListener('error', () => is('missing'))
  is('missing')
  let shown: string | undefined
  /** Since when the connection has stood over which it was asked for; undefined when there was none. */
  let askedOver: number | undefined

  return {
    element: image,
    show(address, link) {
      const connectedSinceMs = link.is === 'connected' ? link.sinceMs : undefined
      const isLost = image.dataset.is !== 'there' && connectedSinceMs !== undefined && connectedSinceMs !== askedOver
      if (address === shown && !(address && isLost))
        return
      shown = address
      askedOver = connectedSinceMs
      is(address ? 'coming' : 'missing')
      if (address)
        image.src = address
      else
        image.removeAttribute('src')
    },
  }
}
