/** The service worker of the built site, beside its page: the folder that it lies in is what it answers for. */
export const WORKER_FILE = 'isolation-worker.js'

/**
 * Whether this page may have the service worker: only a built site brings one, browsers allow it only where the connection
 * can be trusted, and paper needs none.
 */
export function mayHaveWorker(): boolean {
  const isPrinted = new URLSearchParams(location.search).has('print') || /^#\/(?:print|export)\b/.test(location.hash)
  return import.meta.env.PROD && isSecureContext && 'serviceWorker' in navigator && !isPrinted
}

let registration: Promise<ServiceWorkerRegistration> | undefined

/**
 * Registers the service worker, once for each page; where one is registered already, the browser looks for a newer build.
 *
 * @throws {Error} (rejects) when the browser allows none here or the host does not have it
 */
export function registerWorker(): Promise<ServiceWorkerRegistration> {
  registration ??= navigator.serviceWorker.register(import.meta.env.BASE_URL + WORKER_FILE, { updateViaCache: 'none' }).catch((error) => {
    registration = undefined
    throw error
  })
  return registration
}

/** Tells the service worker to keep the whole site for offline. */
export const KEEP_MESSAGE = 'keep'

/** Whether the visitor has asked the browser to be sparing: then nothing is fetched that is not shown. */
export function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
}
