/** A stream stands still unless something is drawn from time to time. */
const FRAME_MS = 1000

/** A video of nothing, with a sound track of nothing, that never ends. It lies behind the page. */
export interface SilentVideo {
  /**
   * Plays, or goes on; not muted where the browser agrees to that.
   *
   * @throws Error when the browser does not let it
   */
  play: () => Promise<void>
  /** Takes it away, with all that it is made of. */
  end: () => void
}

/** @throws Error when the browser cannot make a stream of a canvas or of sound; then nothing of it is left */
export function silentVideo(): SilentVideo {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 16
  const context = canvas.getContext('2d')
  if (!context)
    throw new Error('This browser has no canvas to make a video of.')
  const pictures = canvas.captureStream()
  const sound = new AudioContext()
  const stream = new MediaStream([...pictures.getTracks(), ...sound.createMediaStreamDestination().stream.getTracks()])

  let isEven = false
  const draw = (): void => {
    isEven = !isEven
    context.fillStyle = isEven ? '#000' : '#010101'
    context.fillRect(0, 0, 16, 16)
  }
  // The first at once, for no video plays before it has one.
  draw()
  const drawing = setInterval(draw, FRAME_MS)

  const video = document.createElement('video')
  video.className = 'wake'
  video.playsInline = true
  video.setAttribute('aria-hidden', 'true')
  video.tabIndex = -1
  video.srcObject = stream
  document.body.append(video)

  return {
    async play() {
      void sound.resume()
      // A browser that wanted it muted may have waited for a touch.
      video.muted = false
      try {
        await video.play()
      }
      catch {
        video.muted = true
        await video.play()
      }
    },
    end() {
      clearInterval(drawing)
      for (const track of stream.getTracks())
        track.stop()
      void sound.close()
      video.remove()
    },
  }
}
