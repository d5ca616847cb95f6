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
