import { PDFDict, PDFDocument, PDFName } from 'pdf-lib'

/** A font that a PDF uses. */
export interface PDFFont {
  /** As the file names it, without the tag of its subset. */
  name: string
  /** Whether the file carries its glyphs; if not, a reader's machine puts another font in its place. */
  embedded: boolean
}

/** The fonts of a PDF, each name once; it counts as embedded only where all fonts of the name are. */
export async function readFonts(bytes: Uint8Array): Promise<PDFFont[]> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false })
  const fonts = new Map<string, boolean>()
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict) || object.lookup(PDFName.of('Type')) !== PDFName.of('Font'))
      continue
    const subtype = object.lookup(PDFName.of('Subtype'))
    // A composite font's glyphs hang on its descendant, which is met on its own.
    if (subtype === PDFName.of('Type0'))
      continue
    const name = object.lookup(PDFName.of('BaseFont')) ?? object.lookup(PDFName.of('Name'))
    const plain = name instanceof PDFName ? name.decodeText().replace(/^[A-Z]{6}\+/, '') : '(drawn glyphs)'
    // A Type 3 font consists of its glyphs' drawings, and often has no name.
    const embedded = subtype === PDFName.of('Type3') || hasFontFile(object)
    fonts.set(plain, embedded && (fonts.get(plain) ?? true))
  }
  return [...fonts].map(([name, embedded]) => ({ name, embedded })).sort((a, b) => a.name < b.name ? -1 : 1)
}

function hasFontFile(font: PDFDict): boolean {
  const descriptor = font.lookup(PDFName.of('FontDescriptor'))
  return descriptor instanceof PDFDict
    && ['FontFile', 'FontFile2', 'FontFile3'].some(key => descriptor.has(PDFName.of(key)))
}
