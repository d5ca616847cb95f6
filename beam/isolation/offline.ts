import { KEEP_MESSAGE, mayHaveWorker, registerWorker, savesData } from './registration'

/** How long the slides have the network for themselves, in milliseconds, before the whole site is fetched for offline. */
const HEAD_START_MS = 5000

/**
 * Lets the service worker keep the built site, so that it works with no network from then on. Call it once the first slide
 * stands; it waits until the page has loaded and the browser has nothing better to do.
 */
export function keepForOffline(): void {
  if (!mayHaveWorker() || isAtHand())
    return
  whenIdle(() => keep().catch(() => {
    // A browser that allows no worker, or a host without one: the deck works, but not offline.
  }))
}

async function keep(): Promise<void> {
  await registerWorker()
  const { active } = await navigator.serviceWorker.ready
  if (!savesData())
    setTimeout(whenIdle, HEAD_START_MS, () => active?.postMessage(KEEP_MESSAGE))
}

/**
 * Whether the site is served by this very machine, with isolation headers, such as by `npm run preview`. Then there is
 * nothing to gain, and a worker would go on answering at this port when something else is served there.
 */
function isAtHand(): boolean {
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(location.hostname)
  return isLocal && crossOriginIsolated && !navigator.serviceWorker.controller
}

function whenIdle(call: () => void): void {
  if (document.readyState !== 'complete')
    window.addEventListener('load', () => whenIdle(call), { once: true })
  else if ('requestIdleCallback' in window)
    requestIdleCallback(call, { timeout: 10_000 })
  else
    setTimeout(call, 2000)
}
