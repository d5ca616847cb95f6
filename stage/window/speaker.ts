import type { Ref } from 'vue'
import type { Command, Pairing, Pointer, TalkState } from '../protocol'
import type { SpeakerWindow } from './deckWindow'
import type { Link, Plan } from './link'
import { computed, shallowRef, watch } from 'vue'
import { Commander } from '../talk/commander'
import { useItinerary } from './itinerary'
import { commandOf } from './moved'
import { useRunSharing } from './runSharing'

/** The stage as a window on the laptop knows it. */
export interface Speaker {
  /** How the talk stands; undefined until the stage has told. */
  state: Readonly<Ref<TalkState | undefined>>
  isBlank: Readonly<Ref<boolean>>
  plan: Readonly<Ref<Plan | undefined>>
  pairing: Readonly<Ref<Pairing | undefined>>
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
 * @param deck the window
 * @param link its line to the stage
 * @param client the name under which it gives commands
 */
export function useSpeaker(deck: SpeakerWindow, link: Link, client: string): Speaker {
  const state = shallowRef<TalkState>()
  const isBlank = shallowRef(false)
  const plan = shallowRef<Plan>()
  const pairing = shallowRef<Pairing>()
  const clicks = computed(() => plan.value?.map(slide => slide.clicks) ?? [])
  let commander: Commander | undefined
  let pointerLost: ReturnType<typeof setTimeout> | undefined

  const give = (command: Command): void => void commander?.give(command)

  const goTo = useItinerary(deck, (position) => {
    const shown = commander?.shown
    // Before the stage has said where the talk is, nobody is moved: a page that was loaded again does not know it.
    const command = shown && commandOf(shown.position, position, clicks.value)
    if (command)
      give(command)
  })

  function draw(): void {
    state.value = commander!.state
    const shown = commander!.shown
    if (!shown)
      return
    isBlank.value = shown.isBlank
    goTo(shown.position)
  }

  function begin(slides: Plan): void {
    plan.value = slides
    if (commander)
      return
    commander = new Commander({
      client,
      clicks: clicks.value,
      send: link.send,
      now: Date.now,
      after(delayMs, call) {
        const timeout = setTimeout(call, delayMs)
        return () => clearTimeout(timeout)
      },
    })
    commander.on(draw)
  }

  /** On the projector; there Slidev shows the presenter view's own pointer in the same way. */
  function point(pointer: Pointer): void {
    clearTimeout(pointerLost)
    if (deck.isPresenter.value)
      return
    deck.point(pointer)
    if (pointer)
      pointerLost = setTimeout(() => deck.point(null), POINTER_LOST_MS)
  }

  const runs = useRunSharing(link)

  link.listen((message) => {
    switch (message.kind) {
      case 'plan':
        return begin(message.slides)
      case 'state':
        deck.setTimer(message.state.timer)
        return commander?.take(message.state)
      case 'pairing':
        pairing.value = message.pairing
        return
      case 'pointer':
        return point(message.pointer)
      case 'toRun':
        runs.obey(message.command)
    }
  })

  const hello = (): void => link.hello(deck.isPresenter.value ? 'presenter' : 'projector')
  let isReady = false
  void deck.whenReady.then(() => {
    isReady = true
    hello()
  })
  watch(deck.isPresenter, () => isReady && hello())

  return {
    state,
    isBlank,
    plan,
    pairing,
    elapsedMs: () => commander?.elapsedMs ?? 0,
    give,
    newCode: () => link.tell({ kind: 'newCode' }),
    revoke: phone => link.tell({ kind: 'revoke', phone }),
  }
}
