import type { Command, Pointer, Position, RunOnPhone, TalkInfo, TalkState } from '../../protocol'
import type { Notice } from './notices'

/** How the phone reaches the laptop; `sinceMs` by the phone's clock. */
export type Link
  = | { is: 'connecting' }
    | { is: 'connected' | 'offline', sinceMs: number }

/** What the middle of the page shows. */
export type Panel = 'notes' | 'slides' | 'laser' | 'live' | 'timer'

/** All that the page draws. */
export interface Seen {
  info: TalkInfo
  /** The last that the laptop said. */
  state: TalkState
  /** Where the talk is once the taps on their way have arrived. */
  position: Position
  isBlank: boolean
  /** The live run once it has done what its controls were set to. */
  run: RunOnPhone | null
  /** What the timer shows at this moment. */
  elapsedMs: number
  link: Link
  /** How many taps wait for the network. */
  waiting: number
  panel: Panel
  /** What has to be said: a tap that came too late, a screen that will go dark. */
  notices: readonly Notice[]
  nowMs: number
}

/** What the page asks for when it is touched. */
export interface Deeds {
  give: (command: Command) => void
  point: (pointer: Pointer) => void
  /** Shows a panel; one that is open is closed again. */
  open: (panel: Panel) => void
  putAway: (notice: Notice['about']) => void
}

/** A part of the page. */
export interface Part {
  element: HTMLElement
  show: (seen: Seen) => void
}
