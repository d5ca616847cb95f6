import type { Ref } from 'vue'
import type { Followed } from '../protocol'
import type { DeckWindow } from './deckWindow'
import { useEventListener, useEventSource } from '@vueuse/core'
import * as v from 'valibot'
import { computed, shallowRef, watch } from 'vue'
import { followed } from '../protocol'
import { isSamePlace } from '../talk/position'
import { useItinerary } from './itinerary'

/** A follower's window: it goes where the talk goes, until its visitor leafs through the deck alone. */
export interface Follower {
  /** How the talk stands; undefined until it is known. */
  talk: Readonly<Ref<Followed | undefined>>
  isFollowing: Readonly<Ref<boolean>>
  /** Whether the stage is heard; a lost connection is taken up again by itself. */
  isConnected: Readonly<Ref<boolean>>
  /** Follows again. */
  backToLive: () => void
}

const RECONNECT_AFTER_MS = 2_000

/**
 * Lets a window follow the talk.
 *
 * @param deck the window
 * @param address of the stage's events for followers
 * @param onRun is told how the live run of the talk stands, as it was shared; undefined when none is on, and while the
 * visitor is elsewhere in the deck
 */
export function useFollower(deck: DeckWindow, address: string, onRun: (run: unknown) => void): Follower {
  const { status, eventSource, open } = useEventSource(address, [], { immediate: false, autoReconnect: { delay: RECONNECT_AFTER_MS } })
  void deck.whenReady.then(open)
  const talk = shallowRef<Followed>()
  const run = shallowRef<unknown>()
  const isFollowing = shallowRef(true)
  const goTo = useItinerary(deck, (position) => {
    isFollowing.value = !talk.value || isSamePlace(position, talk.value.position)
  })

  useEventListener(eventSource, 'talk', ({ data }: MessageEvent<string>) => {
    const result = v.safeParse(followed, readJson(data))
    if (result.success)
      talk.value = result.output
  })
  useEventListener(eventSource, 'run', ({ data }: MessageEvent<string>) => run.value = readJson(data) ?? undefined)

  watch(talk, now => now && isFollowing.value && goTo(now.position))
  watch([isFollowing, run], () => onRun(isFollowing.value ? run.value : undefined))

  return {
    talk,
    isFollowing,
    isConnected: computed(() => status.value === 'OPEN'),
    backToLive() {
      isFollowing.value = true
      if (talk.value)
        goTo(talk.value.position)
    },
  }
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
