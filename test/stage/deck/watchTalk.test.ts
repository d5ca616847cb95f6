import type { WrittenTalk } from '../../../stage/deck/talkInfo'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadSlides } from '../../../scripts/deck'
import { talkOf } from '../../../stage/deck/talkInfo'
import { watchTalk } from '../../../stage/deck/watchTalk'

const PATIENCE = { timeout: 5_000, interval: 5 }
const EVERY_MS = 20

let root: string
let ending: AbortController
let watching: Promise<void> | undefined
let edits: WrittenTalk[]
let said: string[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'watch-talk-'))
  ending = new AbortController()
  edits = []
  said = []
})
afterEach(async () => {
  ending.abort()
  await watching
  await rm(root, { recursive: true })
})

const slide = (title: string): string => `---\nminutes: 1\n---\n\n# ${title}\n\n<!--\nThis is ${title}.\n-->\n`
const write = (markdown: string, name = 'slides.md'): Promise<void> => writeFile(join(root, name), markdown)
const titles = (): string[][] => edits.map(({ slides }) => slides.map(({ title }) => title))
const told = (...all: string[][]): Promise<void> => vi.waitFor(() => expect(titles()).toEqual(all), PATIENCE)

/** Reads the talk, and goes on looking. */
async function watch(): Promise<void> {
  const slides = await loadSlides(root)
  watching = watchTalk({ root, talk: talkOf(slides), files: slides.files, onEdit: talk => edits.push(talk), say: sentence => said.push(sentence), signal: ending.signal, everyMs: EVERY_MS })
}

describe('the talk, edited while it is given', () => {
  it('is told as it is now', async () => {
    await write(slide('One'))
    await watch()
    await write(slide('Two'))
    await told(['Two'])
    expect(edits[0]!.slides[0]!.notes).toEqual([['This is Two.']])
    expect(said).toEqual([])
  })

  it('is told when the saving is over, however often it is saved in a row', async () => {
    await write(slide('One'))
    await watch()
    for (let save = 1; save <= 40; save++) {
      await write(slide(`Save ${save}`))
      await new Promise(resolve => setTimeout(resolve, EVERY_MS / 4))
    }
    await vi.waitFor(() => expect(titles().at(-1)).toEqual(['Save 40']), PATIENCE)
    // One more or less, should the machine have held its breath.
    expect(edits.length).toBeLessThan(4)
  })

  it('is found where an editor puts a new file in the place of the old one', async () => {
    await write(slide('One'))
    await watch()
    for (const title of ['Two', 'Three']) {
      await write(slide(title), 'slides.md.new')
      await rename(join(root, 'slides.md.new'), join(root, 'slides.md'))
      await vi.waitFor(() => expect(titles().at(-1)).toEqual([title]), PATIENCE)
    }
  })

  it('is told when the edit is in a file that it takes in, or takes in anew', async () => {
    await write(slide('Two'), 'more.md')
    await write(`${slide('One')}\n---\nsrc: ./more.md\n---\n`)
    await watch()
    await write(slide('Second'), 'more.md')
    await told(['One', 'Second'])
    await write(slide('Third'), 'most.md')
    await write(`${slide('One')}\n---\nsrc: ./most.md\n---\n`)
    await told(['One', 'Second'], ['One', 'Third'])
    await write(slide('Last'), 'most.md')
    await told(['One', 'Second'], ['One', 'Third'], ['One', 'Last'])
  })

  it('is not told when nothing that a phone shows has changed', async () => {
    await write(`${slide('One')}`)
    await watch()
    await write(slide('One').replace('# One', '# One\n\nMore on the slide.'))
    await write(slide('Two'), 'unrelated.md')
    await new Promise(resolve => setTimeout(resolve, 5 * EVERY_MS))
    await write(slide('Two'))
    await told(['Two'])
  })

  it('is told when it was edited between its first reading and the first look', async () => {
    await write(slide('One'))
    const slides = await loadSlides(root)
    await write(slide('Two'))
    watching = watchTalk({ root, talk: talkOf(slides), files: slides.files, onEdit: talk => edits.push(talk), say: sentence => said.push(sentence), signal: ending.signal, everyMs: EVERY_MS })
    await told(['Two'])
  })

  it.each([
    ['a slide has no plan', '# Two\n', /^The slides were edited, and the phones still have them as they were: Each slide needs `minutes:`.*slide 1 \("Two"\) has none\.$/],
    ['a frontmatter is half written', slide('Two').replace('minutes: 1', 'minutes: 1\nkicker: "Tw'), /: .*slides\.md, line \d+: the frontmatter is no YAML \(Missing closing "quote\)\.$/],
    ['a file is not there yet', `${slide('One')}\n---\nsrc: ./later.md\n---\n`, /: .*slides\.md, line \d+: Imported markdown file not found: .*later\.md\.$/],
  ])('stays as it was while %s, and the reason is said once', async (_what, broken, sentence) => {
    await write(slide('One'))
    await watch()
    await write(broken)
    await vi.waitFor(() => expect(said).toEqual([expect.stringMatching(sentence)]), PATIENCE)
    await new Promise(resolve => setTimeout(resolve, 5 * EVERY_MS))
    expect(said).toHaveLength(1)
    expect(edits).toEqual([])
    await write(slide('Three'))
    await told(['Three'])
    expect(said.slice(1)).toEqual(['The slides can be read again.'])
  })

  it('stays as it was while slides.md is gone', async () => {
    await write(slide('One'))
    await watch()
    await rm(join(root, 'slides.md'))
    await vi.waitFor(() => expect(said).toEqual([expect.stringContaining('slides.md is missing')]), PATIENCE)
    await write(slide('Two'))
    await told(['Two'])
  })

  it('is told when the file that was missing comes', async () => {
    await write(slide('One'))
    await watch()
    await write(`${slide('One')}\n---\nsrc: ./later.md\n---\n`)
    await vi.waitFor(() => expect(said).toHaveLength(1), PATIENCE)
    await write(slide('Two'), 'later.md')
    await told(['One', 'Two'])
  })
})
