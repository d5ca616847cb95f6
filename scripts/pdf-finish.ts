import type { PDFRef } from 'pdf-lib'
import type { Deck } from './deck'
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString } from 'pdf-lib'

/** Which slide a page shows, in the order of the pages. */
export interface PageOfSlide { slide: number }

/**
 * Makes a document of the browser's printout: who wrote it and in which language, an outline with every slide, links
 * between slides that stay inside the file. The same printout gives the same bytes: no dates, no random marks.
 *
 * @param printed what the browser wrote
 * @param deck the talk
 * @param pages which slide each page shows
 * @param siteUrl where the site was served while it was printed
 */
export async function finishPdf(printed: Uint8Array, deck: Deck, pages: PageOfSlide[], siteUrl: string): Promise<Uint8Array> {
  const document = await PDFDocument.load(printed, { updateMetadata: false })
  describe(document, deck)
  const refs = document.getPages().map(page => page.ref)
  const firstPages = new Map<number, PDFRef>()
  pages.forEach(({ slide }, index) => {
    if (refs[index] && !firstPages.has(slide))
      firstPages.set(slide, refs[index])
  })
  addOutline(document, deck, firstPages)
  keepLinksInside(document, deck, firstPages, new URL(siteUrl).origin)
  return document.save()
}

/** The outline that {@link finishPdf} writes: a slide's first page, from 1. */
export function outlineOf(deck: Deck, pages: PageOfSlide[]): { title: string, page: number }[] {
  return deck.slides
    .map(({ no, title }) => ({ title, page: pages.findIndex(page => page.slide === no) + 1 }))
    .filter(({ page }) => page > 0)
}

function describe(document: PDFDocument, deck: Deck): void {
  document.setTitle(deck.title, { showInWindowTitleBar: true })
  if (deck.author)
    document.setAuthor(deck.author)
  if (deck.description)
    document.setSubject(deck.description)
  document.setCreator('Slidev')
  document.setLanguage('en')
  // The moment of printing would make every export another file.
  const info = document.context.lookup(document.context.trailerInfo.Info)
  if (info instanceof PDFDict) {
    info.delete(PDFName.of('CreationDate'))
    info.delete(PDFName.of('ModDate'))
  }
  document.context.trailerInfo.ID = undefined
}

function addOutline(document: PDFDocument, deck: Deck, firstPages: Map<number, PDFRef>): void {
  const { context, catalog } = document
  const entries = deck.slides.flatMap(({ no, title }) => {
    const page = firstPages.get(no)
    return page ? [{ title, page, ref: context.nextRef() }] : []
  })
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || !last)
    return
  const outline = context.nextRef()
  entries.forEach(({ title, page, ref }, index) => {
    const entry = context.obj({ Parent: outline, Dest: [page, 'Fit'] })
    entry.set(PDFName.of('Title'), PDFHexString.fromText(title))
    const [previous, next] = [entries[index - 1], entries[index + 1]]
    if (previous)
      entry.set(PDFName.of('Prev'), previous.ref)
    if (next)
      entry.set(PDFName.of('Next'), next.ref)
    context.assign(ref, entry)
  })
  context.assign(outline, context.obj({
    Type: 'Outlines',
    First: first.ref,
    Last: last.ref,
    Count: PDFNumber.of(entries.length),
  }))
  catalog.set(PDFName.of('Outlines'), outline)
  catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'))
}

/** A link within the site carries the address it was printed from; in the file it leads to the slide's page, or nowhere. */
function keepLinksInside(document: PDFDocument, deck: Deck, firstPages: Map<number, PDFRef>, origin: string): void {
  for (const page of document.getPages()) {
    const annotations = page.node.Annots()
    if (!annotations)
      continue
    for (let index = annotations.size() - 1; index >= 0; index--) {
      const annotation = annotations.lookup(index)
      const address = annotation instanceof PDFDict ? linkAddress(annotation) : undefined
      if (!(annotation instanceof PDFDict) || !address?.startsWith(`${origin}/`))
        continue
      const target = firstPages.get(slideOfLink(address, deck) ?? 0)
      if (target) {
        annotation.delete(PDFName.of('A'))
        annotation.set(PDFName.of('Dest'), document.context.obj([target, 'Fit']))
      }
      else {
        annotations.remove(index)
      }
    }
  }
}

function linkAddress(annotation: PDFDict): string | undefined {
  const action = annotation.lookup(PDFName.of('A'))
  const uri = action instanceof PDFDict ? action.lookup(PDFName.of('URI')) : undefined
  return uri instanceof PDFString || uri instanceof PDFHexString ? uri.decodeText() : undefined
}

/** The slide that `…#/rate-limiter`, `…#/9` or Slidev's print form `…#9` names. */
function slideOfLink(address: string, deck: Deck): number | undefined {
  const name = decodeURIComponent(new URL(address).hash).replace(/^#\/?/, '').split('?')[0]
  return deck.slides.find(({ no, alias }) => name !== '' && (alias === name || String(no) === name))?.no
}
