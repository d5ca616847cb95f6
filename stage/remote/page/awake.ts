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
export type Awake = 'unknown' | 'yes' | 'no'

/** A stream stands still unless something is drawn from time to time. */
const FRAME_MS = 1000

/**
 * Keeps the screen on until the signal.
 *
 * @param onChange called when it is known whether that works
 */
export function keepAwake(onChange: (awake: Awake) => void, signal: AbortSignal): void {
  let awake: Awake = 'unknown'
  let lock: WakeLockSentinel | undefined
  let video: HTMLVideoElement | undefined

  const tell = (now: Awake): void => {
    if (awake !== now)
      onChange(awake = now)
  }
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
      if (video.paused)
        await startVideo(video)
      return true
    }
    catch {
      return false
    }
  }
  const touched = async (): Promise<void> => {
    const works = await takeLock() || await playSilence()
    if (!signal.aborted)
      tell(works ? 'yes' : 'no')
  }
  // Whoever looks away and comes back has lost the lock, and some phones have stopped the video; the next touch starts it.
  const seen = async (): Promise<void> => {
    if (document.visibilityState === 'visible' && await takeLock())
      tell('yes')
  }
  void seen()
  document.addEventListener('visibilitychange', seen, { signal })
  document.addEventListener('pointerup', touched, { signal })
  document.addEventListener('keydown', touched, { signal })
  signal.addEventListener('abort', () => {
    void lock?.release()
    video?.remove()
  })
}

async function startVideo(video: HTMLVideoElement): Promise<void> {
  try {
    await video.play()
  }
  catch {
    video.muted = true
    await video.play()
  }
}

/** @throws Error when the browser cannot make a stream of a canvas or of sound */
function silentVideo(): HTMLVideoElement {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 16
  const context = canvas.getContext('2d')
  if (!context)
    throw new Error('This browser has no canvas to make a video of.')
  let isEven = false
  setInterval(() => {
    isEven = !isEven
    context.fillStyle = isEven ? '#000' : '#010101'
    context.fillRect(0, 0, 16, 16)
  }, FRAME_MS)

  const sound = new AudioContext()
  void sound.resume()
  const silence = sound.createMediaStreamDestination()

  const video = document.createElement('video')
  video.className = 'wake'
  video.playsInline = true
  video.setAttribute('aria-hidden', 'true')
  video.tabIndex = -1
  video.srcObject = new MediaStream([...canvas.captureStream().getTracks(), ...silence.stream.getTracks()])
  document.body.append(video)
  return video
}
