/// <reference lib="webworker" />
import type { BuiltSite } from './site'
import { isolated } from './headers'
import { KEEP_MESSAGE, savesData } from './registration'
import { fileAskedFor, PAGE } from './site'

/**
 * The service worker of the built site. It does two things, for the files of its own build and for nothing else:
 * - it adds the isolation headers, for hosts that cannot send them;
 * - it keeps the build, whole, and once it has all of it answers from there alone. What was rehearsed is what is shown, with
 *   no network, a slow one or one that answers everything with its login page; and a page of one build is never given the
 *   code of another.
 *
 * A new build is fetched aside, whole, while the old one goes on. It takes over when no window shows the deck any more, or
 * when the only one is reloaded. While it cannot be fetched whole, the old one stays.
 */
declare const self: ServiceWorkerGlobalScope

/** The build that this worker belongs to; put in when the site is built. */
declare const BUILT_SITE: BuiltSite

const site = BUILT_SITE

const base = self.registration.scope
/** Caches belong to the host, where other decks may lie below other paths. */
const cachePrefix = `deck ${base} `
const cacheName = cachePrefix + site.build
/** Few at a time: the slides come first. */
const FETCHES_AT_ONCE = 4
const TAKE_OVER_MESSAGE = 'take over'
/**
 * An empty page that has the newer worker take over and is then loaded again, from the new build; after two seconds in any
 * case. (A `Refresh` header would do nothing at an address with a hash.)
 */
const HANDOVER = `<!DOCTYPE html><script>
const again = () => location.reload()
navigator.serviceWorker.addEventListener('controllerchange', again, { once: true })
navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting ? waiting.postMessage('${TAKE_OVER_MESSAGE}') : again())
setTimeout(again, 2000)
</script>`

self.addEventListener('install', event => event.waitUntil(install()))
self.addEventListener('activate', event => event.waitUntil(begin()))
self.addEventListener('message', (event) => {
  if (event.data === TAKE_OVER_MESSAGE)
    event.waitUntil(self.skipWaiting())
  // What fails now is tried again by the next page; the site works meanwhile, from its host.
  if (event.data === KEEP_MESSAGE)
    event.waitUntil(keepOnce().catch(() => undefined))
})
self.addEventListener('fetch', (event) => {
  const file = fileAskedFor(event.request, base, site)
  if (file !== undefined)
    event.respondWith(answer(event.request, file))
})

/** A first visit waits for nothing. Where an older build is kept, this one has to be as good before it may follow. */
async function install(): Promise<void> {
  if (savesData())
    return
  for (const name of await otherBuilds()) {
    if (await isWhole(name))
      return keepOnce()
  }
}

async function begin(): Promise<void> {
  await Promise.all((await otherBuilds()).map(name => caches.delete(name)))
  // The first visit's windows get what they have not loaded yet from here too, without a reload.
  await self.clients.claim()
}

async function otherBuilds(): Promise<string[]> {
  return (await caches.keys()).filter(name => name.startsWith(cachePrefix) && name !== cacheName)
}

/** The page is kept last: where it is, everything is. */
async function isWhole(name: string): Promise<boolean> {
  return await caches.match(base, { cacheName: name, ignoreVary: true }) !== undefined
}

let keeping: Promise<void> | undefined
function keepOnce(): Promise<void> {
  keeping ??= keep().finally(() => keeping = undefined)
  return keeping
}

/**
 * Fetches what is not kept yet.
 *
 * @throws {Error} (rejects) at the first file that does not come as it was built; what came before stays for the next attempt
 */
async function keep(): Promise<void> {
  if (await isWhole(cacheName))
    return
  const cache = await caches.open(cacheName)
  const waiting = Object.keys(site.files).filter(file => file !== PAGE)
  const fetchWaiting = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
      await keepFile(cache, file)
  }
  await Promise.all(Array.from({ length: FETCHES_AT_ONCE }, fetchWaiting))
  await keepFile(cache, PAGE)
}

async function keepFile(cache: Cache, file: string): Promise<void> {
  const address = base + file
  if (await cache.match(address, { ignoreVary: true }))
    return
  // The digest turns down whatever is not this very build: an error page, a login page, a host that is half updated.
  const response = await fetch(address, { mode: 'same-origin', cache: 'no-cache', integrity: site.files[file], priority: 'low' })
  if (response.status !== 200)
    throw new Error(`${address} was answered ${response.status}`)
  await cache.put(address, isolated(response))
}

/** Whether this build is whole; once it is, it stays so while this worker lives. */
let whole = false

async function answer(request: Request, file: string): Promise<Response> {
  if (file === PAGE && await givesWay(request))
    return new Response(HANDOVER, { headers: { 'Content-Type': 'text/html' } })
  whole ||= await isWhole(cacheName)
  const kept = whole ? await caches.match(base + file, { cacheName, ignoreVary: true }) : undefined
  return kept ?? isolated(await fetch(request))
}

let hasGivenWay = false

/**
 * Whether a newer build, which is there in full, is to take over: if the only window of the deck is being reloaded, nothing of
 * this build is shown any more. Once for each life of this worker, so that it cannot go round in circles. A second
 * window, such as the presenter view beside the slides, keeps both on this build.
 */
async function givesWay({ mode, cache }: Request): Promise<boolean> {
  const isReload = mode === 'navigate' && cache !== 'default'
  if (!self.registration.waiting || !isReload || hasGivenWay || (await self.clients.matchAll({ type: 'window' })).length > 1)
    return false
  hasGivenWay = true
  return true
}
