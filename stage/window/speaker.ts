import type { Ref } from 'vue'
import type { Command, Pairing, Pointer, TalkState } from '../protocol'
import type { SpeakerWindow } from './deckWindow'
import type { Link } from './link'
import type { Plan } from './windowMessages'
import { computed, shallowRef, watch } from 'vue'
import { after } from '../../components/live/after'
import { Commander } from '../talk/commander'
import { wordsOfDropped } from '../talk/droppedWords'
import { clicksOf } from '../talk/position'
import { UnsentTaps } from '../talk/unsentTaps'
import { useItinerary } from './itinerary'
import { commandOf } from './moved'

/** The stage as a window on the laptop knows it. */
export interface Speaker {
  /** How the talk stands; undefined until the stage has told. */
  state: Readonly<Ref<TalkState | undefined>>
  isBlank: Readonly<Ref<boolean>>
  plan: Readonly<Ref<Plan | undefined>>
  pairing: Readonly<Ref<Pairing | undefined>>
  /** What was done in this window and came to nothing, and why, a sentence for each reason, until it is forgotten. */
  dropped: Readonly<Ref<readonly string[]>>
  /** That has been read. */
  forgetDropped: () => void
  /** What the timer of the talk shows now, in milliseconds. */
  elapsedMs: () => number
  /** Gives a command, as a phone does. */
  give: (command: Command) => void
  /** Makes a new code for a phone; the one before is void. */
  newCode: () => void
  /** Sends a phone away. */
  revoke: (phone: string) => void
}

/** A phone that points says so once a second at least; one that is not heard of any more points at nothing. */
const POINTER_LOST_MS = 2_500

/**
 * Makes a window on the laptop take part in the talk: it goes where the talk is, and what is done in it becomes a command.
 *
 * It goes by the stage's plan. Of slides that were edited just now Slidev may know more or less than the plan does: then the
 * window shows as many clicks as there are in both, gives no command that nobody gave, and goes along when the new plan comes.
 *
 * @param deck the window
 * @param link its line to the stage
 * @param client the name under which it gives commands
 */
export function useSpeaker(deck: SpeakerWindow, link: Link, client: string): Speaker {
  const state = shallowRef<TalkState>()
  const isBlank = shallowRef(false)
  const plan = shallowRef<Plan>()
  const pairing = shallowRef<Pairing>()
  const dropped = shallowRef<readonly string[]>([])
  const clicks = computed(() => clicksOf(plan.value ?? []))
  let commander: Commander | undefined
  let isPointing = false
  let keepPointer = (): void => {}

  // A deck that is started again after a crash has its windows loaded again, with whatever they hold.
  const unsent = new UnsentTaps(client, Date.now(), () => sessionStorage)

  function give(command: Command): void {
    if (!commander?.give(command))
      dropped.value = ['Nothing was done: the stage has not said yet where the talk is.']
  }

  const goTo = useItinerary(deck, {
    onWander(position) {
      const shown = commander?.shown
      // Before the stage has said where the talk is, nobody is moved: a page that was loaded again does not know it.
      if (!shown || deck.looksSame(position, shown.position))
        return
      const command = commandOf(shown.position, position, clicks.value)
      if (command)
        give(command)
      else
        draw()
    },
    onStray: draw,
  })

  function draw(): void {
    const shown = commander?.shown
    if (!shown)
      return
    state.value = commander!.state
    isBlank.value = shown.isBlank
    deck.tell({ ...shown.position, clicks: clicks.value[shown.position.slide - 1] ?? 0 })
    goTo(shown.position)
  }

  /** What waits, for the page after this one; and what the page before could not send. */
  function countUnsent({ pending, state }: Commander): void {
    if (!state)
      return
    const before = unsent.takeBefore(state.heard)
    if (before > 0)
      dropped.value = [wordsOfUnsent(before)]
    unsent.note(pending, Date.now())
  }

  function begin(): Commander {
    const begun = new Commander({ client, clicks: clicks.value, send: link.send, now: Date.now, after })
    begun.on((change) => {
      if (change.kind === 'dropped') {
        dropped.value = wordsOfDropped(change.dropped)
        return
      }
      countUnsent(begun)
      draw()
    })
    return begun
  }

  function takePlan(slides: Plan): void {
    plan.value = slides
    commander ??= begin()
    commander.replan(clicks.value)
  }

  /** On the projector; there Slidev shows the presenter view's own pointer in the same way. */
  function point(pointer: Pointer): void {
    keepPointer()
    const shown = deck.role.value === 'projector' ? pointer : null
    // One that was drawn while the window was the projector is taken away all the same.
    if (shown || isPointing)
      deck.point(shown)
    isPointing = shown !== null
    if (shown)
      keepPointer = after(POINTER_LOST_MS, () => point(null))
  }

  link.listen((message) => {
    switch (message.kind) {
      case 'plan':
        return takePlan(message.slides)
      case 'state':
        deck.setTimer(message.state.timer)
        return commander?.take(message.state)
      case 'pairing':
        pairing.value = message.pairing
        return
      case 'pointer':
        return point(message.pointer)
    }
  })

  watch(deck.role, role => link.tell({ kind: 'hello', role }), { immediate: true })

  return {
    state,
    isBlank,
    plan,
    pairing,
    dropped,
    forgetDropped: () => dropped.value = [],
    elapsedMs: () => commander?.elapsedMs ?? 0,
    give,
    newCode: () => link.tell({ kind: 'newCode' }),
    revoke: phone => link.tell({ kind: 'revoke', phone }),
  }
}

function wordsOfUnsent(count: number): string {
  return count === 1 ? '1 key press from before was not sent.' : `${count} key presses from before were not sent.`
}
