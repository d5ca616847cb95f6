import type { PresentArgs } from '../../scripts/present-args'
import type { Pairing } from '../protocol'
import { networkInterfaces } from 'node:os'
import process from 'node:process'
import * as v from 'valibot'
import { freePort, freePortAloud } from '../../scripts/ports'
import { Problem } from '../../scripts/problem'
import { watchTalk } from '../deck/watchTalk'
import { endChild, endsWell } from './child'
import { listenToKeys } from './keys'
import { toParent } from './messages'
import { checkWanted } from './network'
import { deckPart, stagePart, startPictures } from './parts'
import { prepare } from './preparation'
import { Supervisor } from './supervisor'
import { tidings } from './tidings'
import { hasScreen, openWindows, windowUrls } from './windows'

/** Where the windows of the laptop come from, unless something else is there. */
const DECK_PORT = 3030
/** How long Slidev may take to start, on a slow machine that does it for the first time. */
const DECK_PATIENCE_MS = 120_000
const END_PATIENCE_MS = 3_000

/**
 * Puts the talk on stage: windows on the laptop, a phone to drive it, and the room following on its own screens. This process is
 * the parent of those that do the work.
 *
 * @param root the folder of the project
 * @param args what was asked for
 * @param say called with a sentence for the person at the keyboard
 * @returns when it was ended
 * @throws Problem when it cannot begin, or has to be given up
 */
export async function present(root: string, args: PresentArgs, say: (sentence: string) => void): Promise<void> {
  if (args.host !== undefined)
    checkWanted(networkInterfaces(), args.host)
  // A terminal that is closed cannot be written to, and must not end the talk before everything is in order.
  process.stdout.on('error', () => {})

  const { files, folders, picturesName, picturesToTake, ...prepared } = await prepare({ root, audience: args.audience, say })
  const port = await freePortAloud(args.port)
  const deckPort = await freePort(DECK_PORT, [port])
  const urls = windowUrls(deckPort)
  // Undefined where there is no terminal.
  const terminal = { hasKeys: Boolean(process.stdin.isTTY), hasColours: Boolean(process.stdout.isTTY) }
  const ending = new AbortController()

  // What a stage that is started anew is told.
  let { talk } = prepared
  let pictures = prepared.havePictures ? picturesName : null
  let kept: unknown = null
  let pairing: Pairing | undefined

  const open = async (): Promise<void> => {
    if (!hasScreen() || !await openWindows(urls))
      say(`No browser could be opened: open ${urls.projector} and ${urls.presenter} yourself.`)
  }
  let opening: Promise<void> | undefined
  let patience: NodeJS.Timeout | undefined

  const supervisor = new Supervisor({
    parts: [
      deckPart(root, deckPort),
      stagePart(root, { port, host: args.host, hasKeys: terminal.hasKeys, ...folders }, () => ({ kind: 'begin', talk, pictures, kept })),
    ],
    say,
    onMessage(from, received) {
      const { success, output } = v.safeParse(from === 'deck' ? toParent.deck : toParent.stage, received)
      if (!success)
        return
      switch (output.kind) {
        case 'isUp':
          clearTimeout(patience)
          // Once: whose windows are open already has them come back by themselves.
          if (args.open)
            opening ??= open()
          break
        case 'keep':
          kept = output.kept
          break
        case 'pairing':
          tidings(pairing, output.pairing, terminal).forEach(say)
          pairing = output.pairing
          break
      }
    },
  })

  const stop = (): void => {
    ending.abort()
    void supervisor.stop()
  }
  const stopListening = listenToKeys(process.stdin, {
    n: () => supervisor.send('stage', { kind: 'newCode' }),
    r: () => supervisor.send('stage', { kind: 'revokeAll' }),
    o: () => void open(),
    q: stop,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, stop)

  supervisor.start()
  patience = setTimeout(() => say(`For ${DECK_PATIENCE_MS / 60_000} minutes the deck has not answered at ${urls.projector}: end this, and see what \`npm run dev\` says.`), DECK_PATIENCE_MS)
  say(`\nProjector: ${urls.projector}\nPresenter: ${urls.presenter}`)
  if (stopListening)
    say('Keys: n new code for a phone, r unpair all phones, o open the windows again, q end.')

  const watching = watchTalk({
    root,
    talk,
    files,
    onEdit(edited) {
      talk = edited
      supervisor.send('stage', { kind: 'talk', talk })
      say('The slides were edited: phones have them as they are now; the room and the pictures will, with the next `npm run present`.')
    },
    say,
    signal: ending.signal,
  })

  const photographer = picturesToTake && startPictures(picturesToTake)
  const photographing = photographer && endsWell(photographer).then((areThere) => {
    if (areThere) {
      pictures = picturesName
      supervisor.send('stage', { kind: 'pictures', name: picturesName })
    }
    else if (!ending.signal.aborted) {
      say('The phone will show no pictures of the slides; everything else works.')
    }
  })

  const why = await supervisor.ended
  ending.abort()
  clearTimeout(patience)
  stopListening?.()
  await Promise.all([opening, watching, photographer && endChild(photographer, END_PATIENCE_MS), photographing])
  if (why !== undefined)
    throw new Problem(why)
}
