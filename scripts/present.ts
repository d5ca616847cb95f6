import type { Pairing } from '../stage/protocol'
import { rm } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import * as v from 'valibot'
import { readTalk } from '../stage/deck/talkInfo'
import { endChild } from '../stage/present/child'
import { fingerprintOf } from '../stage/present/fingerprint'
import { listenToKeys } from '../stage/present/keys'
import { toParent } from '../stage/present/messages'
import { checkWanted } from '../stage/present/network'
import { deckPart, stagePart, startPictures } from '../stage/present/parts'
import { arePicturesFresh } from '../stage/present/pictures'
import { isReachable } from '../stage/present/reachable'
import { Supervisor } from '../stage/present/supervisor'
import { tidings } from '../stage/present/tidings'
import { prepareViewerSite } from '../stage/present/viewerSite'
import { hasScreen, openWindows, windowUrls } from '../stage/present/windows'
import { buildRemote } from '../stage/remote/build'
import { freePort, freePortAloud } from './ports'
import { readPresentArgs } from './present-args'
import { Problem, runScript } from './problem'
import { PROJECT_ROOT } from './site'

/** Where the windows of the laptop come from, unless something else is there. */
const DECK_PORT = 3030
/** How long Slidev may take to start, on a slow machine that does it for the first time. */
const DECK_PATIENCE_MS = 120_000
const END_PATIENCE_MS = 3_000

/** The talk on stage: windows on the laptop, a phone to drive it, and the room following on its own screens. */
await runScript(async () => {
  const args = readPresentArgs(process.argv.slice(2))
  if (args.host !== undefined)
    checkWanted(networkInterfaces(), args.host)
  const say = (sentence: string): void => console.log(sentence)
  // A terminal that is closed cannot be written to, and must not end the talk before everything is in order.
  process.stdout.on('error', () => {})

  const talk = await readTalk(PROJECT_ROOT)
  const folder = join(PROJECT_ROOT, '.cache', 'stage')
  const [site, remoteFolder, picturesFolder] = ['site', 'remote', 'pictures'].map(name => join(folder, name)) as [string, string, string]
  const fingerprint = await fingerprintOf(PROJECT_ROOT)
  await prepareViewerSite({ root: PROJECT_ROOT, out: site, fingerprint, say })
  await buildRemote({ out: remoteFolder })
  const hasPictures = await arePicturesFresh(picturesFolder, fingerprint)
  if (!hasPictures)
    await rm(picturesFolder, { recursive: true, force: true })

  const port = await freePortAloud(args.port)
  const deckPort = await freePort(port === DECK_PORT ? DECK_PORT + 1 : DECK_PORT)
  const urls = windowUrls(deckPort)
  let kept: unknown = null
  let pairing: Pairing | undefined
  const terminal = { hasKeys: process.stdin.isTTY, hasColours: process.stdout.isTTY }

  const supervisor = new Supervisor({
    parts: [
      deckPart(PROJECT_ROOT, deckPort),
      stagePart(PROJECT_ROOT, { port, host: args.host, remoteFolder, siteFolder: args.audience ? site : null, picturesFolder }, () => ({ kind: 'begin', talk, kept })),
    ],
    say,
    onMessage(_from, received) {
      const { success, output } = v.safeParse(toParent, received)
      if (!success)
        return
      if (output.kind === 'keep') {
        kept = output.kept
        return
      }
      tidings(pairing, output.pairing, terminal).forEach(say)
      pairing = output.pairing
    },
  })

  const open = async (): Promise<void> => {
    if (!hasScreen() || !await openWindows(urls))
      say(`No browser could be opened: open ${urls.projector} and ${urls.presenter} yourself.`)
  }
  const ending = new AbortController()
  const stop = (): void => {
    ending.abort()
    supervisor.stop()
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
  say(`\nProjector: ${urls.projector}\nPresenter: ${urls.presenter}`)
  if (stopListening)
    say('Keys: n new code for a phone, r unpair all phones, o open the windows again, q end.')
  if (args.open)
    void isReachable(deckPort, DECK_PATIENCE_MS, ending.signal).then(isThere => isThere ? open() : undefined)

  const pictures = hasPictures ? undefined : startPictures(PROJECT_ROOT, { site, out: picturesFolder, slideCount: talk.slides.length, fingerprint })
  pictures?.once('exit', (code) => {
    if (code === 0)
      supervisor.send('stage', { kind: 'pictures' })
    else if (code === 1)
      say('The phone will show no pictures of the slides; everything else works.')
  })

  const why = await supervisor.ended
  stopListening?.()
  if (pictures)
    await endChild(pictures, END_PATIENCE_MS)
  if (why !== undefined)
    throw new Problem(why)
})
