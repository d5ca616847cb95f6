/** A click that follows a lifted finger within this time is the same press. */
const SAME_PRESS_MS = 700

/**
 * Calls back once for every press of a button, by finger, mouse, key or a screen reader.
 *
 * A click alone would not do: browsers make one of the first finger only, so a palm that rests on the edge of the phone
 * would take every press of the thumb away.
 */
export function onPress(button: HTMLElement, callBack: () => void): void {
  const fingers = new Set<number>()
  let pressedAt = -Infinity

  button.addEventListener('pointerdown', event => fingers.add(event.pointerId))
  button.addEventListener('pointercancel', event => fingers.delete(event.pointerId))
  button.addEventListener('pointerup', (event) => {
    if (!fingers.delete(event.pointerId) || event.button !== 0 || !isWithin(button, event))
      return
    pressedAt = event.timeStamp
    callBack()
  })
  button.addEventListener('click', (event) => {
    // A key makes a click of detail 0; a finger's click has been counted when it was lifted.
    if (event.detail === 0 || event.timeStamp - pressedAt > SAME_PRESS_MS)
      callBack()
  })
}

/** A finger that is moved away before it is lifted takes the press back, as on any button. */
function isWithin(button: HTMLElement, { clientX, clientY }: PointerEvent): boolean {
  const { left, right, top, bottom } = button.getBoundingClientRect()
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom
}
