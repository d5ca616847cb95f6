import type { PdfInspection } from '../../scripts/pdf'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { inspectPdf } from '../../scripts/pdf'
import { MAX_PDF_BYTES, renderPdf } from '../../scripts/render-pdf'
import { outline } from '../deck/outline'

const deck = inject('deck')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deck-export-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Prints the site that the browser tests look at, and reads what was written. */
async function print(options: { withClicks?: boolean, site?: string } = {}): Promise<PdfInspection> {
  const output = join(folder, options.withClicks ? 'clicks.pdf' : 'deck.pdf')
  await renderPdf({ root: deck.root, site: deck.dir, output, ...options })
  return inspectPdf(await readFile(output))
}

/** The families that the deck brings along, as a PDF spells them, behind a mark where it is a subset. */
const BUNDLED = /^(?:[A-Z]{6}\+)?(?:SourceSerif4|SourceSans3|JetBrainsMono|NotoSansSymbols)/

function words(text: string): string {
  return text.replace(/\s+/g, ' ')
}

describe('the PDF of one page a slide', () => {
  let pdf: PdfInspection
  beforeAll(async () => {
    pdf = await print()
  })

  it('has a page for each slide, with its title as text', () => {
    expect(pdf.pages).toHaveLength(outline.length)
    for (const { no, title } of outline) {
      if (title)
        expect(words(pdf.pages[no - 1]!.text), `page ${no}`).toContain(title)
    }
  })

  it('shows every slide in its final state', () => {
    expect(words(pdf.pages[4]!.text)).toContain('silently drop your emails')
    expect(words(pdf.pages[14]!.text)).toContain('under six months')
    expect(words(pdf.pages[20]!.text)).toContain('hard to go back')
  })

  it('has the links of every slide, and no others', () => {
    for (const { no, links = [] } of outline) {
      const expected = links.map(({ href }) => new URL(href).href)
      expect(pdf.pages[no - 1]!.links.map(link => new URL(link).href), `page ${no}`).toEqual(expected)
    }
  })

  it('has an outline of the slides, each leading to its page', () => {
    expect(pdf.outline.map(({ page }) => page)).toEqual(outline.map(({ no }) => no))
    for (const { no, title } of outline) {
      if (title)
        expect(pdf.outline[no - 1]!.title).toBe(title)
    }
  })

  it('embeds its fonts, all of them the deck\'s own', () => {
    expect(pdf.fonts.length).toBeGreaterThan(0)
    for (const { name, embedded } of pdf.fonts) {
      expect(embedded, `${name} is embedded`).toBe(true)
      expect(name, 'a font of this machine filled in for a missing character').toMatch(BUNDLED)
    }
  })

  it('says what it is, and stays small enough to send', () => {
    expect(pdf.title).toBe('Part 3: Real-World Code')
    expect(pdf.language).toBe('en')
    expect(pdf.bytes).toBeLessThanOrEqual(MAX_PDF_BYTES)
  })
})

it('the PDF of one page a click has a page for every step, and its outline leads to the first of each slide', async () => {
  const pdf = await print({ withClicks: true })
  const firstPages = pdf.outline.map(({ page }) => page!)
  const counted = firstPages.map((page, index) => (firstPages[index + 1] ?? pdf.pages.length + 1) - page - 1)
  for (const { no, title, clicks } of outline) {
    if (typeof clicks === 'number')
      expect(counted[no - 1], `clicks of slide ${no} (${title})`).toBe(clicks)
    else
      expect(counted[no - 1], `clicks of slide ${no} (${title})`).toBeGreaterThanOrEqual(clicks.atLeast)
  }
  expect(pdf.bytes).toBeLessThanOrEqual(MAX_PDF_BYTES)
}, 120_000)

it('a slide that prints blank fails the export by its name, and the earlier file stays', async () => {
  const site = join(folder, 'site')
  await cp(deck.dir, site, { recursive: true })
  const styles = (await readdir(join(site, 'assets'))).find(name => /^index-.*\.css$/.test(name))!
  const sheet = join(site, 'assets', styles)
  await writeFile(sheet, `${await readFile(sheet, 'utf8')}\n[id^="005-"] * { visibility: hidden !important }`)
  const output = join(folder, 'deck.pdf')
  await writeFile(output, 'the last good one')

  await expect(renderPdf({ root: deck.root, site, output })).rejects.toThrow(/page 5.*The Challenge/i)
  expect(await readFile(output, 'utf8')).toBe('the last good one')
}, 120_000)
