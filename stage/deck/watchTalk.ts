import type { WrittenTalk } from './talkInfo'
import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { loadSlides } from '../../scripts/deck'
import { talkOf } from './talkInfo'

export interface TalkWatch {
  /** The folder of slides.md. */
  root: string
  /** The talk as it was read last. */
  talk: WrittenTalk
  /** The files that it was read from. */
  files: readonly string[]
  /** Called with the talk when an edit has made another one of it. */
  onEdit: (talk: WrittenTalk) => void
  /** Called with a sentence for the person at the keyboard. */
  say: (sentence: string) => void
  /** Ends it. */
  signal: AbortSignal
  /** Waits until the files are to be looked at again; a second unless given. */
  pause?: () => Promise<unknown>
}

/**
 * Reads the talk again when it was edited. The files are looked at again and again, because an editor may put another file in the
 * place of one, or write it in several goes: they are read when from one look to the next nothing has changed any more.
 *
 * @returns when it was ended
 */
export async function watchTalk({ root, talk, files, onEdit, say, signal, pause = () => sleep(1_000, undefined, { signal }) }: TalkWatch): Promise<void> {
  /** How the files looked last; nothing yet, because they may have been edited since they were read. */
  let seen: string | undefined
  let isRead = false
  let trouble: string | undefined

  async function read(): Promise<void> {
    const slides = await loadSlides(root)
    const now = talkOf(slides)
    files = slides.files
    isRead = true
    if (trouble !== undefined)
      say('The slides can be read again.')
    trouble = undefined
    if (isDeepStrictEqual(now, talk))
      return
    talk = now
    onEdit(talk)
  }

  while (!signal.aborted) {
    const now = await stampOf(files)
    if (now !== seen) {
      seen = now
      isRead = false
    }
    else if (!isRead) {
      // What cannot be read is tried at every look: what it lacks may come in a file that is not known yet.
      await read().catch(({ message }: Error) => {
        if (message !== trouble)
          say(`The slides were edited, and the phones still have them as they were: ${message}`)
        trouble = message
      })
    }
    await pause().catch(() => {})
  }
}

/** What changes when one of the files does; one that is not there now may be back in a moment. */
async function stampOf(files: readonly string[]): Promise<string> {
  const stamps = await Promise.all(files.map(file => stat(file).then(({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`, () => 'gone')))
  return stamps.join('\n')
}
