import type { TalkState } from '../../protocol'
import type { Link } from './seen'
import * as v from 'valibot'
import { talkState } from '../../protocol'
import { FRESH_MS, readJson, SILENCE_MS } from '../../talk/events'

/** The first attempt to connect again comes soon, later ones more slowly: but who stands on a stage cannot wait long. */
const RETRY_MS = [300, 1000, 2000]
/** An attempt that has not come to anything by then is given up for another. */
const ATTEMPT_MS = 6000

/** The stream of states from the laptop. */
export interface Stream {
  readonly link: Link
  /** Connects at once if the connection is lost or doubtful: the phone woke up, or is on a network again. */
  wake: () => void
  /** Something else has found that the laptop cannot be reached. */
  doubt: () => void
  close: () => void
}

/**
 * Keeps a stream of states open, for as long as the page is.
 *
 * @param options who is told
 * @param options.onState called with every state
 * @param options.onLink called when the connection comes or goes
 * @param options.onRefusal called when the laptop answers, but does not give the stream: the phone may not be paired any more
 */
export function openStream(options: { onState: (state: TalkState) => void, onLink: () => void, onRefusal: () => void }): Stream {
  let link: Link = { is: 'connecting' }
  let source: EventSource | undefined
  let heardAtMs = 0
  let failures = 0
  let timer: number | undefined
  let isClosed = false

  const setLink = (next: Link): void => {
    // How long it has been there, or gone, counts from the first word or the first failure.
    if (link.is === next.is)
      return
    link = next
    options.onLink()
  }
  const later = (delayMs: number, call: () => void): void => {
    clearTimeout(timer)
    timer = window.setTimeout(call, delayMs)
  }
  const lose = (): void => {
    source?.close()
    source = undefined
    setLink({ is: 'offline', sinceMs: Date.now() })
    later(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]!, connect)
  }
  const hear = (event: MessageEvent<string>): void => {
    const { success, output } = v.safeParse(talkState, readJson(event.data))
    // A newer laptop may say what this page cannot read; it is alive all the same.
    heardAtMs = Date.now()
    failures = 0
    later(SILENCE_MS, lose)
    setLink({ is: 'connected', sinceMs: heardAtMs })
    if (success)
      options.onState(output)
  }

  function connect(): void {
    if (isClosed)
      return
    source?.close()
    const opened = source = new EventSource('/remote/state')
    later(ATTEMPT_MS, lose)
    opened.addEventListener('state', hear)
    opened.addEventListener('error', () => {
      if (opened !== source)
        return
      // A browser gives up by itself when there is an answer, but no stream.
      const isRefused = opened.readyState === EventSource.CLOSED
      lose()
      if (isRefused)
        options.onRefusal()
    })
  }

  connect()
  return {
    get link() {
      return link
    },
    wake() {
      if (Date.now() - heardAtMs > FRESH_MS)
        connect()
    },
    doubt() {
      if (link.is === 'connected')
        lose()
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      source?.close()
    },
  }
}
