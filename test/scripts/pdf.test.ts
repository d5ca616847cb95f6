import type { ExpectedPage, PdfExpectation, PdfInspection } from '../../scripts/pdf'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PDFDocument, PDFString, StandardFonts } from 'pdf-lib'
import { describe, expect, it } from 'vitest'
import { blankPages, inspectPdf, missingWords, verifyPdf } from '../../scripts/pdf'
import { finishPdf, outlineOf } from '../../scripts/pdf-finish'

const SITE = 'http://127.0.0.1:4173/'

const deck = {
  title: 'Two slides — a talk',
  author: 'A. Speaker',
  slides: [
    { no: 1, title: 'First things', alias: 'first', titleIsHeading: true },
    { no: 2, title: 'The Limiter', alias: 'rate-limiter', titleIsHeading: true },
  ],
}

interface Page { text: string, links?: string[] }

/** A real PDF as a browser would have printed it, with a standard font that no file carries. */
async function print(...pages: Page[]): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  for (const { text, links = [] } of pages) {
    const page = document.addPage([960, 540])
    if (text)
      page.drawText(text, { x: 40, y: 400, font, size: 24 })
    const annotations = links.map(link => document.context.register(document.context.obj({
      Type: 'Annot',
      Subtype: 'Link',
      Rect: [40, 400, 200, 430],
      A: { Type: 'Action', S: 'URI', URI: PDFString.of(link) },
    })))
    for (const annotation of annotations)
      page.node.addAnnot(annotation)
  }
  return document.save()
}

function expectation(...pages: Partial<ExpectedPage>[]): PdfExpectation {
  return {
    pages: pages.map((page, index) => ({
      slide: index + 1,
      title: deck.slides[index]?.title ?? '',
      words: deck.slides[index]?.title.split(' ') ?? [],
      links: [],
      hasPicture: false,
      ...page,
    })),
    outline: outlineOf(deck, [{ slide: 1 }, { slide: 2 }]),
    maxBytes: 6e6,
  }
}

async function finishedPdf(...pages: Page[]): Promise<PdfInspection> {
  return inspectPdf(await finishPdf(await print(...pages), deck, [{ slide: 1 }, { slide: 2 }], SITE))
}

/** The one problem that every PDF of these tests has, because pdf-lib carries no fonts. */
const UNEMBEDDED = 'The font Helvetica is not embedded.'

describe('a PDF read back', () => {
  it('tells its text, links, outline, title and language', async () => {
    const inspection = await finishedPdf({ text: 'First things', links: ['https://elixir-lang.org/'] }, { text: 'The Limiter' })
    expect(inspection).toMatchObject({
      pages: [
        { number: 1, text: 'First things', links: ['https://elixir-lang.org/'] },
        { number: 2, text: 'The Limiter', links: [] },
      ],
      outline: [{ title: 'First things', page: 1 }, { title: 'The Limiter', page: 2 }],
      title: 'Two slides — a talk',
      language: 'en',
    })
  })

  it('knows a font that the file does not carry', async () => {
    expect((await finishedPdf({ text: 'First things' })).fonts).toEqual([{ name: 'Helvetica', embedded: false }])
  })

  it('knows a font that the file carries', async () => {
    // pdf.js brings Liberation Sans along; written by hand, because pdf-lib needs another package to embed fonts.
    const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts')
    const document = await PDFDocument.create()
    const file = document.context.register(document.context.flateStream(await readFile(join(fonts, 'LiberationSans-Regular.ttf'))))
    document.context.register(document.context.obj({
      Type: 'Font',
      Subtype: 'TrueType',
      BaseFont: 'ABCDEF+LiberationSans',
      FontDescriptor: { Type: 'FontDescriptor', FontName: 'ABCDEF+LiberationSans', FontFile2: file },
    }))
    document.addPage()
    expect((await inspectPdf(await document.save())).fonts).toEqual([{ name: 'LiberationSans', embedded: true }])
  })
})

describe('finishing a printout', () => {
  it('gives the same bytes every time', async () => {
    const printed = await print({ text: 'First things' }, { text: 'The Limiter' })
    const finish = (): Promise<Uint8Array> => finishPdf(printed, deck, [{ slide: 1 }, { slide: 2 }], SITE)
    expect(await finish()).toEqual(await finish())
  })

  it('keeps no address of the machine it was printed on', async () => {
    const local = [`${SITE}#/rate-limiter`, `${SITE}#/2`, `${SITE}#/nowhere`, `${SITE}elixir-real-world-code.pdf`]
    const bytes = await finishPdf(await print({ text: 'First things', links: local }, { text: 'The Limiter' }), deck, [{ slide: 1 }, { slide: 2 }], SITE)
    const document = await PDFDocument.load(bytes)
    const annotations = document.getPage(0).node.Annots()?.asArray().map(annotation => String(document.context.lookup(annotation))) ?? []
    // The two that name the second slide lead to its page now, the others are gone.
    const second = String(document.getPage(1).ref)
    expect(annotations).toHaveLength(2)
    expect(annotations.every(annotation => annotation.includes(`/Dest [ ${second} /Fit ]`) && !annotation.includes('127.0.0.1'))).toBe(true)
  })

  it('points the outline at a slide\'s first page when it has one page a click', async () => {
    expect(outlineOf(deck, [{ slide: 1 }, { slide: 1 }, { slide: 1 }, { slide: 2 }]))
      .toEqual([{ title: 'First things', page: 1 }, { title: 'The Limiter', page: 4 }])
  })
})

describe('a PDF held against its slides', () => {
  const first: Page = { text: 'First things', links: ['https://elixir-lang.org'] }
  const second: Page = { text: 'The Limiter' }
  const wanted = expectation({ links: ['https://elixir-lang.org/'] }, {})

  it('has no problem but the font when it is good', async () => {
    expect(verifyPdf(await finishedPdf(first, second), wanted)).toEqual([UNEMBEDDED])
  })

  it('names a blank page with its slide', async () => {
    const inspection = await finishedPdf(first, { text: '' })
    expect(verifyPdf(inspection, wanted)).toEqual(['Page 2 (slide 2, "The Limiter") is blank.', UNEMBEDDED])
    expect(blankPages(inspection, wanted)).toEqual([2])
  })

  it('names a blank page with its click', async () => {
    const clicks = { ...expectation({ slide: 2, title: 'The Limiter', click: 3 }), outline: [] }
    expect(verifyPdf(await inspectPdf(await print({ text: '' })), clicks)).toContain('Page 1 (slide 2 at click 3, "The Limiter") is blank.')
  })

  it('calls a slide blank that shows nothing in the browser either, unless it is a picture', async () => {
    const nothing = { words: [], links: [] }
    const inspection = await finishedPdf({ text: '' }, { text: '' })
    expect(verifyPdf(inspection, expectation(nothing, { ...nothing, hasPicture: true })))
      .toEqual(['Page 1 (slide 1, "First things") is blank.', UNEMBEDDED])
  })

  it('names the words that a page lacks', async () => {
    const problems = verifyPdf(await finishedPdf(first, { text: 'The lemonade' }), wanted)
    expect(problems[0]).toBe('Page 2 (slide 2, "The Limiter") lacks text of its slide: "Limiter".')
  })

  it('names a link that is missing and one too many', async () => {
    const problems = verifyPdf(await finishedPdf({ text: 'First things', links: ['http://localhost:3030/'] }, second), wanted)
    expect(problems.slice(0, 2)).toEqual([
      'Page 1 (slide 1, "First things") lacks the link to https://elixir-lang.org/.',
      'Page 1 (slide 1, "First things") has a link to http://localhost:3030/ that its slide does not have.',
    ])
  })

  it('counts the pages', async () => {
    expect(verifyPdf(await finishedPdf(first), wanted)[0]).toBe('The PDF has 1 page instead of 2.')
    expect(verifyPdf(await finishedPdf(first, second, second), wanted)[0]).toBe('The PDF has 3 pages instead of 2.')
  })

  it('names what is wrong with the outline', async () => {
    const inspection = await finishedPdf(first, second)
    const outline = (entries: PdfInspection['outline']): string[] => verifyPdf({ ...inspection, outline: entries }, wanted).filter(problem => problem.includes('outline'))
    expect(outline([{ title: 'First', page: 1 }, { title: 'The Limiter', page: 1 }])).toEqual([
      'The outline\'s entry for slide 1, "First things", says "First".',
      'The outline\'s entry for slide 2, "The Limiter", leads to page 1 instead of page 2.',
    ])
    expect(outline([])).toHaveLength(2)
    expect(outline([...inspection.outline, { title: 'More', page: 1 }])).toEqual(['The outline has 1 entry too many.'])
  })

  it('limits the size', async () => {
    const inspection = await finishedPdf(first, second)
    expect(verifyPdf({ ...inspection, bytes: 6_000_001 }, wanted)).toContain('The PDF has 6.00 MB; it may have 6 MB.')
    expect(verifyPdf({ ...inspection, bytes: 6_000_000 }, wanted)).toEqual([UNEMBEDDED])
  })
})

describe('words of a slide in the text of a page', () => {
  it.each([
    ['a ligature', 'aﬃliated oﬀers', ['affiliated', 'offers']],
    ['a word cut where a glyph is placed', 'Ra te Li miter', ['Rate', 'Limiter']],
    ['a word broken at the end of a line', 'per-\nsonalised', ['personalised']],
    ['capitals made by a style', 'VIANET MARKETING', ['Vianet', 'Marketing']],
    ['figures and signs', '500,000+ → {:error, :rate}', ['500,000+', '{:error,', ':rate}', '→']],
    ['letters with accents, however written', 'cafe\u0301', ['café']],
    ['an apostrophe told as a letter', 'the registrarʼs', ['registrar’s']],
  ])('are found in spite of %s', (_, text, words) => expect(missingWords(text, words)).toEqual([]))

  it('are missed when they are not there, each once', () => {
    expect(missingWords('tokens fall', ['tokens', 'rise', 'rise'])).toEqual(['rise'])
  })
})
