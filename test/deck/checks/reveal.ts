import type { Slide } from '../reading/deck'
import type { Project } from '../reading/project'
import type { Element } from '../reading/template'
import { count, list, quote } from '../problems'
import { countClicks } from '../reading/clicks'
import { onEachSlide, text } from '../reading/deck'
import { highlightsOf } from '../reading/listings'
import { elements } from '../reading/template'

/** How many clicks a slide takes. */
export function clicksOf(slide: Slide, project: Project): number {
  return countClicks(slide.template, project, text(slide.frontmatter.layout)).clicks
}

/** A slide has as many clicks as the outline gives it. */
export const clicks = onEachSlide((slide, { project }) => {
  const { clicks, uncountable } = countClicks(slide.template, project, text(slide.frontmatter.layout))
  const problems = [...uncountable]
  if (slide.frontmatter.clicks !== undefined && slide.frontmatter.clicks !== clicks)
    problems.push(`\`clicks: ${String(slide.frontmatter.clicks)}\` in the frontmatter overrules the ${clicks} that the slide is made for. Take it out`)
  const wanted = slide.outline?.clicks
  if (typeof wanted === 'number' && clicks !== wanted)
    problems.push(`${count(clicks, 'click')}, the outline has ${wanted}. ${clicks < wanted ? 'Reveal more' : 'Reveal less'} with \`<v-click>\` and \`<v-clicks depth="2">\``)
  if (typeof wanted === 'object' && clicks < wanted.atLeast)
    problems.push(`${count(clicks, 'click')}, a walk has at least ${wanted.atLeast}. Give the listing more highlights: \`{all|3|5-6|…}\``)
  return problems
})

/** The named steps of a walk: one a highlight, and those that the panel can draw, in its order. */
export const steps = onEachSlide(({ frontmatter, template, outline }, { project }) => {
  if (frontmatter.layout !== 'code-panel')
    return frontmatter.steps === undefined ? [] : ['`steps` in the frontmatter of a slide that is no `code-panel`. Take them out, or change the layout']

  const given = frontmatter.steps
  if (typeof given !== 'object' || given === null || Array.isArray(given) || Object.keys(given).length === 0)
    return ['no `steps` in the frontmatter. Give each highlight of the listing a name and a sentence: `steps:` and below it `refill: "What it shows."`']
  const named = Object.entries(given as Record<string, unknown>)
  const problems = named.flatMap(([name, sentence]) => {
    if (/^\d+$/.test(name))
      return [`step \`${name}\` is a number. Name what it shows, such as \`refill\``]
    return text(sentence) ? [] : [`step \`${name}\` has no sentence. Write what the figure shows there: \`${name}: "…"\``]
  })

  const ranges = template.listings.flatMap(listing => highlightsOf(listing).ranges)
  if (template.listings.length !== 1)
    problems.push(`${count(template.listings.length, 'listing')}. A code-panel slide has one: \`<<< @/snippets/…#region elixir {…}\``)
  else if (ranges.length !== named.length)
    problems.push(`${count(named.length, 'step')} (${list(named.map(([name]) => name))}), but ${count(ranges.length, 'highlight')} \`{${ranges.join('|')}}\`. Name one step for each highlight`)

  const panel = figure(template.nodes.filter(node => node.kind === 'element'))
  if (!panel)
    return [...problems, 'nothing under `::figure::`. Place the panel there: `<MailerPanel :step="slotProps.step" />`']
  if (outline?.figure && panel.tag !== outline.figure)
    problems.push(`\`<${panel.tag}>\` under \`::figure::\`. The outline has \`<${outline.figure}>\``)
  const bound = panel.directives.find(({ name, argument }) => name === 'bind' && argument === 'step')?.expression
  if (bound !== 'slotProps.step')
    problems.push(`\`<${panel.tag}>\` is given ${bound === undefined ? 'no step' : `\`:step="${bound}"\``}. Write \`:step="slotProps.step"\`, so that it follows the clicks`)
  const drawn = project.walks[panel.tag]
  if (!drawn)
    problems.push(`\`<${panel.tag}>\` has no walk that test/deck/reading/project.ts knows. Add its steps there, or correct its name`)
  else if (drawn.join() !== named.map(([name]) => name).join())
    problems.push(`the steps are ${list(named.map(([name]) => name))}, but \`<${panel.tag}>\` draws ${list(drawn)}. Make them the same, in the same order`)
  return problems
})

/** The component of `::figure::`. */
function figure(top: Element[]): Element | undefined {
  const slot = top.find(({ tag, directives }) => tag === 'template' && directives.some(({ name, argument }) => name === 'slot' && argument === 'figure'))
  return slot && elements(slot.children).find(({ tag }) => /^[A-Z]/.test(tag))
}

/** What the outline has drawn is placed on the slide. */
export const figures = onEachSlide(({ template, outline }) => {
  if (!outline?.figure || elements(template.nodes).some(({ tag }) => tag === outline.figure))
    return []
  return [`its figure is missing: no ${quote(`<${outline.figure} />`)} on the slide. Place it there`]
})
