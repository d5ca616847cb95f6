import type { WrittenTalk } from '../../../stage/deck/talkInfo'
import { EventEmitter, once } from 'node:events'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSlides } from '../../../scripts/deck'
import { talkOf } from '../../../stage/deck/talkInfo'
import { watchTalk } from '../../../stage/deck/watchTalk'
import { makeFolder } from '../../folder'

/** The watch looks when the test says `next`, and says `over` when it has. */
let looks: EventEmitter
let root: string
let ending: AbortController
let watching: Promise<void> | undefined
let edits: WrittenTalk[]
let said: string[]

beforeEach(async () => {
  looks = new EventEmitter()
  root = await makeFolder()
  ending = new AbortController()
  edits = []
  said = []
})
afterEach(async () => {
  ending.abort()
  looks.emit('next')
  await watching
})

const slide = (title: string): string => `---\nminutes: 1\n---\n\n# ${title}\n\n<!--\nThis is ${title}.\n-->\n`
const write = (markdown: string, name = 'slides.md'): Promise<void> => writeFile(join(root, name), markdown)
const titles = (): string[][] => edits.map(({ slides }) => slides.map(({ title }) => title))

/** Reads the talk, and has a first look. */
async function watch(beforeLook = async (): Promise<void> => {}): Promise<void> {
  const slides = await loadSlides(root)
  await beforeLook()
  const over = once(looks, 'over')
  const pause = async (): Promise<void> => {
    looks.emit('over')
    await once(looks, 'next')
  }
  watching = watchTalk({ root, talk: talkOf(slides), files: slides.files, onEdit: talk => edits.push(talk), say: sentence => said.push(sentence), signal: ending.signal, pause })
  await over
}

async function look(): Promise<void> {
  const over = once(looks, 'over')
  looks.emit('next')
  await over
}

/** Looks twice: the first look sees an edit, the second that it is over. */
async function lookTwice(): Promise<void> {
  await look()
  await look()
}

describe('the talk, edited while it is given', () => {
  it('is told as it is now', async () => {
    await write(slide('One'))
    await watch()
    await write(slide('Two'))
    await lookTwice()
    expect(titles()).toEqual([['Two']])
    expect(edits[0]!.slides[0]!.notes).toEqual([['This is Two.']])
    expect(said).toEqual([])
  })

  it('is told when the saving is over, however often it is saved in a row', async () => {
    await write(slide('One'))
    await watch()
    for (const title of ['T', 'Tw', 'Two']) {
      await write(slide(title))
      await look()
    }
    expect(edits).toEqual([])
    await look()
    expect(titles()).toEqual([['Two']])
  })

  it('is found where an editor puts a new file in the place of the old one', async () => {
    await write(slide('One'))
    await watch()
    for (const title of ['Two', 'Three']) {
      await write(slide(title), 'slides.md.new')
      await rename(join(root, 'slides.md.new'), join(root, 'slides.md'))
      await lookTwice()
      expect(titles().at(-1)).toEqual([title])
    }
  })

  it('is told when the edit is in a file that it takes in, or takes in anew', async () => {
    await write(slide('Two'), 'more.md')
    await write(`${slide('One')}\n---\nsrc: ./more.md\n---\n`)
    await watch()
    await write(slide('Second'), 'more.md')
    await lookTwice()
    await write(slide('Third'), 'most.md')
    await write(`${slide('One')}\n---\nsrc: ./most.md\n---\n`)
    await lookTwice()
    // Now that file is looked at as well.
    await look()
    await write(slide('The last'), 'most.md')
    await lookTwice()
    expect(titles()).toEqual([['One', 'Second'], ['One', 'Third'], ['One', 'The last']])
  })

  it('is not told when nothing that a phone shows has changed', async () => {
    await write(`${slide('One')}`)
    await watch()
    await write(slide('One').replace('# One', '# One\n\nMore on the slide.'))
    await write(slide('Two'), 'unrelated.md')
    await lookTwice()
    expect(edits).toEqual([])
  })

  it('is told when it was edited between its first reading and the first look', async () => {
    await write(slide('One'))
    await watch(() => write(slide('Two')))
    await look()
    expect(titles()).toEqual([['Two']])
  })

  it.each([
    ['a slide has no plan', '# Two\n', /^The slides were edited, and the phones still have them as they were: Each slide needs `minutes:`.*slide 1 \("Two"\) has none\.$/],
    ['a frontmatter is half written', slide('Two').replace('minutes: 1', 'minutes: 1\nkicker: "Tw'), /: .*slides\.md, line \d+: the frontmatter is no YAML \(Missing closing "quote\)\.$/],
    ['a file is not there yet', `${slide('One')}\n---\nsrc: ./later.md\n---\n`, /: .*slides\.md, line \d+: Imported markdown file not found: .*later\.md\.$/],
  ])('stays as it was while %s, and the reason is said once', async (_what, broken, sentence) => {
    await write(slide('One'))
    await watch()
    await write(broken)
    await lookTwice()
    await lookTwice()
    expect(said).toEqual([expect.stringMatching(sentence)])
    expect(edits).toEqual([])
    await write(slide('Three'))
    await lookTwice()
    expect(titles()).toEqual([['Three']])
    expect(said.slice(1)).toEqual(['The slides can be read again.'])
  })

  it('stays as it was while slides.md is gone', async () => {
    await write(slide('One'))
    await watch()
    await rm(join(root, 'slides.md'))
    await lookTwice()
    expect(said).toEqual([expect.stringContaining('slides.md is missing')])
    await write(slide('Two'))
    await lookTwice()
    expect(titles()).toEqual([['Two']])
  })

  it('is told when the file that was missing comes', async () => {
    await write(slide('One'))
    await watch()
    await write(`${slide('One')}\n---\nsrc: ./later.md\n---\n`)
    await lookTwice()
    expect(said).toHaveLength(1)
    await write(slide('Two'), 'later.md')
    await look()
    expect(titles()).toEqual([['One', 'Two']])
  })
})
