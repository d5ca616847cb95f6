import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { loadSlides } from '../../../scripts/deck'
import { Problem } from '../../../scripts/problem'
import { PROJECT_ROOT } from '../../../scripts/site'
import { readNotes } from '../../../stage/deck/notes'
import { talkOf } from '../../../stage/deck/talkInfo'
import { talkInfo } from '../../../stage/protocol'
import { makeFolder } from '../../folder'

describe('the talk of this deck', async () => {
  const slides = await loadSlides(PROJECT_ROOT)
  const talk = talkOf(slides)

  it('is what the phone can read', () => {
    expect(v.parse(talkInfo, { ...talk, edition: 0, pictures: null }).slides).toHaveLength(23)
  })

  it('is planned to take as long as it may', () => {
    expect(slides.headmatter.duration).toBe('25min')
    expect(talk.slides.reduce((sum, slide) => sum + slide.plannedMs, 0)).toBe(25 * 60_000)
  })

  it('is planned in quarters of a minute, with time enough to say what is to be said', () => {
    for (const { no, plannedMs, notes } of talk.slides) {
      expect(plannedMs % 15_000, `slide ${no}`).toBe(0)
      const words = notes.flat().join(' ').split(' ').length
      expect(words / (plannedMs / 60_000), `words a minute on slide ${no}`).toBeLessThan(160)
    }
  })

  it('has something to say at every click, in plain text', () => {
    expect(talk.slides.reduce((sum, slide) => sum + slide.clicks, 0)).toBe(62)
    for (const { no, clicks, notes } of talk.slides) {
      expect(notes, `slide ${no}`).toHaveLength(clicks + 1)
      for (const [click, paragraphs] of notes.entries())
        expect(paragraphs.join(' '), `slide ${no}, click ${click}`).toMatch(/^…?\p{L}[^*`[\]<>]+[.?…:]$/u)
    }
  })

  it('keeps aside what is not said', () => {
    const limiter = talk.slides[8]!
    expect(limiter.asides.map(aside => aside.split(':')[0])).toEqual(['Precise', 'Live (L)'])
    expect(talk.slides.flatMap(({ notes }) => notes.flat(2)).filter(paragraph => /^(?:Precise|Live)\b/.test(paragraph))).toEqual([])
  })
})

describe('notes', () => {
  it('are taken apart at their clicks', () => {
    expect(readNotes('Before.\n\n[click] One,\nin two lines.\n\nStill one.\n\n[click]Two.')).toEqual({
      said: [['Before.'], ['One, in two lines.', 'Still one.'], ['Two.']],
      asides: [],
    })
  })

  it('are one list for a slide without clicks, an empty one where nothing is said', () => {
    expect(readNotes('Only this.')).toEqual({ said: [['Only this.']], asides: [] })
    expect(readNotes('')).toEqual({ said: [[]], asides: [] })
  })

  it('skip the clicks that a mark stands for', () => {
    expect(readNotes('a [click:3] b').said).toEqual([['a'], [], [], ['b']])
  })

  it('do not grow without end by a slip of the finger', () => {
    expect(readNotes('a [click:999999999] b').said.length).toBeLessThanOrEqual(10_001)
  })

  it('lose the marks of Markdown and keep its words', () => {
    expect(readNotes('Say *this* and **that**, call `Repo.all/1`, see [the docs](https://hexdocs.pm), 3 * 4 &amp; <b>so</b> snake_case.').said)
      .toEqual([['Say this and that, call Repo.all/1, see the docs, 3 * 4 & so snake_case.']])
    expect(readNotes('# Head\n\n- one\n- two\n\n```elixir\nIO.puts "a"\n```').said).toEqual([['Head', 'one', 'two', 'IO.puts "a"']])
  })

  it('tell a spoken sentence with a colon from an aside', () => {
    expect(readNotes('Think of this: two.\n\nLive is: hard.\n\nLive (L): press.\n\nSource: RFC 1.\n\nPrecise: no.')).toEqual({
      said: [['Think of this: two.', 'Live is: hard.']],
      asides: ['Live (L): press.', 'Source: RFC 1.', 'Precise: no.'],
    })
  })
})

describe('a deck that is not ready for the stage', () => {
  const read = async (markdown: string): Promise<unknown> => talkOf(await loadSlides(await makeFolder({ 'slides.md': markdown })))

  it('is told which slides have no plan, and what to write', async () => {
    const reading = read('---\ntitle: T\nminutes: 1\n---\n\n# One\n\n---\n\n# Two\n\n---\nminutes: soon\n---\n\n# Three\n\n---\nminutes: -1\n---\n\n# Four\n')
    await expect(reading).rejects.toThrow(Problem)
    await expect(reading).rejects.toThrow('a number such as 1.5, for the pace to be known: slide 2 ("Two") has none, slide 3 ("Three") has "soon", slide 4 ("Four") has -1.')
  })

  it('takes a plan in parts of a minute', async () => {
    await expect(read('---\ntitle: T\nminutes: 0.75\n---\n\n# One\n')).resolves.toMatchObject({ title: 'T', slides: [{ plannedMs: 45_000, clicks: 0, notes: [[]] }] })
  })
})
