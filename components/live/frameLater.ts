import type { ShallowRef } from 'vue'
import { onScopeDispose, shallowRef, watch } from 'vue'

/**
 * What comes in which frame after a run was started. All of it at once would be one long frame; spread over a few, none is.
 */
export const startFrames = { controls: 2, killButtons: 3, listing: 4, run: 5 } as const

/**
 * Turns on so many frames after `isOn` does, and off together with it.
 */
export function someFramesLater(isOn: () => boolean, frames: number): Readonly<ShallowRef<boolean>> {
  const isOnLater = shallowRef(false)
  let next = 0

  function wait(left: number): void {
    if (left > 0)
      next = requestAnimationFrame(() => wait(left - 1))
    else
      isOnLater.value = true
  }
  function callOff(): void {
    cancelAnimationFrame(next)
    isOnLater.value = false
  }
  watch(isOn, now => now ? wait(frames) : callOff(), { immediate: true })
  onScopeDispose(callOff)
  return isOnLater
}
