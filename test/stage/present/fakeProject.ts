import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'

/** A folder with a deck in it, and with a program in Slidev's place. */
export interface FakeProject {
  root: string
  /** Writes files, by their paths from its folder. */
  write: (files: Record<string, string>) => Promise<void>
  /** What the next site has in one of its scripts when it was built without notes: an expression. */
  buildWith: (expression: string) => Promise<void>
}

export const SPOKEN = 'This is what the speaker says to the room.'
export const SLIDES = `---\ntitle: The talk\nminutes: 1\n---\n\n# One\n\n<!--\n${SPOKEN}\n-->\n`

/**
 * What there is of Slidev: `build` writes what it was called with, and what a careless one would; the dev server listens where it
 * should, and says nothing of use.
 */
const SLIDEV = `
  import { mkdirSync, writeFileSync } from 'node:fs'
  import { createServer } from 'node:http'
  const after = name => process.argv[process.argv.indexOf(name) + 1]
  if (process.argv[2] === 'build') {
    const out = after('--out')
    mkdirSync(out + '/assets', { recursive: true })
    writeFileSync(out + '/index.html', JSON.stringify({ args: process.argv.slice(2).filter(arg => arg !== out), stage: process.env.VITE_STAGE }))
    writeFileSync(out + '/assets/a.js', process.argv.includes('--without-notes') ? String(WITH) : 'notes')
  }
  else {
    createServer((request, response) => response.end('the deck')).listen(Number(after('--port')), 'localhost')
  }
`

/** Makes a project for each test of a file, and takes it away. */
export function useFakeProject(): () => FakeProject {
  let project: FakeProject
  beforeEach(async () => {
    const root = await mkdtemp(join(tmpdir(), 'fake-project-'))
    const write: FakeProject['write'] = async (files) => {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true })
        await writeFile(join(root, path), content)
      }
    }
    const buildWith: FakeProject['buildWith'] = expression => write({ 'node_modules/@slidev/cli/bin/slidev.mjs': SLIDEV.replace('WITH', expression) })
    await write({ 'slides.md': SLIDES })
    await buildWith('"nothing"')
    project = { root, write, buildWith }
  })
  afterEach(() => rm(project.root, { recursive: true, force: true }))
  return () => project
}
