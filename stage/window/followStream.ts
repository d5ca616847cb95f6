import type { Ref } from 'vue'
import { tryOnScopeDispose, useEventListener } from '@vueuse/core'
import { readonly, shallowRef } from 'vue'
import { after } from '../../components/live/after'
import { FRESH_MS, readJson, SILENCE_MS } from '../talk/events'

/** How a follower's connection stands. It is refused when there is an answer, but none to follow by: all places are taken, say. */
export type FollowLink = 'connecting' | 'connected' | 'lost' | 'refused'

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

  function next(delayMs: number, call: () => void): void {
    cancelNext()
    cancelNext = after(delayMs, call)
  }

  function lose(): void {
    link.value = 'lost'
    connect()
  }

  function hear(): void {
    lastAtMs = Date.now()
    refusals = 0
    link.value = 'connected'
    next(SILENCE_MS, lose)
  }

  function connect(): void {
    if (link.value === 'connected')
      link.value = 'connecting'
    lastAtMs = Date.now()
    source?.close()
    const opened = source = new EventSource(address)
    next(SILENCE_MS, lose)
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
        next(Math.min(RETRY_MS * 2 ** refusals++, LAST_RETRY_MS), connect)
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
