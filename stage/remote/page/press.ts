/** A click that follows a lifted finger within this time is the same press. */
const SAME_PRESS_MS = 700
/** When a finger was lifted last from any of the buttons: the page may have changed, and the click be another's. */
let pressedAt = -Infinity

/**
 * Calls back once for every press of a button, by finger, mouse, key or a screen reader. A finger that scrolls does not press:
 * the browser calls it off.
 *
 * A click alone would not do: browsers make one of the first finger only, so a palm that rests on the edge of the phone
 * would take every press of the thumb away.
 */
export function onPress(button: HTMLButtonElement, callBack: () => void): void {
  const fingers = new Set<number>()

  button.addEventListener('pointerdown', event => fingers.add(event.pointerId))
  button.addEventListener('pointercancel', event => fingers.delete(event.pointerId))
  button.addEventListener('pointerup', (event) => {
    if (!fingers.delete(event.pointerId) || event.button !== 0 || button.disabled || !isWithin(button, event))
      return
    pressedAt = event.timeStamp
    callBack()
  })
  button.addEventListener('click', (event) => {
    // A key makes a click of detail 0; a finger's click has been counted when it was lifted.
    if (event.detail === 0 || event.timeStamp - pressedAt > SAME_PRESS_MS)
      callBack()
  })
  // A key that is held down would run through the talk; the space bar counts when it is let go.
  button.addEventListener('keydown', (event) => {
    if (event.repeat && event.key === 'Enter')
      event.preventDefault()
  })
}

/** A finger that is moved away before it is lifted takes the press back, as on any button. */
function isWithin(button: HTMLElement, { clientX, clientY }: PointerEvent): boolean {
  const { left, right, top, bottom } = button.getBoundingClientRect()
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom
}
