/**
 * Slidev's menus in the controls are a button within a button, which no screen reader can tell apart; the outer one
 * becomes a plain box. What the inner one does bubbles up to it as before.
 *
 * @param source of `@slidev/client/internals/MenuButton.vue`
 * @throws {Error} when that component no longer looks as it did, so that an update of Slidev does not lose this in silence
 */
export function unnestMenuButton(source: string): string {
  const fixed = source.replace(/<button (:class="\{ disabled \}" @click="value = !value")>([\s\S]*?)<\/button>/, '<div $1>$2</div>')
  if (fixed === source)
    throw new Error('Slidev\'s MenuButton.vue has changed: see whether setup/chrome.ts is still needed.')
  return fixed
}

/**
 * Slidev hides a pointer that rests by a style of the body, which every element inherits: the browser then styles the whole
 * slide anew, in the middle of a live run. The deck's own way touches the one element under the pointer.
 *
 * @param source of `@slidev/client/composables/useHideCursorIdle.ts`
 * @param ownWay the module that hides and shows the pointer instead: `setup/restingPointer.ts`
 * @throws {Error} when that composable no longer looks as it did
 */
export function hideRestingPointer(source: string, ownWay: string): string {
  const fixed = source
    .replace('document.body.style.cursor = \'none\'', 'hidePointer()')
    .replace('document.body.style.cursor = \'\'', 'showPointer()')
  if (fixed.includes('.cursor') || !fixed.includes('hidePointer') || !fixed.includes('showPointer'))
    throw new Error('Slidev\'s useHideCursorIdle.ts has changed: see whether setup/chrome.ts is still needed.')
  return `import { hidePointer, showPointer } from ${JSON.stringify(ownWay)}\n${fixed}`
}

/**
 * In development Slidev does what any window says by `postMessage`, and tells any page around it where the talk is. It
 * listens to the deck's own windows only.
 *
 * @param source of `@slidev/client/composables/useEmbeddedCtrl.ts`
 * @throws {Error} when that composable no longer looks as it did
 */
export function keepEmbeddedControlAtHome(source: string): string {
  const listens = 'window.addEventListener(\'message\', ({ data }) => {'
  const tellsAll = /'\*'/
  if (source.split('addEventListener').length !== 2 || !source.includes(listens) || source.split('postMessage').length !== 2 || !tellsAll.test(source))
    throw new Error('Slidev\'s useEmbeddedCtrl.ts has changed: see whether setup/chrome.ts is still needed.')
  return source
    .replace(listens, 'window.addEventListener(\'message\', ({ data, origin }) => {\n    if (origin !== location.origin)\n      return')
    .replace(tellsAll, 'location.origin')
}
