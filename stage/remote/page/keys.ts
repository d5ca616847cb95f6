import type { Command } from '../../protocol'

/**
 * What a key asks for. Clickers send Page Up and Page Down; volume and media keys reach a page in few browsers, and then
 * they are welcome. `blank` turns the projector dark or on again, as in other presentation programs.
 */
const KEYS: Record<string, 'next' | 'previous' | 'blank'> = {
  'ArrowRight': 'next',
  'ArrowDown': 'next',
  'PageDown': 'next',
  ' ': 'next',
  'AudioVolumeUp': 'next',
  'MediaTrackNext': 'next',
  'ArrowLeft': 'previous',
  'ArrowUp': 'previous',
  'PageUp': 'previous',
  'AudioVolumeDown': 'previous',
  'MediaTrackPrevious': 'previous',
  '.': 'blank',
  'b': 'blank',
  'B': 'blank',
}

/** Keys that a focused control needs for itself. */
const OF_A_CONTROL = new Set(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', ' ', '.', 'b', 'B'])

/** Listens to the keys of the whole page until the signal. */
export function listenToKeys(give: (command: Command) => void, isBlank: () => boolean, signal: AbortSignal): void {
  document.addEventListener('keydown', (event) => {
    const deed = KEYS[event.key]
    if (!deed || event.ctrlKey || event.altKey || event.metaKey)
      return
    if (OF_A_CONTROL.has(event.key) && needs(event.target, event.key))
      return
    event.preventDefault()
    // A key that is held down would run through the talk.
    if (!event.repeat)
      give(deed === 'blank' ? { kind: 'blank', isBlank: !isBlank() } : { kind: deed })
  }, { signal })
}

function needs(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element))
    return false
  if (target.matches('input, textarea, select, [role=application]'))
    return true
  if (key === ' ')
    return target.matches('button')
  // What scrolls is scrolled.
  return (key === 'ArrowUp' || key === 'ArrowDown') && target.closest('.scrolls') !== null
}
