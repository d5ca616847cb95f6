import type { Pointer, Position } from '../../../stage/protocol'
import type { SpeakerWindow, TalkPlace } from '../../../stage/window/deckWindow'
import type { Role } from '../../../stage/window/windowMessages'
import { shallowRef } from 'vue'

/** A window that moves as one of Slidev's does: a moment later, and back when it was sent to more clicks than a slide has. */
export class FakeDeck implements SpeakerWindow {
  readonly position = shallowRef<Position | undefined>()
  readonly role = shallowRef<Role>('projector')
  readonly sentTo: Position[] = []
  readonly pointers: Pointer[] = []
  place: TalkPlace | undefined
  timer: unknown

  /** @param totals how many clicks each slide has, as this window counts them */
  constructor(public totals: readonly number[]) {}

  looksSame(one: Position, other: Position): boolean {
    return one.slide === other.slide && this.#clicksShown(one) === this.#clicksShown(other)
  }

  goTo(position: Position): boolean {
    if (this.role.value === 'aside' || position.slide > this.totals.length)
      return false
    this.sentTo.push(position)
    queueMicrotask(() => this.stand(position))
    return true
  }

  point(pointer: Pointer): void {
    this.pointers.push(pointer)
  }

  setTimer(timer: unknown): void {
    this.timer = timer
  }

  tell(place: TalkPlace): void {
    this.place = place
  }

  /** Somebody goes there, or its address leads there. */
  stand(position: Position): void {
    const isEntered = this.position.value?.slide !== position.slide
    this.position.value = position
    const click = this.#clicksShown(position)
    if (isEntered && click !== position.click)
      queueMicrotask(() => this.position.value = { ...position, click })
  }

  /** Shows a page without a slide from now on, or one of the talk's at a place. */
  open(role: Role, position?: Position): void {
    this.role.value = role
    if (position)
      this.stand(position)
    else
      this.position.value = undefined
  }

  #clicksShown({ slide, click }: Position): number {
    return Math.min(click, this.totals[slide - 1]!)
  }
}
