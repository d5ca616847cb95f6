import type { WrittenTalk } from '../deck/talkInfo'
import type { Pairing } from '../protocol'
import type { StageOptions } from '../server/stage'
import type { Line } from './child'
import type { FromStage, ToParent, ToStage } from './messages'
import type { Network, Watching } from './network'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import * as v from 'valibot'
import { Admission } from '../pairing/admission'
import { createStage } from '../server/stage'
import { Talk } from '../talk/talk'
import { hostsOf, isLaptopOnly, watchNetwork } from './network'
import { Reach } from './reach'

export interface OnAirOptions extends Pick<StageOptions, 'remoteFolder' | 'siteFolder'> {
  talk: WrittenTalk
  /** Where the pictures are, or will be when they have been made. */
  picturesFolder: string
  /** What everybody connects to; 0 takes any free one. */
  port: number
  /** The interface or address to be reached by, if not the best one. */
  host?: string
  /** What the stage before this one kept. */
  kept: unknown
  line: Pick<Line, 'send'>
  /** Called with a sentence for the person at the keyboard. */
  say: (sentence: string) => void
  /** Where the interfaces are read; the system unless given. */
  readNetwork?: Watching['read']
  /** How often, in milliseconds; see `watchNetwork`. */
  watchEveryMs?: number
}

/** The stage of a presentation, which is up. */
export interface OnAir {
  port: number
  /** Does what it is told by the deck's process or by the parent. */
  hear: (message: ToStage) => void
  close: () => Promise<void>
}

/** What outlives a stage, as the parent keeps it; each part reads its own. */
const keptStage = v.object({ talk: v.unknown(), phones: v.unknown() })

/** This machine, under an address that never changes. */
const LOOPBACK = '127.0.0.1'

/**
 * Puts a stage up: the talk, who may drive it, the server, the network it is reached by, and the mail to the windows of the laptop.
 *
 * It answers at the loopback address and at one address of the chosen network, not at all addresses: what leads into other
 * networks of a laptop (a tunnel to the office, containers) has no business here. When the address changes, as with another
 * Wi-Fi or after sleep, it leaves the old one and answers at the new one, with the same port, talk, phones and code.
 *
 * @throws Problem when the port cannot be had or a page is missing
 */
export async function goOnAir({ talk: written, line, say, picturesFolder, ...options }: OnAirOptions): Promise<OnAir> {
  const kept = v.safeParse(keptStage, options.kept)
  const talk = new Talk({ clicks: written.slides.map(({ clicks }) => clicks), kept: kept.success ? kept.output.talk : undefined, nowMs: Date.now() })
  const admission = new Admission({ random: randomBytes, kept: kept.success ? kept.output.phones : undefined })
  let hasPictures = existsSync(picturesFolder)
  let codeTimer: NodeJS.Timeout | undefined

  const stage = await createStage({
    talk,
    admission,
    info: () => ({ ...written, hasPictures }),
    remoteFolder: options.remoteFolder,
    siteFolder: options.siteFolder,
    picturesFolder,
  })
  const port = await stage.listen(LOOPBACK, options.port)

  const watchEveryMs = options.watchEveryMs ?? 3_000
  const reach = new Reach({ stage, port, retryMs: watchEveryMs, say })
  const network = watchNetwork({
    wanted: options.host,
    everyMs: watchEveryMs,
    read: options.readNetwork,
    onChange: (now) => {
      void arrive(now)
      tellPairing()
    },
  })
  async function arrive(now: Network | undefined): Promise<void> {
    say(networkSentence(now, options.host))
    stage.setHosts(hostsOf(now, port))
    await reach.moveTo(now?.address)
  }

  const toDeck = (message: FromStage): void => line.send('deck', message)
  const toParent = (message: ToParent): void => line.send('parent', message)
  const keep = (): void => toParent({ kind: 'keep', kept: { talk: talk.keep(), phones: admission.keep() } })

  function pairing(): Pairing {
    const code = admission.code(Date.now())
    const reached = network.current
    return {
      hasNetwork: reached !== undefined,
      audienceUrl: reached && options.siteFolder !== null ? urlOf(reached.address, port) : null,
      phoneUrl: code && `${urlOf(reached?.address ?? 'localhost', port)}remote#${code.text}`,
      codeEndsAtMs: code && code.endsAtMs,
      phones: admission.phones(),
    }
  }
  function tellPairing(): void {
    const now = pairing()
    toDeck({ kind: 'pairing', pairing: now })
    toParent({ kind: 'pairing', pairing: now })
    clearTimeout(codeTimer)
    // That the code is over has to be said when nothing else happens.
    if (now.codeEndsAtMs !== null)
      codeTimer = setTimeout(tellPairing, Math.max(0, now.codeEndsAtMs - Date.now()) + 1)
  }

  talk.on((change) => {
    if (change.kind === 'state') {
      // First, so that what a client is told has been done is not lost with this process.
      keep()
      toDeck({ kind: 'state', state: talk.state(Date.now()) })
    }
    else {
      toDeck(change.kind === 'pointer' ? change : { kind: 'toRun', command: change.command })
    }
  })
  admission.on((change) => {
    if (change.kind !== 'code')
      keep()
    tellPairing()
  })

  await arrive(network.current)
  toDeck({ kind: 'state', state: talk.state(Date.now()) })
  // Whose phone is paired already needs no code; with one on the screen somebody might think it has to be scanned again.
  if (admission.phones().length === 0)
    admission.newCode(Date.now())
  else
    tellPairing()

  function hear(message: ToStage): void {
    switch (message.kind) {
      case 'commands':
        toDeck({ kind: 'answer', client: message.commands.client, answer: talk.apply(message.commands, Date.now()) })
        break
      case 'run':
        talk.setRun(message.run)
        stage.tell(message.run === null ? null : JSON.stringify(message.snapshot ?? null))
        break
      case 'canRun':
        talk.setCanRun(message.canRun)
        break
      case 'windows':
        talk.setHasWindow(message.count > 0)
        // Slidev makes a new server when its settings change, and what carried our words before has forgotten them.
        tellPairing()
        break
      case 'newCode':
        admission.newCode(Date.now())
        break
      case 'revoke':
        admission.revoke(message.phone)
        break
      case 'revokeAll':
        admission.revokeAll()
        break
      case 'pictures':
        hasPictures = true
        break
    }
  }

  return {
    port,
    hear,
    async close() {
      network.stop()
      clearTimeout(codeTimer)
      await reach.moveTo(undefined)
      await stage.close()
    },
  }
}

function urlOf(host: string, port: number): string {
  return `http://${host}${port === 80 ? '' : `:${port}`}/`
}

function networkSentence(network: Network | undefined, wanted: string | undefined): string {
  if (network)
    return `On the network: ${network.address} (${network.name}).`
  return wanted !== undefined && isLaptopOnly(wanted)
    ? 'Only this laptop is served, as --host says.'
    : 'No network that a phone could be in: only this laptop is served, until there is one.'
}
