import type { LoadedSlides } from '../../scripts/deck'
import { rm } from 'node:fs/promises'
import { buildSite } from '../../scripts/build-site'
import { Problem } from '../../scripts/problem'
import { fingerprintOf, isMadeFrom, noteMadeFrom } from './fingerprint'
import { leaksIn } from './leaks'

export interface ViewerSiteOptions {
  /** The folder of the project. */
  root: string
  /** Where the site is put. */
  out: string
  /** What the project's sources are now: `fingerprintOf(root)`. */
  fingerprint: string
  /** Called with a sentence for the person at the keyboard. */
  say: (sentence: string) => void
}

/** What the pages of the audience are built with, so that they follow the speaker. */
const VIEWER_ENV = {
  VITE_STAGE: 'follow',
  // Another site's address in its head would be fetched from there.
  SITE_URL: undefined,
}

/**
 * Builds the site for the audience, without notes, unless it is there and was made from what is there now.
 *
 * @throws Problem when it cannot be built
 */
export async function prepareViewerSite({ root, out, fingerprint, say }: ViewerSiteOptions): Promise<void> {
  if (await isMadeFrom(out, fingerprint))
    return
  say('The site for the audience is out of date: building it takes about half a minute.')
  await noteMadeFrom(out, undefined)
  await buildViewerSite(root, out)
  // What was edited meanwhile may be in it or not.
  if (await fingerprintOf(root) === fingerprint)
    await noteMadeFrom(out, fingerprint)
}

/** Builds the site for the audience. */
export async function buildViewerSite(root: string, out: string): Promise<void> {
  await buildSite({ root, out, pdf: false, notes: false, quiet: true, env: VIEWER_ENV })
}

/**
 * Looks through the site for the audience for notes, before anybody else can. One that has any is taken away.
 *
 * @param out the folder of the site
 * @param slides what it was built from
 * @throws Problem when something of the notes is in it
 */
export async function refuseNotes(out: string, { slides }: Pick<LoadedSlides, 'slides'>): Promise<void> {
  const [leak] = await leaksIn(out, slides)
  if (!leak)
    return
  await rm(out, { recursive: true, force: true })
  throw new Problem(`The site for the audience has a sentence of the notes of slide ${leak.slide} in ${leak.file} ("${leak.sentence}"), so it is not shown to anybody: put the sentence on the slide, or take it away where else it stands.`)
}
