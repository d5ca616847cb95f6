/**
 * Lights lines of the listing on a panel's slide, and no others; 1 is the first. The listing is Slidev's, so this reaches
 * into it as Slidev does itself: by a class on its lines. (A selector from the panel to the listing, with `:has`, would have
 * the whole slide styled anew at every station.)
 *
 * @param panel an element of the slide
 * @param lines empty: the listing stands there as the click left it
 */
export function lightLines(panel: Element, lines: readonly number[]): void {
  panel.closest('.slidev-layout')?.querySelectorAll('.slidev-code .line').forEach((line, index) =>
    line.classList.toggle('lit', lines.includes(index + 1)))
}
