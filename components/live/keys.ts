/**
 * Gives the keys back to the talk after a click by hand: while a button has the focus, Slidev's own keys do nothing, and on
 * a slider the clicker would move the slider. A control worked by the keyboard keeps them (its click counts 0).
 */
export function releaseAfterClick(event: MouseEvent): void {
  if (event.detail > 0)
    releaseKeys()
}

/** Takes the focus off whatever has it. */
export function releaseKeys(): void {
  if (document.activeElement instanceof HTMLElement)
    document.activeElement.blur()
}
