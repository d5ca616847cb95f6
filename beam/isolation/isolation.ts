import type { Resume } from './resume'
import { mayHaveWorker, registerWorker } from './registration'
import { forgetReload, hasBeenReloaded, noteResume, takeNotedResume } from './resume'

/** How long a reader who asked for the BEAM waits for the service worker, in milliseconds, before hearing that it does not come. */
const WORKER_TIMEOUT_MS = 10_000

const NEEDS_RELOAD = 'The BEAM needs this page reloaded once, because only then may its threads share memory.'
const RELOAD_FAILED = 'The BEAM cannot run here: a reload did not make the browser isolate the page; the deck opened in a new tab may do better.'

/** Why the browser did not take the service worker, once it has been asked to. */
let refusal: string | undefined

/**
 * Why the virtual machine cannot run in this page: its threads share their memory, which browsers allow only a page that
 * is cross-origin isolated.
 *
 * @returns one sentence for the panel; undefined when nothing is in the way
 */
export function whyNotIsolated(): string | undefined {
  if (isIsolated())
    return undefined
  return obstacle() ?? (tabNotes(hasBeenReloaded) === false ? NEEDS_RELOAD : RELOAD_FAILED)
}

/**
 * Whether a reload would isolate this page: whether its service worker is active, or becomes so within ten seconds. It is
 * registered if it has not been yet. False as well when the page is isolated already, or a reload has not helped before.
 */
export async function canIsolateByReload(): Promise<boolean> {
  if (isIsolated() || obstacle() || tabNotes(hasBeenReloaded) !== false)
    return false
  try {
    await registerWorker()
  }
  catch (error) {
    refusal = (error as Error).message
    return false
  }
  return Promise.race([
    navigator.serviceWorker.ready.then(() => true),
    new Promise<boolean>(resolve => setTimeout(resolve, WORKER_TIMEOUT_MS, false)),
  ])
}

/**
 * Reloads the page, to be isolated by its service worker; once for each tab, so that it can never go round in circles.
 *
 * @param resume what the page after the reload finds with {@link takeResume}
 * @returns why there is no reload, as one sentence for the panel; undefined when it has begun
 */
export function reloadIsolated(resume: Resume): string | undefined {
  const isNoted = tabNotes((notes) => {
    if (hasBeenReloaded(notes))
      return false
    noteResume(notes, resume)
    return true
  })
  // Without notes nobody would know of the first reload, and one could follow another.
  if (!isNoted)
    return obstacle() ?? RELOAD_FAILED
  location.reload()
  return undefined
}

/**
 * What {@link reloadIsolated} was told before the page was reloaded; the first to ask gets it. To be asked once by each page,
 * isolated or not: where the reload has helped, another may follow some day.
 */
export function takeResume(): Resume | undefined {
  return tabNotes((notes) => {
    if (isIsolated())
      forgetReload(notes)
    return takeNotedResume(notes)
  })
}

function isIsolated(): boolean {
  return globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === 'function' && typeof WebAssembly === 'object'
}

/** What no reload would remove. */
function obstacle(): string | undefined {
  const reason = obstacleReason()
  return reason && `The BEAM cannot run here: ${reason}.`
}

function obstacleReason(): string | undefined {
  if (typeof WebAssembly !== 'object')
    return 'this browser has no WebAssembly, or it is switched off'
  if (!isSecureContext)
    return 'this page came over plain http from another machine, and browsers want https or http://localhost for it'
  if (globalThis.crossOriginIsolated === undefined || (globalThis.crossOriginIsolated && typeof SharedArrayBuffer !== 'function'))
    return 'this browser does not let threads share memory; a current Chrome, Edge, Firefox or Safari does'
  if (window.top !== window)
    return 'the deck is shown inside another page; in a window of its own it can'
  if (refusal)
    return `the browser did not take the service worker that isolates the page (${refusal.replace(/\.$/, '')})`
  if (import.meta.env.DEV)
    return 'the isolation headers of the dev server did not arrive; something on the way took them off'
  if (!mayHaveWorker())
    return 'this window has no service workers (a private one, or site data is blocked), and the host sends no isolation headers'
  return undefined
}

/** Reads or writes the notes of this tab; undefined where the browser keeps none. */
function tabNotes<T>(use: (notes: Storage) => T): T | undefined {
  try {
    return use(sessionStorage)
  }
  catch {
    return undefined
  }
}
