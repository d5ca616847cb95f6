/**
 * Takes one step back that was not meant: on some phones a finger that comes in from the edge, as one that swipes through
 * the notes may, leads back and out of the page. Whoever wants to leave goes back twice.
 */
export function guardAgainstBack(signal: AbortSignal): void {
  let isGuarded = false
  // Browsers count a step of the history only once the page has been touched.
  document.addEventListener('pointerup', () => {
    if (!isGuarded)
      history.pushState('guard', '')
    isGuarded = true
  }, { signal })
  window.addEventListener('popstate', () => isGuarded = false, { signal })
}
