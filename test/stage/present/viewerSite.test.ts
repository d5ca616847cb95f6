import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse } from '@slidev/parser'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fingerprintOf, isMadeFrom, noteMadeFrom } from '../../../stage/present/fingerprint'
import { leaksIn } from '../../../stage/present/leaks'
import { prepareViewerSite } from '../../../stage/present/viewerSite'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'viewer-site-'))
})
afterEach(() => rm(root, { recursive: true }))

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
}

describe('the fingerprint of the sources', () => {
  const sources = { 'slides.md': '# One', 'components/A.vue': '<p />', 'package-lock.json': '{}' }

  it('changes with a content, a name, a new file and a lost one', async () => {
    await write(sources)
    const seen = [await fingerprintOf(root)]
    await write({ 'slides.md': '# Two' })
    seen.push(await fingerprintOf(root))
    await write({ 'stage/follower.ts': '' })
    seen.push(await fingerprintOf(root))
    await rm(join(root, 'components/A.vue'))
    seen.push(await fingerprintOf(root))
    await write({ 'components/B.vue': '<p />' })
    seen.push(await fingerprintOf(root))
    await write({ 'package-lock.json': '{"a":1}' })
    seen.push(await fingerprintOf(root))
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('does not change with times, nor with what no site is made from', async () => {
    await write(sources)
    const before = await fingerprintOf(root)
    await utimes(join(root, 'slides.md'), 1, 1)
    await write({ 'test/a.test.ts': '', 'README.md': '', 'node_modules/x/index.js': '', '.cache/stage/site/index.html': '', 'dist/index.html': '', 'scripts/x.ts': '' })
    expect(await fingerprintOf(root)).toBe(before)
  })

  it('is known of what was made from it, until that is made anew', async () => {
    const made = join(root, 'site')
    expect(await isMadeFrom(made, 'abc')).toBe(false)
    await noteMadeFrom(made, 'abc')
    expect(await isMadeFrom(made, 'abc')).toBe(true)
    expect(await isMadeFrom(made, 'abd')).toBe(false)
    await noteMadeFrom(made, undefined)
    expect(await isMadeFrom(made, 'abc')).toBe(false)
  })
})

describe('notes in a built site', () => {
  const SECRET = 'Nobody in the room may ever read "this" one — it isn\'t theirs.'
  const deck = async () => (await parse(`# One\n\nShown on the slide as well, word for word.\n\n<!--\nShown on the slide as well, word for word.\n\n[click] ${SECRET} And more.\n-->\n`, 'slides.md')).slides

  it.each([
    ['a script', JSON.stringify(SECRET)],
    ['a script in ASCII', JSON.stringify(SECRET).replace('—', '\\u2014')],
    ['HTML', SECRET.replaceAll('"', '&quot;').replace('\'', '&#39;').replace('room', '<b>room</b>')],
    ['another wrapping', SECRET.replace('may ever', 'may\n  ever')],
    ['a script that compares', `if (a<b) c(${JSON.stringify(SECRET)}); d>e`],
    ['a source map', JSON.stringify({ sourcesContent: [`a\n${SECRET}\nb`] })],
  ])('are found in %s', async (_what, text) => {
    await write({ 'index.html': '<p>One</p>', 'assets/deep/x.js': `const a = 1;${text};` })
    expect(await leaksIn(root, await deck())).toEqual([{ slide: 1, sentence: SECRET, file: join('assets', 'deep', 'x.js') }])
  })

  it('are not what stands on the slide, and not in what is no text', async () => {
    await write({ 'index.html': 'Shown on the slide as well, word for word.', 'a.woff2': SECRET })
    expect(await leaksIn(root, await deck())).toEqual([])
  })
})

describe('the site for the audience', () => {
  /** A program in Slidev's place that writes what it was called with, and what a careless one would. */
  const slidev = `
    import { mkdirSync, writeFileSync } from 'node:fs'
    const out = process.argv[process.argv.indexOf('--out') + 1]
    mkdirSync(out + '/assets', { recursive: true })
    writeFileSync(out + '/index.html', JSON.stringify({ args: process.argv.slice(2).filter(arg => arg !== out), stage: process.env.VITE_STAGE }))
    writeFileSync(out + '/assets/a.js', process.argv.includes('--without-notes') ? LEAK : 'notes')
  `
  const out = () => join(root, '.cache', 'stage', 'site')
  const prepare = async (leak = '\'nothing\''): Promise<string[]> => {
    await write({ 'slides.md': '# One\n\n<!--\nThis is what the speaker says to the room.\n-->\n', 'node_modules/@slidev/cli/bin/slidev.mjs': slidev.replace('LEAK', leak) })
    await mkdir(join(root, '.cache', 'stage'), { recursive: true })
    const said: string[] = []
    await prepareViewerSite({ root, out: out(), fingerprint: await fingerprintOf(root), say: sentence => said.push(sentence) })
    return said
  }

  it('is built once for the same sources', async () => {
    expect(await prepare()).toHaveLength(1)
    expect(await prepare()).toHaveLength(0)
    await write({ 'components/New.vue': '' })
    expect(await prepare()).toHaveLength(1)
    await rm(out(), { recursive: true })
    expect(await prepare()).toHaveLength(1)
  })

  it('is built without notes, to be served from the top, and to follow', async () => {
    await prepare()
    expect(JSON.parse(await readFile(join(out(), 'index.html'), 'utf8'))).toEqual({ args: ['build', 'slides.md', '--base', '/', '--out', '--without-notes'], stage: 'follow' })
  })

  it('is not there when a note is in it', async () => {
    const preparing = prepare('\'This is what the speaker says to the room.\'')
    await expect(preparing).rejects.toThrow(/has a sentence of the notes of slide 1 in assets.a\.js/)
    expect(await isMadeFrom(out(), await fingerprintOf(root))).toBe(false)
    await expect(symlink('nowhere', out())).resolves.toBeUndefined()
  })
})
