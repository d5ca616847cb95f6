import type { Preparation } from '../../../stage/present/preparation'
import { existsSync } from 'node:fs'
import { mkdir, readdir, utimes } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { prepare } from '../../../stage/present/preparation'
import { SPOKEN, useFakeProject } from './fakeProject'

const project = useFakeProject()
const folder = (name: string): string => join(project().root, '.cache', 'stage', name)
let said: string[]

beforeEach(() => {
  said = []
})

function prepared(audience = true): Promise<Preparation> {
  return prepare({ root: project().root, audience, say: sentence => said.push(sentence) })
}

describe('before the talk', () => {
  it('there is a site for the room, a page for the phone, and something to take pictures of', async () => {
    const { talk, files, folders, picturesName, picturesToTake, havePictures } = await prepared()
    expect(talk).toMatchObject({ title: 'The talk', slides: [{ notes: [[SPOKEN]] }] })
    expect(files).toEqual([join(project().root, 'slides.md')])
    expect(folders).toEqual({ remoteFolder: folder('remote'), siteFolder: folder('site'), picturesFolder: folder(`pictures/${picturesName}`) })
    expect(existsSync(join(folder('site'), 'index.html'))).toBe(true)
    expect((await readdir(folder('remote'))).sort()).toEqual(['icon.svg', 'index.html', 'remote.css', 'remote.js'])
    expect(picturesToTake).toMatchObject({ site: folder('site'), out: folders.picturesFolder, slideCount: 1 })
    expect(havePictures).toBe(false)
  })

  it('pictures of the same slides are used again, and those of others are not', async () => {
    await mkdir((await prepared()).folders.picturesFolder, { recursive: true })
    const { picturesToTake, picturesName, havePictures } = await prepared()
    expect([picturesToTake, havePictures]).toEqual([null, true])
    await project().write({ 'components/New.vue': '' })
    const later = await prepared()
    expect(later.havePictures).toBe(false)
    expect(later.picturesName).not.toBe(picturesName)
  })

  it('pictures of other slides stay for a day, because another presentation may show them', async () => {
    await project().write({ '.cache/stage/pictures/today/1-0.webp': 'a picture', '.cache/stage/pictures/before/1-0.webp': 'a picture' })
    const own = (await prepared()).folders.picturesFolder
    await mkdir(own)
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3_600_000)
    await Promise.all([folder('pictures/before'), own].map(path => utimes(path, twoDaysAgo, twoDaysAgo)))
    await prepared()
    expect((await readdir(folder('pictures'))).sort()).toEqual(['today', basename(own)].sort())
  })

  it('what lay among the files of the phone is not served any more', async () => {
    await project().write({ '.cache/stage/remote/old.js': SPOKEN })
    await prepared()
    expect(await readdir(folder('remote'))).not.toContain('old.js')
  })

  it('nothing is built for a room that is not to follow; pictures are taken all the same', async () => {
    await project().buildWith('process.exit(1)')
    const { folders, picturesToTake } = await prepared(false)
    expect(folders.siteFolder).toBeNull()
    expect(picturesToTake).toMatchObject({ site: folder('site') })
    expect(said).toEqual([])
  })

  it('slides without a plan are no talk', async () => {
    await project().write({ 'slides.md': '# One' })
    await expect(prepared()).rejects.toThrow('Each slide needs `minutes:`')
  })
})

describe('a room that cannot follow is no reason not to give the talk', () => {
  it('when its site cannot be built', async () => {
    await project().buildWith('(console.error("no such module"), process.exit(3))')
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const { talk, folders, picturesToTake } = await prepared()
    expect(String(stderr.mock.calls[0]![0])).toContain('no such module')
    stderr.mockRestore()
    expect(talk.title).toBe('The talk')
    expect(folders.siteFolder).toBeNull()
    expect(existsSync(folder('remote'))).toBe(true)
    expect(picturesToTake).toBeNull()
    expect(said.at(-1)).toBe('`slidev build` failed with exit code 3; what it says above tells why. The talk goes on with laptop and phone: nobody else can follow, and the phone gets no pictures.')
  })

  it.each([
    ['as it was built', async () => project().buildWith(JSON.stringify(SPOKEN))],
    ['as it was built the last time', async () => {
      await prepared()
      await project().write({ '.cache/stage/site/assets/a.js': SPOKEN })
    }],
  ])('when a note is in its site, %s', async (_when, leak) => {
    await leak()
    const { folders, picturesToTake } = await prepared()
    expect(folders.siteFolder).toBeNull()
    expect(picturesToTake).toBeNull()
    expect(said.at(-1)).toMatch(/^The site for the audience has a sentence of the notes of slide 1 in .* nobody else can follow/)
    expect(existsSync(folder('site'))).toBe(false)
  })

  it('when its folder holds something else', async () => {
    await project().write({ '.cache/stage/site/thesis.txt': '' })
    expect((await prepared()).folders.siteFolder).toBeNull()
    expect(said.at(-1)).toMatch(/something other than a built site is there/)
  })
})
