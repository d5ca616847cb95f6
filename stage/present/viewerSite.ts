import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSite } from '../../scripts/build-site'
import { loadSlides } from '../../scripts/deck'
import { Problem } from '../../scripts/problem'
import { isMadeFrom, noteMadeFrom } from './fingerprint'
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
 * Builds the site for the audience, unless it is there and was made from what is there now: without notes, and looked through
 * for them before anybody else can.
 *
 * @throws Problem when it cannot be built, or when something of the notes is in it
 */
export async function prepareViewerSite({ root, out, fingerprint, say }: ViewerSiteOptions): Promise<void> {
  if (existsSync(join(out, 'index.html')) && await isMadeFrom(out, fingerprint))
    return
  say('The site for the audience is out of date: building it takes about half a minute.')
  await noteMadeFrom(out, undefined)
  await buildSite({ root, out, pdf: false, notes: false, quiet: true, env: VIEWER_ENV })
  const { slides } = await loadSlides(root)
  const [leak] = await leaksIn(out, slides)
  if (leak) {
    await rm(out, { recursive: true, force: true })
    throw new Problem(`The site for the audience has a sentence of the notes of slide ${leak.slide} in ${leak.file} ("${leak.sentence}"), so it is not shown to anybody: put the sentence on the slide, or take it away where else it stands.`)
  }
  await noteMadeFrom(out, fingerprint)
}
