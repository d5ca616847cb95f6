import type { LoadedSlides } from '../../scripts/deck'
import type { WrittenTalk } from '../deck/talkInfo'
import type { PicturesArgs } from './picturesProcess'
import type { StageArgs } from './stageProcess'
import type { ViewerSiteOptions } from './viewerSite'
import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { loadSlides } from '../../scripts/deck'
import { talkOf } from '../deck/talkInfo'
import { buildRemote } from '../remote/build'
import { fingerprintOf, nameOf } from './fingerprint'
import { prepareViewerSite, refuseNotes } from './viewerSite'

/** How long pictures are left alone that were taken of other slides: another presentation may show them. */
const SWEPT_AFTER_MS = 24 * 3_600_000

export interface PreparationOptions {
  /** The folder of the project. */
  root: string
  /** Whether the room is to follow. */
  audience: boolean
  /** Called with a sentence for the person at the keyboard. */
  say: (sentence: string) => void
}

/** What a presentation begins with. */
export interface Preparation {
  talk: WrittenTalk
  /** The files that the talk is written in. */
  files: string[]
  folders: Pick<StageArgs, 'remoteFolder' | 'siteFolder' | 'picturesFolder'>
  /** How the pictures of these slides are called. */
  picturesName: string
  /** How they are taken; null when they are there, or when there is nothing to take them of. */
  picturesToTake: PicturesArgs | null
  havePictures: boolean
}

/**
 * Makes what has to be there before the talk is put on stage, as far as it is not there from the last time.
 *
 * @throws Problem when the slides cannot be read, or the phone's page cannot be built
 */
export async function prepare({ root, audience, say }: PreparationOptions): Promise<Preparation> {
  const folder = join(root, '.cache', 'stage')
  const [site, remoteFolder, picturesFolders] = [join(folder, 'site'), join(folder, 'remote'), join(folder, 'pictures')]
  // Before the site is built: what is edited meanwhile is newer than the site then.
  const fingerprint = await fingerprintOf(root)
  const slides = await loadSlides(root)
  const talk = talkOf(slides)

  const siteFolder = audience ? await siteForRoom({ root, out: site, fingerprint, say }, slides) : null
  await buildRemote({ out: remoteFolder })

  const picturesName = nameOf(fingerprint)
  const picturesFolder = join(picturesFolders, picturesName)
  const havePictures = existsSync(picturesFolder)
  await sweep(picturesFolders, picturesName)
  // A site that the room does not get is built where they are taken; one that could not be built now cannot be built there.
  const canTakePictures = !havePictures && (siteFolder !== null || !audience)
  return {
    talk,
    files: slides.files,
    folders: { remoteFolder, siteFolder, picturesFolder },
    picturesName,
    picturesToTake: canTakePictures ? { root, site, out: picturesFolder, slideCount: talk.slides.length, fingerprint } : null,
    havePictures,
  }
}

/** Takes away what is old in a folder, but for one thing. */
async function sweep(folder: string, kept: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    // It may be gone in between: who starts two presentations at once sweeps twice.
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
    if (name !== kept && Date.now() - mtimeMs > SWEPT_AFTER_MS)
      await rm(path, { recursive: true, force: true })
  }
}

/** The site for the room, looked through and ready to be served; null when there is none, which is no reason not to give the talk. */
async function siteForRoom(options: ViewerSiteOptions, slides: LoadedSlides): Promise<string | null> {
  try {
    await prepareViewerSite(options)
    await refuseNotes(options.out, slides)
    return options.out
  }
  catch (error) {
    options.say(`${error instanceof Error ? error.message : error} The talk goes on with laptop and phone: nobody else can follow, and the phone gets no pictures.`)
    return null
  }
}
