import type { Commands, TalkInfo } from '../../protocol'
import type { Deeds, Panel, Part } from './seen'
import { after } from '../../../components/live/after'
import { randomName } from '../../../components/live/randomName'
import { Commander } from '../../talk/commander'
import { clicksOf } from '../../talk/position'
import { UnsentTaps } from '../../talk/unsentTaps'
import { AskedValues } from './askedValues'
import { keepAwake } from './awake'
import { guardAgainstBack } from './back'
import { drivePage } from './drivePage'
import { listenToKeys } from './keys'
import { Notices } from './notices'
import { takeCodeFromAddress } from './pairing'
import { givenUpInTime } from './patience'
import { fetchInfo, NotPaired, Refused, sendCommands } from './stage'
import { openStream } from './stream'
import { TalkInForce } from './talkInForce'
import { whenBack } from './whenBack'
import { wordsOfUnsent } from './words'

/** How often the seconds on the page are counted. */
const TICK_MS = 250
/** How often the laptop is told that the phone is there: one of which it does not hear has left, whatever the connection says. */
const LIFE_MS = 15_000
/** Short enough not to be heard in the microphone. */
const HAPTIC_MS = 12

const NO_WINDOW = 'No window on the laptop shows the talk: the room sees nothing.'
const GOES_DARK = 'This phone may go dark: set its screen to stay on for the talk.'

export interface DriveOptions {
  info: TalkInfo
  /** How many taps were lost with a pairing that was ended. */
  undelivered: number
  /** Puts a page in the place of what is there. */
  show: (page: HTMLElement) => void
}

/**
 * Drives the talk, until the laptop ends the pairing.
 *
 * @returns how many taps were not delivered when it ended
 */
export function drive({ info, undelivered, show }: DriveOptions): Promise<number> {
  return new Promise((resolve) => {
    const ending = new AbortController()
    const { signal } = ending
    // Every pairing gives commands under a name of its own.
    const client = randomName()
    const notices = new Notices()
    const asked = new AskedValues()
    const unsent = new UnsentTaps(client, Date.now(), () => localStorage)
    let untold = undelivered
    let page: Part | undefined
    let panel: Panel = 'notes'

    const commander = new Commander({ client, clicks: clicksOf(info.slides), send, now: Date.now, after })
    const talk = new TalkInForce(info, {
      onChange: info => commander.replan(clicksOf(info.slides)),
      onNotPaired: end,
      signal,
    })
    const stream = openStream({
      onState: state => commander.take(state),
      onLink() {
        if (stream.link.is === 'connected')
          commander.resend()
        draw()
      },
      onRefusal: () => void checkPairing(),
    })

    async function send(commands: Commands, signal: AbortSignal): ReturnType<typeof sendCommands> {
      const { link } = stream
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
        // A laptop that refuses is reached; and what was sent before the connection came back says nothing of it.
        else if (!(error instanceof Refused) && link === stream.link)
          stream.doubt()
        throw error
      }
    }

    /** The stream was refused, perhaps by somebody else who has the laptop's address in another network. */
    async function checkPairing(): Promise<void> {
      try {
        await fetchInfo()
      }
      catch (error) {
        if (error instanceof NotPaired)
          end()
      }
    }

    /** Says that the phone is there, while somebody looks at it. */
    function giveSignOfLife(): void {
      if (stream.link.is === 'connected' && document.visibilityState === 'visible')
        void send({ client, commands: [] }, givenUpInTime()).catch(() => {})
    }

    function end(): void {
      if (signal.aborted)
        return
      ending.abort()
      commander.close()
      stream.close()
      // They are told by whatever is shown next.
      unsent.note([], Date.now())
      resolve(untold + commander.pending.length)
    }

    const deeds: Deeds = {
      give(command) {
        if (command.kind === 'control')
          asked.ask(command)
        if (commander.give(command))
          navigator.vibrate?.(HAPTIC_MS)
      },
      point: pointer => commander.point(pointer),
      open(wanted) {
        panel = panel === wanted ? 'notes' : wanted
        draw()
      },
      putAway(notice) {
        notices.putAway(notice)
        draw()
      },
    }

    /** Sees to what a new state asks for. */
    function follow(): void {
      const { state, pending } = commander
      if (state) {
        talk.goBy(state.edition)
        notices.whether(NO_WINDOW, !state.hasWindow)
        untold += unsent.takeBefore(state.heard)
        if (untold > 0)
          notices.say(wordsOfUnsent(untold))
        untold = 0
      }
      unsent.note(pending, Date.now())
    }

    function draw(): void {
      const { state, shown, pending } = commander
      if (!state || !shown || signal.aborted)
        return
      if (panel === 'live' && !state.canRun && !state.run)
        panel = 'notes'
      if (!page) {
        page = drivePage(deeds)
        show(page.element)
      }
      page.show({
        info: talk.info,
        state,
        ...shown,
        run: asked.shownOn(state.run, command => pending.some(each => each.command === command), Date.now()),
        elapsedMs: commander.elapsedMs,
        link: stream.link,
        waiting: pending.length,
        panel,
        notices: notices.list,
        nowMs: Date.now(),
      })
    }

    commander.on((change) => {
      if (change.kind === 'view') {
        follow()
      }
      else {
        notices.count(change.dropped)
        change.dropped.forEach(({ command }) => asked.refuse(command))
      }
      draw()
    })
    const intervals = [setInterval(draw, TICK_MS), setInterval(giveSignOfLife, LIFE_MS)]
    signal.addEventListener('abort', () => intervals.forEach(each => clearInterval(each)))
    listenToKeys(deeds.give, () => commander.shown?.isBlank ?? false, signal)
    guardAgainstBack(signal)
    keepAwake((awake) => {
      notices.whether(GOES_DARK, awake === 'no')
      draw()
    }, signal)
    // Who is paired needs no code.
    window.addEventListener('hashchange', takeCodeFromAddress, { signal })
    whenBack(() => {
      stream.wake()
      commander.retryNow()
    }, signal)
    window.addEventListener('offline', () => stream.doubt(), { signal })
  })
}
