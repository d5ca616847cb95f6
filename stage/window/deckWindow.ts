import type { Ref } from 'vue'
import type { Pointer, Position, TalkState } from '../protocol'
import type { Role } from './windowMessages'

/** A window of the deck as far as the stage moves it; setup makes one of Slidev's own state. */
export interface DeckWindow {
  /**
   * Where it is; more clicks than the slide has stand for all of them. Undefined while that is unknown, because it is on a page
   * that shows no slide or because the slides have just become others.
   */
  position: Readonly<Ref<Position | undefined>>
  /** Whether two places look the same here, as far as this window knows its slides: it may have another edition of them than the stage. */
  looksSame: (one: Position, other: Position) => boolean
  /**
   * Takes it to a place, without a trace in its history: `position` follows a moment later.
   *
   * @returns false when it stays, because it is on a page that shows no slide or has no such slide
   */
  goTo: (position: Position) => boolean
}

/** A window on the laptop. */
export interface SpeakerWindow extends DeckWindow {
  role: Readonly<Ref<Role>>
  /** Draws a laser pointer on its slide, or takes it away. */
  point: (pointer: Pointer) => void
  /** Sets the timer that it shows. */
  setTimer: (timer: TalkState['timer']) => void
  /** Tells where the talk is, for what shows that without a slide. */
  tell: (place: TalkPlace) => void
}

/** Where the talk is, with how many clicks its slide has. */
export interface TalkPlace extends Position {
  clicks: number
}
