import type { Files } from '../../folder'
import { mkdir, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'
import { fingerprintOf, isMadeFrom, nameOf, noteMadeFrom } from '../../../stage/present/fingerprint'
import { talkInfo } from '../../../stage/protocol'
import { makeFolder, writeFiles } from '../../folder'

let root: string
beforeEach(async () => {
  root = await makeFolder()
})

const write = (files: Files): Promise<void> => writeFiles(root, files)

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

  it('changes with what builds the site', async () => {
    await write({ ...sources, 'scripts/build-site.ts': 'notes ? [] : [\'--without-notes\']' })
    const before = await fingerprintOf(root)
    await write({ 'scripts/build-site.ts': '[]' })
    expect(await fingerprintOf(root)).not.toBe(before)
  })

  it('does not change with times, nor with what no site is made from', async () => {
    await write(sources)
    const before = await fingerprintOf(root)
    await utimes(join(root, 'slides.md'), 1, 1)
    await write({ 'test/a.test.ts': '', 'README.md': '', 'node_modules/x/index.js': '', '.cache/stage/site/index.html': '', 'dist/index.html': '', 'scripts/x.ts': '', 'snippets/_build/test/a.beam': '', 'snippets/deps/oban/mix.exs': '', 'beam/node_modules/x/index.js': '' })
    expect(await fingerprintOf(root)).toBe(before)
  })

  it('is known of what was made from it, until that is made anew', async () => {
    const made = join(root, 'site')
    await mkdir(made)
    expect(await isMadeFrom(made, 'abc')).toBe(false)
    await noteMadeFrom(made, 'abc')
    expect(await isMadeFrom(made, 'abc')).toBe(true)
    expect(await isMadeFrom(made, 'abd')).toBe(false)
    await rm(made, { recursive: true })
    expect(await isMadeFrom(made, 'abc')).toBe(false)
    await mkdir(made)
    await noteMadeFrom(made, undefined)
    expect(await isMadeFrom(made, 'abc')).toBe(false)
  })
})

it('has a short name that can stand in an address', async () => {
  const name = nameOf(await fingerprintOf(root))
  expect(v.is(talkInfo.entries.pictures, name)).toBe(true)
  await write({ 'slides.md': '# Other' })
  expect(nameOf(await fingerprintOf(root))).not.toBe(name)
})
