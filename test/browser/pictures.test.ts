import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { readTalk } from '../../stage/deck/talkInfo'
import { arePicturesFresh, makePictures, pictureName } from '../../stage/present/pictures'
import { useBrowser } from './browser'

const deck = inject('deck')
const browser = useBrowser()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deck-pictures-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('takes a small picture of every slide at every click, for the phone', async () => {
  const out = join(folder, 'pictures')
  const { slides } = await readTalk(deck.root)
  const made = await makePictures({ site: deck.dir, out, slideCount: slides.length, fingerprint: 'abc', browser: browser() })

  const names = slides.flatMap(({ no, clicks }) => Array.from({ length: clicks + 1 }, (_, click) => pictureName(no, click)))
  expect((await readdir(out)).sort()).toEqual(names.sort())
  expect(made.count).toBe(names.length)
  const sizes = await Promise.all(names.map(async name => (await stat(join(out, name))).size))
  expect(Math.max(...sizes)).toBe(made.mostBytes)
  expect(made.mostBytes).toBeLessThan(25_000)
  // A page that shows nothing is a few hundred bytes.
  expect(Math.min(...sizes)).toBeGreaterThan(1_500)

  // The header of a WebP file: https://developers.google.com/speed/webp/docs/riff_container
  const picture = await readFile(join(out, pictureName(9, 3)))
  expect(picture.toString('latin1', 0, 4) + picture.toString('latin1', 8, 16)).toBe('RIFFWEBPVP8X')
  expect([picture.readUIntLE(24, 3) + 1, picture.readUIntLE(27, 3) + 1]).toEqual([480, 270])
  expect(picture.equals(await readFile(join(out, pictureName(9, 2))))).toBe(false)

  expect(await arePicturesFresh(out, 'abc')).toBe(true)
  expect(await arePicturesFresh(out, 'abd')).toBe(false)
})
