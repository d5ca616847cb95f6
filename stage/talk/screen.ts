import type { Command, Position } from '../protocol'
import type { Clicks } from './position'
import { clamped, nextOf, previousOf } from './position'

/** What the projector shows: a step of the talk, or nothing. */
export interface Screen {
  position: Position
  isBlank: boolean
}

/**
 * What the projector shows after a command. The authority and those who draw ahead of it both go by this rule, so that
 * what a speaker sees at once is what the room gets.
 *
 * Every command that moves ends the blank, and moves: a speaker who blanked the screen to tell something goes on with one
 * tap, "next" always means next, and nobody wonders why the phone moves while the room sees nothing. That holds where
 * there is nothing left to move to as well, because who taps wants to be seen.
 *
 * @returns undefined for a place that the deck does not have; what has nothing to do with the screen leaves it alone
 */
export function screenAfter(screen: Screen, command: Command, clicks: Clicks): Screen | undefined {
  switch (command.kind) {
    case 'next':
      return { position: nextOf(screen.position, clicks), isBlank: false }
    case 'previous':
      return { position: previousOf(screen.position, clicks), isBlank: false }
    case 'go':
      return command.to.slide <= clicks.length ? { position: clamped(command.to, clicks), isBlank: false } : undefined
    case 'blank':
      return { ...screen, isBlank: command.isBlank }
    default:
      return screen
  }
}
