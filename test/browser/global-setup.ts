import type { TestProject } from 'vitest/node'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSite } from '../../scripts/build-site'
import { serveSite } from '../../scripts/serve'
import { PROJECT_ROOT } from '../../scripts/site'
import { copyProject } from '../projectCopy'

/** A built deck that is being served while the tests run. */
export interface ServedDeck {
  /** Where it is served, base and closing slash included. */
  url: string
  /** The folder of the built site. */
  dir: string
  /** The folder with its slides.md. */
  root: string
}

declare module 'vitest' {
  interface ProvidedContext {
    deck: ServedDeck
    brokenDeck: ServedDeck
  }
}

/** The deck is tested below a sub-path, which is where a site breaks first. */
const BASE = '/talks/elixir/'

/** Builds the deck and the deck that is broken on purpose, and serves both. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'deck-browser-'))
  const broken = await copyProject()
  const servers: { close: () => Promise<void> }[] = []
  const tearDown = async (): Promise<void> => {
    await Promise.all(servers.map(server => server.close()))
    await rm(folder, { recursive: true, force: true })
    await broken.remove()
  }

  const build = async (root: string, name: string, base: string): Promise<ServedDeck> => {
    const dir = join(folder, name)
    await buildSite({ root, out: dir, base, pdf: false, quiet: true })
    const server = await serveSite({ dir, base })
    servers.push(server)
    return { url: server.url, dir, root }
  }

  try {
    // Its slides and components, in the project's own layouts, styles and setup.
    await cp(join(PROJECT_ROOT, 'test/fixtures/broken-look'), broken.root, { recursive: true })
    const [deck, brokenDeck] = await Promise.all([build(PROJECT_ROOT, 'site', BASE), build(broken.root, 'broken-site', '/')])
    provide('deck', deck)
    provide('brokenDeck', brokenDeck)
  }
  catch (error) {
    await tearDown()
    throw error
  }
  return tearDown
}
