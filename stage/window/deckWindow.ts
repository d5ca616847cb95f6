import type { Ref } from 'vue'
import type { Pointer, Position, TalkState } from '../protocol'

/** A window of the deck as far as the stage moves it; setup makes one of Slidev's own state. */
export interface DeckWindow {
  /** Where it is; more clicks than the slide has stand for all of them. */
  position: Readonly<Ref<Position>>
  /** Resolves when it stands where its address led it: from then on it is moved, and who moves it is somebody. */
  whenReady: Promise<void>
  /** Whether it is the presenter view. */
  isPresenter: Readonly<Ref<boolean>>
  /** Takes it to a place, without a trace in its history. */
  goTo: (position: Position) => void
}

/** A window on the laptop. */
export interface SpeakerWindow extends DeckWindow {
  /** Draws a laser pointer on its slide, or takes it away. */
  point: (pointer: Pointer) => void
  /** Sets the timer that it shows. */
  setTimer: (timer: TalkState['timer']) => void
}
