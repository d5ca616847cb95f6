/**
 * Calls when the phone may have come back, until the signal: its page is looked at again, or it is on a network again.
 */
export function whenBack(call: () => void, signal: AbortSignal): void {
  const back = (): void => {
    if (document.visibilityState === 'visible')
      call()
  }
  document.addEventListener('visibilitychange', back, { signal })
  window.addEventListener('pageshow', back, { signal })
  window.addEventListener('online', back, { signal })
}
