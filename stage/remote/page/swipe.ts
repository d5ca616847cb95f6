/** A swipe is at least so long, in CSS pixels, and at least twice as wide as high. */
const LEAST_PX = 48
/** Slower than this it is a finger that rests. */
const LONGEST_MS = 700

/**
 * Calls back when a finger is swiped over an area to the left or to the right. The area must leave horizontal moves to
 * the page: `touch-action: pan-y`.
 */
export function onSwipe(area: HTMLElement, callBack: (towards: 'left' | 'right') => void): void {
  let start: PointerEvent | undefined
  area.addEventListener('pointerdown', (event) => {
    // A second finger makes it a pinch.
    start = event.isPrimary && event.pointerType !== 'mouse' ? event : undefined
  })
  area.addEventListener('pointercancel', () => start = undefined)
  area.addEventListener('pointerup', (end) => {
    if (start?.pointerId === end.pointerId && end.timeStamp - start.timeStamp <= LONGEST_MS) {
      const across = end.clientX - start.clientX
      const down = Math.abs(end.clientY - start.clientY)
      if (Math.abs(across) >= LEAST_PX && Math.abs(across) >= 2 * down)
        callBack(across < 0 ? 'left' : 'right')
    }
    start = undefined
  })
}
