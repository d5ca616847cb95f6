import type { Commands, TalkInfo } from '../../protocol'
import type { Deeds, Panel, Part } from './seen'
import { Commander } from '../../talk/commander'
import { keepAwake } from './awake'
import { guardAgainstBack } from './back'
import { drivePage } from './drivePage'
import { listenToKeys } from './keys'
import { fetchInfo, NotPaired, sendCommands } from './stage'
import { openStream } from './stream'
import { wordsOfDropped } from './words'

/** How often the seconds on the page are counted. */
const TICK_MS = 250
/** Short enough not to be heard in the microphone. */
const HAPTIC_MS = 12

const NO_WINDOW = 'No window on the laptop shows the talk: the room sees nothing.'
const GOES_DARK = 'This phone may go dark: set its screen to stay on for the talk.'

/**
 * Drives the talk, until the laptop ends the pairing.
 *
 * @param info the talk
 * @param show puts a page in the place of what is there
 * @returns how many taps were not delivered when it ended
 */
export function drive(info: TalkInfo, show: (page: HTMLElement) => void): Promise<number> {
  return new Promise((resolve) => {
    const ending = new AbortController()
    const { signal } = ending
    const notices: string[] = []
    let page: Part | undefined
    let panel: Panel = 'notes'
    let hasBeenConnected = false

    const commander = new Commander({
      client: randomName(),
      clicks: info.slides.map(slide => slide.clicks),
      send: (commands, signal) => send(commands, signal),
      now: Date.now,
      after: (delayMs, call) => {
        const timer = setTimeout(call, delayMs)
        return () => clearTimeout(timer)
      },
    })
    const stream = openStream({
      onState: state => commander.take(state),
      onLink: () => {
        if (stream.link.is === 'connected') {
          commander.retryNow()
          if (hasBeenConnected)
            void lookAgain()
          hasBeenConnected = true
        }
        draw()
      },
      onRefusal: () => void lookAgain(),
    })

    async function send(commands: Commands, signal: AbortSignal): ReturnType<typeof sendCommands> {
      try {
        const answer = await sendCommands(commands, signal)
        // The network is back, and the stream need not wait for its next attempt.
        if (commander.failures > 0)
          stream.wake()
        return answer
      }
      catch (error) {
        if (error instanceof NotPaired)
          end()
        else
          stream.doubt()
        throw error
      }
    }

    /** Whether the phone is still paired and the talk still the same, after the connection was lost. */
    async function lookAgain(): Promise<void> {
      try {
        const again = await fetchInfo()
        // The deck was changed in between: everything on the page would be of the old one.
        if (JSON.stringify(again) !== JSON.stringify(info) && commander.waiting.commands === 0)
          location.reload()
      }
      catch (error) {
        if (error instanceof NotPaired)
          end()
      }
    }

    function end(): void {
      if (signal.aborted)
        return
      const undelivered = commander.waiting.commands
      ending.abort()
      commander.close()
      stream.close()
      resolve(undelivered)
    }

    function notify(sentence: string): void {
      if (!notices.includes(sentence))
        notices.push(sentence)
      draw()
    }
    function dismiss(sentence: string): void {
      const index = notices.indexOf(sentence)
      if (index !== -1)
        notices.splice(index, 1)
      draw()
    }

    const deeds: Deeds = {
      give(command) {
        if (commander.give(command))
          navigator.vibrate?.(HAPTIC_MS)
      },
      point: pointer => commander.point(pointer),
      open(wanted) {
        panel = panel === wanted ? 'notes' : wanted
        draw()
      },
      dismiss,
    }

    function draw(): void {
      const { state, shown } = commander
      if (!state || !shown || signal.aborted)
        return
      if (panel === 'live' && !state.canRun && !state.run)
        panel = 'notes'
      if (!page) {
        page = drivePage(deeds)
        show(page.element)
      }
      page.show({
        info,
        state,
        ...shown,
        elapsedMs: commander.elapsedMs,
        link: stream.link,
        waiting: commander.waiting.commands,
        panel,
        notices: state.hasWindow ? [...notices] : [...notices, NO_WINDOW],
        nowMs: Date.now(),
      })
    }

    commander.on((change) => {
      if (change.kind === 'view')
        draw()
      else
        wordsOfDropped(change.dropped).forEach(notify)
    })
    const ticking = setInterval(draw, TICK_MS)
    signal.addEventListener('abort', () => clearInterval(ticking))
    listenToKeys(deeds.give, () => commander.shown?.isBlank ?? false, signal)
    guardAgainstBack(signal)
    keepAwake(awake => awake === 'no' ? notify(GOES_DARK) : dismiss(GOES_DARK), signal)

    const wake = (): void => {
      if (document.visibilityState !== 'visible')
        return
      stream.wake()
      commander.retryNow()
    }
    document.addEventListener('visibilitychange', wake, { signal })
    window.addEventListener('pageshow', wake, { signal })
    window.addEventListener('online', wake, { signal })
    window.addEventListener('offline', () => stream.doubt(), { signal })
  })
}

/** A page on plain http has no `crypto.randomUUID`. */
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}
