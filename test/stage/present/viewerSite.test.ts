import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadSlides } from '../../../scripts/deck'
import { Problem } from '../../../scripts/problem'
import { fingerprintOf } from '../../../stage/present/fingerprint'
import { prepareViewerSite, refuseNotes } from '../../../stage/present/viewerSite'
import { SLIDES, SPOKEN, useFakeProject } from './fakeProject'

const project = useFakeProject()
const out = (): string => join(project().root, '.cache', 'stage', 'site')

/** Prepares the site; what was said. */
async function prepare(): Promise<string[]> {
  const { root } = project()
  const said: string[] = []
  await prepareViewerSite({ root, out: out(), fingerprint: await fingerprintOf(root), say: sentence => said.push(sentence) })
  return said
}

describe('the site for the audience', () => {
  it('is built once for the same sources', async () => {
    expect(await prepare()).toHaveLength(1)
    expect(await prepare()).toHaveLength(0)
    await project().write({ 'components/New.vue': '' })
    expect(await prepare()).toHaveLength(1)
    await rm(out(), { recursive: true })
    expect(await prepare()).toHaveLength(1)
  })

  it('is built again when something was edited while it was built, even if that was taken back', async () => {
    await project().buildWith(`writeFileSync('slides.md', '# Edited')`)
    await prepare()
    await project().write({ 'slides.md': SLIDES })
    expect(await prepare()).toHaveLength(1)
  })

  it('is built without notes, to be served from the top, and to follow', async () => {
    await prepare()
    expect(JSON.parse(await readFile(join(out(), 'index.html'), 'utf8'))).toEqual({ args: ['build', 'slides.md', '--base', '/', '--out', '--without-notes'], stage: 'follow' })
  })

  it('is refused, and taken away, when a note is in it', async () => {
    await prepare()
    const slides = await loadSlides(project().root)
    await expect(refuseNotes(out(), slides)).resolves.toBeUndefined()
    await project().write({ '.cache/stage/site/assets/a.js': SPOKEN })
    const refusing = refuseNotes(out(), slides)
    await expect(refusing).rejects.toThrow(Problem)
    await expect(refusing).rejects.toThrow(`has a sentence of the notes of slide 1 in ${join('assets', 'a.js')} ("${SPOKEN}")`)
    expect(existsSync(out())).toBe(false)
  })
})
