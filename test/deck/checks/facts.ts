import { parseRangeString } from '@slidev/parser'
import { quote } from '../problems'
import { onEachSlide } from '../reading/deck'
import { highlightsOf, readSnippet } from '../reading/listings'
import { elementsOf, textOf } from '../reading/template'
import { linksOf } from './links'
import { linesOf } from './listings'

/** The slide says what the outline wants it to, to the letter and in its order. */
export const slideFacts = onEachSlide(({ template, outline }) => {
  if (!outline)
    return []
  const shown = textOf(template.nodes)
  return [
    ...absent(shown, outline.says ?? [], 'the slide', 'Write it there, to the letter'),
    ...unmarked(template, outline.bold ?? [], 'strong', 'bold', '**'),
    ...unmarked(template, outline.italic ?? [], 'em', 'italic', '*'),
  ]
})

function unmarked(template: { nodes: Parameters<typeof elementsOf>[0] }, wanted: string[], tag: string, face: string, mark: string): string[] {
  const marked = elementsOf(template.nodes, tag).map(element => textOf([element]))
  return wanted.filter(fact => !marked.includes(fact)).map(fact => `${quote(fact)} is not in ${face} on the slide. Write \`${mark}${fact}${mark}\``)
}

/** The links are those of the outline, and no others. */
export const linkFacts = onEachSlide(({ template, outline }) => {
  if (!outline)
    return []
  const wanted = (outline.links ?? []).map(({ text, href }) => `[${text}](${href})`)
  const found = linksOf(template.nodes).map(({ text, href }) => `[${text}](${href})`)
  return [
    ...wanted.filter(link => !found.includes(link)).map(link => `the link \`${link}\` is missing. Write it on the slide`),
    ...found.filter(link => !wanted.includes(link)).map(link => `the link \`${link}\` is not in the outline. Take it out, or add it to test/deck/outline.ts`),
  ]
})

/** The listing shows what the outline wants, to the letter and in its order. */
export const listingFacts = onEachSlide(({ template, outline }, { root }) => {
  if (!outline?.listing)
    return []
  const [listing] = template.listings
  if (!listing?.from)
    return ['no listing. Show one: `<<< @/snippets/…#region elixir {…}`']
  const shown = readSnippet(root, listing.from)
  if (!('lines' in shown))
    return []
  return [
    ...(shown.text.includes(outline.listing.defines) ? [] : [`${shown.path} has no ${quote(outline.listing.defines)}. Write it there`]),
    ...absent(shown.lines.join('\n'), outline.listing.shows, 'the listing', `Bring it into ${quote(listing.source)}`),
  ]
})

/** At each named step the lines light up that it speaks of. Whoever adds a line to a region moves its walk. */
export const litLines = onEachSlide(({ template, outline, frontmatter }, { root }) => {
  const [listing] = template.listings
  const lines = listing && linesOf(root, listing)
  if (!outline?.listing?.lights || !lines)
    return []
  const names = Object.keys(frontmatter.steps ?? {})
  const { ranges } = highlightsOf(listing)
  return Object.entries(outline.listing.lights).flatMap(([step, texts]) => {
    const range = ranges[names.indexOf(step)]
    if (range === undefined)
      return [`no highlight for the step \`${step}\`. Give it one, and the step a sentence in \`steps\``]
    const lit = parseRangeString(lines.length, range)
    return texts.flatMap((text) => {
      const at = lines.findIndex(line => `${line}\n`.includes(text)) + 1
      if (at === 0)
        return [`${quote(text)} is not in the listing, so the step \`${step}\` cannot light it up. Bring it into ${quote(listing.source)}`]
      return lit.includes(at) ? [] : [`the step \`${step}\` lights up \`${range}\`, but ${quote(text)} stands on line ${at}. Move the highlight in ${quote(listing.source)}`]
    })
  })
})

/** The notes say what the outline wants, in any order. */
export const noteFacts = onEachSlide(({ note, outline }) => {
  const said = (note ?? '').replace(/\s+/g, ' ').toLowerCase()
  return (outline?.notes ?? [])
    .filter(fact => !said.includes(fact.toLowerCase()))
    .map(fact => `${quote(fact)} is not in the notes. Say it there`)
})

/** What of an ordered list of facts a text lacks, or has in another order. */
function absent(text: string, facts: string[], where: string, remedy: string): string[] {
  let from = 0
  return facts.flatMap((fact) => {
    const at = text.indexOf(fact, from)
    if (at >= 0) {
      from = at + fact.length
      return []
    }
    return [text.includes(fact)
      ? `${quote(fact)} stands too early in ${where}. The outline has it after what comes before it now: reorder`
      : `${quote(fact)} is not in ${where}. ${remedy}`]
  })
}
