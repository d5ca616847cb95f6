import type { SilentVideo } from './silentVideo'
import { silentVideo } from './silentVideo'
import { whenBack } from './whenBack'

/*
A phone that goes to sleep in mid-talk is of no use. Browsers have a wake lock, but give it to pages from https alone, and
the stage is served over plain http. What is left is that no browser lets the screen go dark while a video plays, and each
has its own idea of what a video is:

- Chrome on Android asks for sound or for a picture that covers a fifth of the page; a media stream may be small.
- Firefox asks for sound or a media stream.
- Safari asks for a sound track that is not muted, and for a video that does not loop.

So the video is a stream of an empty canvas with a silent sound track, which never ends and needs no loop, not muted where
the browser agrees to that. It lies behind the page, and starts at the first touch, for without one no browser plays sound.
*/

/** Whether the screen stays on: not known before the first touch. */
type Awake = 'unknown' | 'yes' | 'no'

/**
 * Keeps the screen on until the signal.
 *
 * @param onChange called when it is known whether that works
 */
export function keepAwake(onChange: (awake: Awake) => void, signal: AbortSignal): void {
  let awake: Awake = 'unknown'
  let lock: WakeLockSentinel | undefined
  let video: SilentVideo | undefined

  const takeLock = async (): Promise<boolean> => {
    try {
      if (!lock || lock.released)
        lock = await navigator.wakeLock.request('screen')
      return true
    }
    catch {
      // There is none on plain http, and a phone that saves its battery refuses.
      return false
    }
  }
  const playSilence = async (): Promise<boolean> => {
    try {
      video ??= silentVideo()
      await video.play()
      return true
    }
    catch {
      return false
    }
  }
  const free = (): void => {
    void lock?.release()
    video?.end()
    video = undefined
  }
  const keepOn = async (mayPlay: boolean): Promise<void> => {
    const works = await takeLock() || (mayPlay && !signal.aborted && await playSilence())
    if (signal.aborted)
      return free()
    const now = works ? 'yes' : 'no'
    if ((works || mayPlay) && awake !== now)
      onChange(awake = now)
  }

  const touched = (): Promise<void> => keepOn(true)
  // Whoever looks away and comes back has lost the lock, and some phones have stopped the video. Before the first touch there
  // is only the lock to be had.
  const seen = (): Promise<void> => keepOn(awake !== 'unknown')
  void seen()
  whenBack(seen, signal)
  document.addEventListener('pointerup', touched, { signal })
  document.addEventListener('keydown', touched, { signal })
  signal.addEventListener('abort', free)
}
