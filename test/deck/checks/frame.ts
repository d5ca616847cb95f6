import type { Check } from '../reading/deck'
import { systems } from '../../../components/systems'
import { settings } from '../outline'
import { list, quote } from '../problems'
import { onEachSlide, text } from '../reading/deck'
import { elementsOf, textOf } from '../reading/template'

/** Every slide of the outline is there, once, and in its place; and no other. */
export const slides: Check = ({ slides, outline }) => {
  const problems = outline
    .filter(({ alias }) => !slides.some(slide => slide.alias === alias))
    .map(({ no, alias, title }) => ({
      slide: no,
      title: title ?? alias,
      message: `the slide is missing; no slide says \`routeAlias: ${alias}\`. Write it, or correct the alias of the one that stands in its place`,
    }))
  let before = 0
  for (const { no: slide, title, alias, outline: entry } of slides) {
    if (!entry) {
      problems.push({ slide, title, message: `${alias ? `the outline has no slide \`${alias}\`` : 'it has no `routeAlias`, so the outline cannot know it'}. Take the slide out, correct its \`routeAlias\`, or add it to test/deck/outline.ts` })
      continue
    }
    if (entry.no < before)
      problems.push({ slide, title, message: `\`${alias}\` comes too late: the outline has it as slide ${entry.no}. Move it up` })
    before = Math.max(before, entry.no)
  }
  return problems
}

/** Frontmatter that YAML cannot read is dropped or misread in silence. */
export const frontmatter: Check = (deck) => {
  const headmatter = Object.entries(settings)
    .filter(([name, { value }]) => deck.headmatter[name] !== value)
    .map(([name, { value, because }]) => ({
      slide: 1,
      title: deck.slides[0]?.title ?? '',
      message: `${deck.headmatter[name] === undefined ? `no \`${name}\`` : `\`${name}: ${String(deck.headmatter[name])}\``} in the deck's frontmatter. Write \`${name}: ${String(value)}\`: ${because}`,
    }))
  const perSlide = onEachSlide(slide => [
    ...slide.frontmatterErrors.map(error => `the frontmatter is no YAML: ${error}. Correct it; texts with a colon or a quote in them need quotes around them`),
    ...slide.template.errors.map(error => `Vue cannot compile it: ${error}. Close every tag that is opened, with blank lines around Markdown in it`),
  ])
  return [...headmatter, ...perSlide(deck)]
}

/** Titles are those of the outline, to the letter, and every slide has exactly one. */
export const titles = onEachSlide(({ template, outline, frontmatter, no }) => {
  const headings = elementsOf(template.nodes, 'h1').map(heading => textOf([heading]))
  if (headings.length !== 1) {
    const found = headings.length === 0 ? 'no heading' : `${headings.length} headings, ${headings.map(heading => quote(heading)).join(' and ')}`
    return [`${found}. Give it one line \`# ${outline?.title ?? 'Title'}\`, which the overview and the PDF's outline are made of`]
  }
  const problems: string[] = []
  if (outline?.title !== undefined && headings[0] !== outline.title)
    problems.push(`the heading reads ${quote(headings[0]!)}. The outline has ${quote(outline.title)}: write \`# ${outline.title}\``)
  const given = text(frontmatter.title)
  if (no > 1 && given && given !== headings[0])
    problems.push(`\`title: ${given}\` in the frontmatter, but the heading reads ${quote(headings[0]!)}. Make them the same, or leave \`title\` out`)
  return problems
})

/** Aliases name slides in addresses: present, safe in a URL, each given once. */
export const aliases = onEachSlide(({ alias, no }, { slides }) => {
  if (!alias)
    return ['no `routeAlias` in the frontmatter. Give it one, such as `routeAlias: rate-limiter`, so that it has an address of its own']
  const problems: string[] = []
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(alias))
    problems.push(`\`routeAlias: ${alias}\` is no good address. Use small letters, digits and single dashes, a letter first`)
  const twin = slides.find(slide => slide.alias === alias && slide.no < no)
  if (twin)
    problems.push(`\`routeAlias: ${alias}\` is slide ${twin.no}'s already. Choose another`)
  return problems
})

/**
 * Layouts exist and are those of the outline: Slidev shows an unknown one as its default. The slots that a slide fills
 * are the layout's: what stands in any other is left out without a word.
 */
export const layouts = onEachSlide(({ frontmatter, outline, template }, { project }) => {
  const layout = text(frontmatter.layout)
  if (!layout)
    return [`no \`layout\` in the frontmatter. Write \`layout: ${outline?.layout ?? 'default'}\``]
  if (!project.layouts.has(layout))
    return [`\`layout: ${layout}\` is not in layouts/. Use one of ${list([...project.layouts.keys()].sort())}`]
  const problems: string[] = []
  if (outline && layout !== outline.layout)
    problems.push(`\`layout: ${layout}\`. The outline has ${outline.layout}: write \`layout: ${outline.layout}\``)
  const places = [...project.layouts.get(layout)!.matchAll(/<slot\b[^>]* name="([^"]+)"/g)].map(([, name]) => name)
  const filled = elementsOf(template.nodes, 'template').flatMap(({ directives }) => directives.flatMap(({ name, argument }) => name === 'slot' && argument ? [argument] : []))
  for (const slot of filled) {
    if (!places.includes(slot))
      problems.push(`layout ${layout} has no place for \`::${slot}::\`, so what stands under it is not shown. Correct the name, or choose another layout`)
  }
  return problems
})

/** Zoom on sections, fade on screenshots, slide elsewhere. */
export const transitions = onEachSlide(({ frontmatter, outline }) => {
  const transition = text(frontmatter.transition)
  const wanted = outline?.transition
  if (!transition)
    return [`no \`transition\` in the frontmatter, so it would take the first slide's. Write \`transition: ${wanted ?? 'slide-left'}\``]
  if (wanted && transition !== wanted)
    return [`\`transition: ${transition}\`. The outline has ${wanted}: write \`transition: ${wanted}\``]
  return []
})

/** The class of a slide names the system it belongs to, which colours it. */
export const classes = onEachSlide(({ frontmatter, outline }) => {
  const named = text(frontmatter.class).split(/\s+/).filter(name => (systems as string[]).includes(name))
  const written = frontmatter.class === undefined ? 'no `class`' : `\`class: ${text(frontmatter.class)}\``
  if (named.length !== 1)
    return [`${written} in the frontmatter names ${named.length === 0 ? 'no system' : `the systems ${list(named)}`}. Write exactly one of ${list(systems)}${outline ? `, here \`${outline.system}\`` : ''}`]
  if (outline && named[0] !== outline.system)
    return [`${written}. The outline has the slide in \`${outline.system}\`: name that one`]
  return []
})
