import type { Ref } from 'vue'
import { tryOnScopeDispose, useEventListener } from '@vueuse/core'
import { readonly, shallowRef } from 'vue'
import { after } from '../../components/live/after'

/** How a follower's connection stands. It is refused when there is an answer, but none to follow by: all places are taken, say. */
export type FollowLink = 'connecting' | 'connected' | 'lost' | 'refused'

/** A sign of life comes every 15 s; without one for this long the connection is dead, whatever the browser thinks. */
const SILENCE_MS = 20_000
/** Who comes back to a connection that was made, or has spoken, within this time need not doubt it. */
const FRESH_MS = 2_000
/** Who was refused comes again after this time, and then after twice as long each time, up to the last. */
const RETRY_MS = 2_000
const LAST_RETRY_MS = 30_000

/**
 * Keeps the stage's events for followers coming, for as long as the page is there. A browser takes up a lost connection by
 * itself, but does not notice one that is dead, and gives up for good when it is refused.
 *
 * @param address of the events
 * @param listeners called with what each event carries, by its name; each event is a sign of life as well
 */
export function useFollowStream(address: string, listeners: Record<string, (data: unknown) => void>): Readonly<Ref<FollowLink>> {
  const link = shallowRef<FollowLink>('connecting')
  let source: EventSource | undefined
  /** When it was last tried, or heard. */
  let lastAtMs = 0
  let refusals = 0
  let cancelNext = (): void => {}

  function connectAfter(delayMs: number): void {
    cancelNext()
    cancelNext = after(delayMs, connect)
  }

  function hear(): void {
    lastAtMs = Date.now()
    refusals = 0
    link.value = 'connected'
    connectAfter(SILENCE_MS)
  }

  function connect(): void {
    if (link.value === 'connected')
      link.value = 'connecting'
    lastAtMs = Date.now()
    source?.close()
    const opened = source = new EventSource(address)
    connectAfter(SILENCE_MS)
    for (const [name, listener] of Object.entries(listeners)) {
      opened.addEventListener(name, ({ data }: MessageEvent<string>) => {
        hear()
        listener(readJson(data))
      })
    }
    opened.addEventListener('error', () => {
      const isRefused = opened.readyState === EventSource.CLOSED
      link.value = isRefused ? 'refused' : 'lost'
      if (isRefused)
        connectAfter(Math.min(RETRY_MS * 2 ** refusals++, LAST_RETRY_MS))
    })
  }

  function wake(): void {
    if (Date.now() - lastAtMs > FRESH_MS)
      connect()
  }

  connect()
  useEventListener(document, 'visibilitychange', () => document.visibilityState === 'visible' && wake())
  useEventListener(window, ['online', 'pageshow'], wake)
  tryOnScopeDispose(() => {
    cancelNext()
    source?.close()
  })
  return readonly(link)
}

/** What was sent; undefined for what is no JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return undefined
  }
}
