import type { TestProject } from 'vitest/node'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { slidevProgram } from '../../scripts/build-site'
import { serveSite } from '../../scripts/serve'
import { PROJECT_ROOT } from '../../scripts/site'

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

/** What is not copied for the broken deck: what it brings itself, and what a build does not read. */
const NOT_COPIED = new Set(['node_modules', 'dist', 'test', 'images', 'slides.md', 'coverage'])

/** Builds the deck and the deck that is broken on purpose, and serves both. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'deck-browser-'))
  const servers: { close: () => Promise<void> }[] = []
  const tearDown = async (): Promise<void> => {
    await Promise.all(servers.map(server => server.close()))
    await rm(folder, { recursive: true, force: true })
  }

  const build = async (root: string, name: string, base: string): Promise<ServedDeck> => {
    const dir = join(folder, name)
    await runBuild(root, dir, base)
    const server = await serveSite({ dir, base })
    servers.push(server)
    return { url: server.url, dir, root }
  }

  try {
    const broken = await prepareBrokenDeck(join(folder, 'broken-deck'))
    const [deck, brokenDeck] = await Promise.all([build(PROJECT_ROOT, 'site', BASE), build(broken, 'broken-site', '/')])
    provide('deck', deck)
    provide('brokenDeck', brokenDeck)
  }
  catch (error) {
    await tearDown()
    throw error
  }
  return tearDown
}

/** Builds a deck without a word, unless it fails: then with all of them. */
async function runBuild(root: string, out: string, base: string): Promise<void> {
  const said: string[] = []
  const child = spawn(process.execPath, [slidevProgram(root), 'build', 'slides.md', '--base', base, '--out', out], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Vite takes over a NODE_ENV that is set, and the test runner's would build the deck for development.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text))
  const [code] = await once(child, 'close')
  if (code !== 0)
    throw new Error(`\`slidev build\` of ${root} failed with exit code ${code}:\n${said.join('')}`)
}

/** Puts the broken slides and their components into the project's own layouts, styles and setup. */
async function prepareBrokenDeck(root: string): Promise<string> {
  for (const name of await readdir(PROJECT_ROOT)) {
    if (!NOT_COPIED.has(name) && !name.startsWith('.'))
      await cp(join(PROJECT_ROOT, name), join(root, name), { recursive: true })
  }
  await cp(join(PROJECT_ROOT, 'test/fixtures/broken-look'), root, { recursive: true })
  await symlink(join(PROJECT_ROOT, 'node_modules'), join(root, 'node_modules'), 'junction')
  return root
}
