import type { PDFFont } from './pdf-fonts'
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { readFonts } from './pdf-fonts'

/** One page as a reader of the file meets it. */
export interface InspectedPage {
  /** From 1. */
  number: number
  /** Its selectable text. */
  text: string
  /** Addresses its links lead to outside the file. */
  links: string[]
}

/** What a written PDF holds, read back from its bytes. */
export interface PdfInspection {
  pages: InspectedPage[]
  /** Bookmarks in order, each with the number of its page, or undefined when it leads nowhere. */
  outline: { title: string, page?: number }[]
  fonts: PDFFont[]
  bytes: number
  title?: string
  language?: string
}

/** What one page of the PDF has to hold. */
export interface ExpectedPage {
  /** Slide number from 1. */
  slide: number
  title: string
  /** Clicks shown, where the PDF has one page a click. */
  click?: number
  /** Words to be found, in any order, as the browser shows them. */
  words: string[]
  /** Addresses to be found among its links. */
  links: string[]
  /** A page without words is all right when it shows a picture. */
  hasPicture: boolean
}

export interface PdfExpectation {
  pages: ExpectedPage[]
  outline: { title: string, page: number }[]
  /** The file may not be larger. */
  maxBytes: number
}

/**
 * Reads a PDF back.
 *
 * @throws Error when the bytes are no PDF
 */
export async function inspectPdf(bytes: Uint8Array): Promise<PdfInspection> {
  // pdf.js takes over the array that it is given, so it gets a copy.
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS, isEvalSupported: false })
  const document = await task.promise
  try {
    const pages: InspectedPage[] = []
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number)
      const content = await page.getTextContent()
      const text = content.items.map(item => 'str' in item ? item.str + (item.hasEOL ? '\n' : '') : '').join('')
      const annotations = await page.getAnnotations() as { subtype: string, url?: string, unsafeUrl?: string }[]
      const links = annotations.filter(({ subtype }) => subtype === 'Link').map(({ url, unsafeUrl }) => url ?? unsafeUrl)
      pages.push({ number, text, links: links.filter(link => link !== undefined) })
    }

    const outline = await Promise.all((await document.getOutline() ?? []).map(async ({ title, dest }) => {
      const target = typeof dest === 'string' ? await document.getDestination(dest) : dest
      return { title, page: target ? await document.getPageIndex(target[0]).then(index => index + 1, () => undefined) : undefined }
    }))

    const info = (await document.getMetadata()).info as { Title?: string, Language?: string }
    return { pages, outline, fonts: await readFonts(bytes), bytes: bytes.length, title: info.Title, language: info.Language }
  }
  finally {
    await task.destroy()
  }
}

/**
 * Holds a PDF against what it has to be.
 *
 * @returns one sentence a problem, each with the page and the slide it is on; empty when the file may be shipped
 */
export function verifyPdf(inspection: PdfInspection, expectation: PdfExpectation): string[] {
  const problems: string[] = []
  const { pages } = expectation
  if (inspection.pages.length !== pages.length)
    problems.push(`The PDF has ${count(inspection.pages.length, 'page')} instead of ${pages.length}.`)

  pages.forEach((expected, index) => {
    const page = inspection.pages[index]
    if (page)
      problems.push(...pageProblems(page, expected))
  })

  problems.push(...outlineProblems(inspection, expectation))
  for (const font of inspection.fonts) {
    if (!font.embedded)
      problems.push(`The font ${font.name} is not embedded.`)
  }
  if (inspection.bytes > expectation.maxBytes)
    problems.push(`The PDF has ${(inspection.bytes / 1e6).toFixed(2)} MB; it may have ${expectation.maxBytes / 1e6} MB.`)
  return problems
}

/** The pages (numbers from 1) that came out empty although their slide shows words or a picture; worth another try. */
export function blankPages(inspection: PdfInspection, expectation: PdfExpectation): number[] {
  return inspection.pages
    .filter((page, index) => !letters(page.text) && expectation.pages[index]?.words.some(letters))
    .map(page => page.number)
}

function pageProblems(page: InspectedPage, expected: ExpectedPage): string[] {
  const where = `Page ${page.number} (slide ${expected.slide}${expected.click === undefined ? '' : ` at click ${expected.click}`}, "${expected.title}")`
  const found = letters(page.text)
  if (!found && !(expected.hasPicture && !expected.words.some(letters)))
    return [`${where} is blank.`]

  const problems: string[] = []
  const missing = missingWords(page.text, expected.words)
  if (missing.length) {
    const some = missing.slice(0, 5).map(word => `"${word}"`).join(', ')
    problems.push(`${where} lacks text of its slide: ${some}${missing.length > 5 ? ` and ${missing.length - 5} more words` : ''}.`)
  }
  const links = new Set(page.links.map(normaliseLink))
  for (const link of expected.links.filter(link => !links.has(normaliseLink(link))))
    problems.push(`${where} lacks the link to ${link}.`)
  for (const link of page.links.filter(link => !expected.links.some(wanted => normaliseLink(wanted) === normaliseLink(link))))
    problems.push(`${where} has a link to ${link} that its slide does not have.`)
  return problems
}

function outlineProblems(inspection: PdfInspection, { outline, pages }: PdfExpectation): string[] {
  const problems = outline.flatMap(({ title, page }, index) => {
    const found = inspection.outline[index]
    const where = `The outline's entry for slide ${pages[page - 1]?.slide ?? index + 1}, "${title}",`
    if (!found)
      return [`${where} is missing.`]
    if (found.title !== title)
      return [`${where} says "${found.title}".`]
    return found.page === page ? [] : [`${where} leads to ${found.page ? `page ${found.page}` : 'no page'} instead of page ${page}.`]
  })
  const surplus = inspection.outline.length - outline.length
  return surplus > 0 ? [...problems, `The outline has ${count(surplus, 'entry', 'entries')} too many.`] : problems
}

/**
 * The words that a page's text does not hold. A PDF cuts text where glyphs are placed, not where words end, joins
 * letters to ligatures and breaks words at hyphens; so only letters and digits are compared, without any gap.
 */
export function missingWords(text: string, words: string[]): string[] {
  const found = letters(text)
  return [...new Set(words)].filter(word => !found.includes(letters(word)))
}

/** Not the letters that modify others: a PDF tells an apostrophe as one of these where a font draws both alike. */
function letters(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\p{Ll}\p{Lo}\p{N}]+/gu, '')
}

function normaliseLink(link: string): string {
  return URL.canParse(link) ? new URL(link).href : link
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
