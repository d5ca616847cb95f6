import type { RangeFault, Shown } from '../reading/listings'
import type { Listing } from '../reading/template'
import { list, quote } from '../problems'
import { onEachSlide } from '../reading/deck'
import { faultsOf, highlightsOf, readSnippet, regionNames } from '../reading/listings'

/** What fits the left half of a code-panel slide at a size that is read from the last row. */
const room = { lines: 25, columns: 62 }

/** What is shown exists: the file, and the region, without which Slidev shows the whole file and says nothing. */
export const snippets = onEachSlide(({ template }, { root }) =>
  template.listings.flatMap((listing) => {
    if (!listing.from)
      return []
    const shown = readSnippet(root, listing.from)
    if ('missing' in shown)
      return [missing(listing, shown)]
    return shown.lines.some(line => line.trim()) ? [] : [`${quote(listing.source)} shows nothing: the region is empty. Put the lines between its marks in ${shown.path}`]
  }),
)

function missing({ source, from }: Listing, shown: Extract<Shown, { missing: unknown }>): string {
  switch (shown.missing) {
    case 'outside': return `${quote(source)} leads out of the project. Move the file into snippets/`
    case 'file': return `${quote(source)}: there is no file ${shown.path}. Correct the path, which \`@/\` starts at the folder of slides.md`
    case 'region': {
      const known = regionNames(shown.text ?? '')
      const isOpen = known.includes(from?.region ?? '')
      return `${quote(source)}: ${shown.path} ${isOpen ? `never ends the region \`${from?.region}\`` : `has no region \`${from?.region}\``}, so Slidev would show the whole file. ${isOpen ? `Close it with \`# endregion ${from?.region}\`` : known.length > 0 ? `It has ${list(known)}` : `Mark it with \`# region ${from?.region}\` and \`# endregion ${from?.region}\``}`
    }
  }
}

/** What is shown fits. */
export const listingSizes = onEachSlide(({ template }, { root }) =>
  template.listings.flatMap((listing) => {
    const lines = linesOf(root, listing)
    if (!lines)
      return []
    const problems = lines.length > room.lines
      ? [`${quote(listing.source)} shows ${lines.length} lines; ${room.lines} fit. Show less: the first that is too many is ${quote(lines[room.lines]!)}`]
      : []
    lines.forEach((line, index) => {
      const columns = [...line].length
      if (columns > room.columns)
        problems.push(`line ${index + 1} of ${quote(listing.source)} has ${columns} columns; ${room.columns} fit. Break ${quote(line)}`)
    })
    return problems
  }),
)

/** Highlights point at lines that are there and have something on them. */
export const highlights = onEachSlide(({ template }, { root }) =>
  template.listings.flatMap((listing) => {
    const { ranges } = highlightsOf(listing)
    if (ranges.length === 0 && listing.info.includes('|'))
      return [`${quote(listing.source)}: Slidev reads no highlights in ${quote(listing.info)}. Write them without spaces: \`{all|3|5-6,9}\``]
    const lines = linesOf(root, listing)
    if (!lines)
      return []
    const said: Record<RangeFault['fault'], string> = {
      'not a range': 'is no range of lines. Write `all`, `3` or `5-6,9`',
      'outside': `is not among the ${lines.length} lines that are shown. Count from the first line of the region`,
      'blank': 'lights up nothing but blank lines. Choose the lines that are meant',
    }
    return ranges.flatMap((range, index) => faultsOf(range, lines).map(({ part, fault }) =>
      `highlight ${index + 1}, \`${range}\`, of ${quote(listing.source)}: \`${part}\` ${said[fault]}`))
  }),
)

/** The lines of a listing; undefined when they cannot be found, which `snippets` reports. */
export function linesOf(root: string, { code, from }: Listing): string[] | undefined {
  if (!from)
    return (code ?? '').replace(/\n$/, '').split('\n')
  const shown = readSnippet(root, from)
  return 'lines' in shown ? shown.lines : undefined
}
