import type { WrittenTalk } from '../deck/talkInfo'
import type { TalkInfo } from '../protocol'
import type { StageOptions } from '../server/stage'
import type { Line } from './child'
import type { FromStage, StageToParent, ToStage } from './messages'
import type { Network } from './network'
import type { Watching } from './watchNetwork'
import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { Problem } from '../../scripts/problem'
import { Admission } from '../pairing/admission'
import { createStage } from '../server/stage'
import { clicksOf } from '../talk/position'
import { Talk } from '../talk/talk'
import { hostsOf } from './network'
import { networkInWords } from './networkInWords'
import { PairingNews } from './pairingNews'
import { Reach } from './reach'
import { networksNow, watchNetwork } from './watchNetwork'

export interface OnAirOptions extends Pick<StageOptions, 'remoteFolder' | 'siteFolder'> {
  talk: WrittenTalk
  /** The set of pictures that is there; null while there is none. */
  pictures: TalkInfo['pictures']
  /** Where the pictures are, or will be when they have been made. */
  picturesFolder: string
  /** What everybody connects to; 0 takes any free one. */
  port: number
  /** The interface or address to be reached by, if not the best one. */
  host?: string
  /** What the stage before this one kept. */
  kept: unknown
  line: Pick<Line, 'send'>
  /** Whether the keys of the terminal do something. */
  hasKeys: boolean
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
export async function goOnAir({ talk: written, pictures, line, say, picturesFolder, ...options }: OnAirOptions): Promise<OnAir> {
  const kept = v.safeParse(keptStage, options.kept)
  let info: TalkInfo = { ...written, pictures, edition: Date.now() }
  const talk = new Talk({ clicks: clicksOf(info.slides), edition: info.edition, kept: kept.success ? kept.output.talk : undefined, nowMs: Date.now() })
  const admission = new Admission({ random: randomBytes, kept: kept.success ? kept.output.phones : undefined })

  const stage = await createStage({
    talk,
    admission,
    info: () => info,
    remoteFolder: options.remoteFolder,
    siteFolder: options.siteFolder,
    picturesFolder,
    onPhones: tellPairing,
  })
  const port = await stage.listen(LOOPBACK, options.port).catch((error: unknown) => {
    throw error instanceof Problem ? new Problem(`${error.message} Start the presentation again, or with another --port.`) : error
  })

  const toDeck = (message: FromStage): void => line.send('deck', message)
  const toParent = (message: StageToParent): void => line.send('parent', message)
  const keep = (): void => toParent({ kind: 'keep', kept: { talk: talk.keep(), phones: admission.keep() } })
  const tellState = (): void => toDeck({ kind: 'state', state: talk.state(Date.now()) })
  const tellPlan = (): void => toDeck({ kind: 'plan', slides: info.slides.map(({ clicks, plannedMs }) => ({ clicks, plannedMs })) })

  const news = new PairingNews({
    admission,
    phones: stage.phones,
    port,
    hasAudience: options.siteFolder !== null,
    tell(pairing) {
      toDeck({ kind: 'pairing', pairing })
      toParent({ kind: 'pairing', pairing })
    },
  })
  function tellPairing(): void {
    news.tell()
  }

  const { host: wanted, hasKeys, readNetwork: read, watchEveryMs = 3_000 } = options
  const reach = new Reach({ stage, port, retryMs: watchEveryMs, say, onMove: address => news.setAddress(address) })
  const network = watchNetwork({ wanted, say, everyMs: watchEveryMs, read, onChange: now => void arrive(now) })
  async function arrive(now: Network | undefined): Promise<void> {
    const served = ['localhost', LOOPBACK, now?.address]
    const strandedPhones = admission.keep().filter(({ host }) => !served.includes(host)).length
    say(networkInWords(now, { wanted, there: networksNow(read), strandedPhones, hasKeys }))
    stage.setHosts(hostsOf(now, port))
    await reach.moveTo(now?.address)
  }

  talk.on((change) => {
    if (change.kind === 'state') {
      // First, so that what a client is told has been done is not lost with this process.
      keep()
      tellState()
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
  tellPlan()
  tellState()
  // Whose phone is paired already needs no code; with one on the screen somebody might think it has to be scanned again.
  if (admission.phones().length === 0)
    admission.newCode(Date.now())
  else
    tellPairing()

  /** Phones have something else to show. */
  function renew(what: Partial<TalkInfo>): void {
    info = { ...info, ...what, edition: Math.max(Date.now(), info.edition + 1) }
  }

  function hear(message: ToStage): void {
    switch (message.kind) {
      case 'commands':
        toDeck({ kind: 'answer', client: message.commands.client, answer: talk.apply(message.commands, Date.now()) })
        break
      case 'run':
        talk.learn({ run: message.run })
        stage.tell(message.run === null ? null : JSON.stringify(message.snapshot ?? null))
        break
      case 'canRun':
        talk.learn({ canRun: message.canRun })
        break
      case 'windows':
        talk.learn({ hasWindow: message.count > 0 })
        // One has come, perhaps, and knows nothing.
        tellPlan()
        tellState()
        tellPairing()
        break
      case 'talk':
        renew(message.talk)
        tellPlan()
        talk.replan(clicksOf(info.slides), info.edition)
        break
      case 'pictures':
        renew({ pictures: message.name })
        talk.learn({ edition: info.edition })
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
    }
  }

  return {
    port,
    hear,
    async close() {
      network.stop()
      news.close()
      await reach.moveTo(undefined)
      await stage.close()
    },
  }
}
