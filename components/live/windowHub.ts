import type { LiveHub, LiveSurroundings } from './liveHub'
import { useEventListener, usePreferredReducedMotion } from '@vueuse/core'
import { after } from './after'
import { startFrames } from './frameLater'
import { createLiveHub } from './liveHub'
import { randomName } from './randomName'

let hub: LiveHub | undefined
let channel: LiveSurroundings['channel'] | undefined

/** Sets what this window hears of live runs through, other than its neighbours; before anything asks for its hub. */
export function useLiveChannel(other: LiveSurroundings['channel']): void {
  channel = other
}

/** The hub of this window, opened when something first asks for it. The windows of one talk share its address. */
export function windowHub(): LiveHub {
  return hub ??= openHub()
}

function openHub(): LiveHub {
  const motion = usePreferredReducedMotion()
  const opened = createLiveHub({
    channel: channel ?? neighbours(),
    onNextFrame(call) {
      const frame = requestAnimationFrame(call)
      return () => cancelAnimationFrame(frame)
    },
    after,
    settlingFrames: startFrames.run,
    wantsLessMotion: () => motion.value === 'reduce',
    newId: randomName,
  })
  // A window that goes away takes its run along.
  useEventListener(window, 'pagehide', () => opened.isHost() && opened.stop())
  return opened
}

/** The other windows of the same browser. */
function neighbours(): LiveSurroundings['channel'] {
  const channel = new BroadcastChannel(`live ${import.meta.env.BASE_URL}`)
  return {
    post: message => channel.postMessage(message),
    listen: listener => channel.addEventListener('message', ({ data }) => listener(data)),
  }
}
