import type { Files } from '../../folder'
import { beforeEach } from 'vitest'
import { makeFolder, writeFiles } from '../../folder'

/** A folder with a deck in it, and with a program in Slidev's place. */
export interface FakeProject {
  root: string
  /** Writes files, by their paths from its folder. */
  write: (files: Files) => Promise<void>
  /** What the next site has in one of its scripts when it was built without notes: an expression. */
  buildWith: (expression: string) => Promise<void>
}

export const SPOKEN = 'This is what the speaker says to the room.'
export const SLIDES = `---\ntitle: The talk\nminutes: 1\n---\n\n# One\n\n<!--\n${SPOKEN}\n-->\n`

/**
 * What there is of Slidev: `build` writes what it was called with, and what a careless one would; the dev server listens where it
 * should, and tells its parent.
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
    createServer((request, response) => response.end('the deck')).listen(Number(after('--port')), 'localhost', () => process.send({ to: 'parent', message: { kind: 'isUp' } }))
  }
`

/** Makes a project for each test of a file, and takes it away. */
export function useFakeProject(): () => FakeProject {
  let project: FakeProject
  beforeEach(async () => {
    const root = await makeFolder({ 'slides.md': SLIDES })
    const write: FakeProject['write'] = files => writeFiles(root, files)
    const buildWith: FakeProject['buildWith'] = expression => write({ 'node_modules/@slidev/cli/bin/slidev.mjs': SLIDEV.replace('WITH', expression) })
    await buildWith('"nothing"')
    project = { root, write, buildWith }
  })
  return () => project
}
