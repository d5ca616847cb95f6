import type { Ref } from 'vue'
import type { Followed } from '../protocol'
import type { DeckWindow } from './deckWindow'
import type { FollowLink } from './followStream'
import * as v from 'valibot'
import { computed, shallowRef, watch } from 'vue'
import { followed } from '../protocol'
import { useFollowStream } from './followStream'
import { useItinerary } from './itinerary'

/** A follower's window: it goes where the talk goes, until its visitor leafs through the deck alone. */
export interface Follower {
  /** How the talk stands; undefined until it is known. */
  talk: Readonly<Ref<Followed | undefined>>
  isFollowing: Readonly<Ref<boolean>>
  /** Whether the screen is dark, as it is in the room; for who leafs alone it never is. */
  isBlank: Readonly<Ref<boolean>>
  /** Whether the stage is heard; a lost connection is taken up again by itself. */
  link: Readonly<Ref<FollowLink>>
  /** Follows no longer, and stays where the talk is now. */
  leaveLive: () => void
  /** Follows again. */
  backToLive: () => void
}

/**
 * Lets a window follow the talk.
 *
 * @param deck the window
 * @param address of the stage's events for followers
 * @param onRun is told how the live run of the talk stands, as it was shared; undefined when none is on, and while the
 * visitor is elsewhere in the deck
 */
export function useFollower(deck: DeckWindow, address: string, onRun: (run: unknown) => void): Follower {
  const talk = shallowRef<Followed>()
  const run = shallowRef<unknown>()
  const isFollowing = shallowRef(true)

  const goTo = useItinerary(deck, {
    onWander(position) {
      const isThere = !talk.value || deck.looksSame(position, talk.value.position)
      // Who reads on alone while the screen is dark does not ask for darkness by coming by where the talk is.
      isFollowing.value = isThere && (isFollowing.value || !talk.value?.isBlank)
    },
    onStray: draw,
  })

  function draw(): void {
    if (talk.value && isFollowing.value)
      goTo(talk.value.position)
  }

  const link = useFollowStream(address, {
    talk(data) {
      const read = v.safeParse(followed, data)
      if (read.success)
        talk.value = read.output
    },
    run: data => run.value = data ?? undefined,
  })

  watch([talk, isFollowing], draw)
  watch([isFollowing, run], () => onRun(isFollowing.value ? run.value : undefined))

  return {
    talk,
    isFollowing,
    isBlank: computed(() => isFollowing.value && (talk.value?.isBlank ?? false)),
    link,
    leaveLive: () => isFollowing.value = false,
    backToLive: () => isFollowing.value = true,
  }
}
