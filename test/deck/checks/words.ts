import type { Node } from '../reading/template'
import { list, quote } from '../problems'
import { onEachSlide } from '../reading/deck'
import { linesOf } from './listings'

/** What any system may draw as a little coloured picture; the three signs of law and trade are text. */
const EMOJI = /(?![©®™])\p{Extended_Pictographic}|[\p{Regional_Indicator}\u20E3\uFE0F]/gu

/** No emoji: they look different everywhere and belong to no type. Icons come from the icon set. */
export const emoji = onEachSlide((slide, { root }) => {
  const places = {
    'on the slide': slide.content,
    'in the notes': slide.note ?? '',
    'in the frontmatter': slide.frontmatterRaw,
    'in the listing': slide.template.listings.flatMap(listing => (listing.from && linesOf(root, listing)) ?? []).join('\n'),
  }
  return Object.entries(places).flatMap(([place, text]) => text.split('\n').flatMap((line) => {
    const found = new Set([...line.matchAll(EMOJI)].map(([sign]) => sign).filter(sign => sign !== '\uFE0F'))
    return found.size > 0 ? [`the emoji ${[...found].join(' ')} ${place}, in ${quote(line)}. Use an icon such as \`<ph-check-circle />\`, or a word`] : []
  }))
})

/** Marks of Markdown and Slidev that stand on the page because nothing understood them. */
const leftovers: [mark: RegExp, remedy: string][] = [
  [/\*\*|__\w/, 'Put blank lines around it, so that Markdown inside of tags is read; a bold mark touches its word'],
  [/\]\(/, 'Close the link\'s brackets, and put blank lines around Markdown inside of tags'],
  [/^\s*[-*] \S|\n\s*[-*] \S/, 'Put blank lines around the list, so that Markdown sees it'],
  [/<<</, 'A listing stands on a line of its own: `<<< @/snippets/…#region elixir {…}`'],
  [/::\s*\w+\s*::/, 'A slot stands on a line of its own, not indented: `::figure::`'],
  [/```/, 'Open and close the fence on lines of their own'],
  [/\[click(?::\d+)?\]/i, 'Click marks belong to the notes'],
]

/** Nothing of the markup shows on the page. */
export const markup = onEachSlide(({ template }) => texts(template.nodes).flatMap(text =>
  leftovers.flatMap(([mark, remedy]) => {
    const found = mark.exec(text)
    return found ? [`${quote(found[0])} shows on the page, in ${quote(text.slice(Math.max(0, found.index - 24)))}. ${remedy}`] : []
  }),
))

/** The texts of a slide, but for code. */
function texts(nodes: Node[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'text')
      return [node.text]
    return node.kind === 'element' && !['code', 'pre', 'style', 'script'].includes(node.tag) ? texts(node.children) : []
  })
}

/** Words that stand for something still to be written. */
const UNFINISHED = /\b(?:TODO|TBD|FIXME|XXX|lorem ipsum)\b/i

/** Nothing is left to be written. */
export const unfinished = onEachSlide(({ content, note = '', frontmatterRaw }) => {
  const lines = [content, note, frontmatterRaw].join('\n').split('\n').filter(line => UNFINISHED.test(line))
  return lines.length > 0 ? [`${list(lines.map(line => UNFINISHED.exec(line)![0]))} in ${quote(lines[0]!)}. Write what belongs there`] : []
})
