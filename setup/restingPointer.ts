/** What styles/base.css hides the pointer over; an attribute, because Vue writes the classes of its elements. */
const HIDES = 'data-hides-pointer'

let resting: Element | undefined

/** Hides the pointer where it rests, until it is shown. */
export function hidePointer(): void {
  restOn([...document.querySelectorAll(':hover')].at(-1))
  // A slide changes under a pointer that rests, and what comes to lie there would show it.
  document.addEventListener('pointerover', follow)
}

/** Shows it again. */
export function showPointer(): void {
  document.removeEventListener('pointerover', follow)
  restOn(undefined)
}

function follow({ target }: PointerEvent): void {
  if (target instanceof Element)
    restOn(target)
}

function restOn(element: Element | undefined): void {
  resting?.removeAttribute(HIDES)
  resting = element
  resting?.setAttribute(HIDES, '')
}
