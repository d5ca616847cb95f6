import type { Project } from './project'
import type { Element, Listing, Node, Template } from './template'
import { quote } from '../problems'
import { highlightsOf } from './listings'
import { componentName, elements } from './template'

/** How many clicks a slide takes, and what in it makes that uncertain. */
export interface ClickCount {
  clicks: number
  /** Constructs that cannot be counted from the Markdown alone, each with what to do. */
  uncountable: string[]
}

/** When something appears: `'+1'` is one click after what came before, `3` is the third click. */
type At = string | number

/** Components of Slidev's that pass their content through and take no click themselves. */
const passive = new Set(['autofittext', 'link', 'slidecurrentno', 'slidestotal', 'toc', 'transform'])
/** Slidev's own "all at once" for the items of one `<v-click>`. */
const ALL = 999_999
/** Directives of Vue that decide whether or how often something is there. */
const conditional = new Set(['if', 'else', 'else-if', 'for'])
const CLICKING_SOURCE = /\bv-(?:click|after|switch|mark|motion)|<V(?:Click|After|Switch)|clicksContext|<CodeBlockWrapper|<ShikiMagicMove/i

/**
 * Counts the clicks of a slide as Slidev does at run time: every revealing thing announces, in the order in which Vue
 * mounts it, by how much it moves the running count on and the click at which it is done; the largest such click is the
 * slide's total.
 *
 * @param template the slide
 * @param project its layouts and components
 * @param layout the slide's layout
 * @see node_modules/@slidev/client/composables/useClicks.ts, builtin/VClicks.ts, modules/v-click.ts
 */
export function countClicks(template: Template, project: Project, layout: string): ClickCount {
  const counter = new Counter(template, project)
  if (CLICKING_SOURCE.test(project.layouts.get(layout) ?? ''))
    counter.cannotCount(`layout \`${layout}\`: it takes clicks of its own`, 'let clicks be made in slides.md only')
  template.nodes.forEach(node => counter.visit(node))
  return { clicks: counter.total, uncountable: counter.uncountable }
}

class Counter {
  readonly uncountable: string[] = []
  private offset = 0
  private lastClick = 0
  /** By how much a list of reveals moves the count on behind its last item. */
  private readonly gaps = new Map<Element, number>()

  constructor(private readonly template: Template, private readonly project: Project) {}

  get total(): number {
    return this.lastClick
  }

  cannotCount(what: string, remedy: string): void {
    this.uncountable.push(`cannot count the clicks of ${what}: ${remedy}`)
  }

  /**
   * Counts a node and what is in it.
   *
   * @param node the node
   * @param revealedAt for the items of a list of reveals: when this one comes
   * @param items the same for what is below it
   */
  visit(node: Node, revealedAt?: At, items = new Map<Node, At>()): void {
    if (node.kind === 'text' && node.text.trim() !== '' && revealedAt !== undefined)
      this.announce(revealedAt)
    if (node.kind !== 'element')
      return
    const name = componentName(node.tag)
    if (name === 'vclicks' || name === 'vclick') {
      // The reveals of a list are given to its items, which announce themselves while they are walked through.
      this.reveals(node, name === 'vclick', items)
    }
    else if (name === 'vafter') {
      node.children.forEach(child => items.set(child, '+0'))
    }
    else {
      this.refuseUnknown(node, name)
    }

    // Vue mounts children before their parents.
    node.children.forEach(child => this.visit(child, items.get(child), items))

    const gap = this.gaps.get(node)
    if (gap !== undefined)
      this.gap(gap)
    if (revealedAt !== undefined)
      this.announce(revealedAt)
    this.directives(node, revealedAt !== undefined)
    if (name === 'codeblockwrapper')
      this.listing(this.template.listings[Number(node.attributes.listing)]!)
    if (name === 'vclickgap')
      this.gap(this.number(node, 'size', 1))
  }

  /** `<v-clicks>`: when each of its items comes; `<v-click>`: all of them at once. */
  private reveals(element: Element, together: boolean, items: Map<Node, At>): void {
    const given = this.value(element, 'at')
    const at = given === undefined ? '+1' : atOf(given)
    if (at === undefined)
      return this.cannotCount(`\`<${element.tag}>\` with ${quote(`at: ${given}`)}`, 'write a number such as `at="3"` or `at="+1"`')
    if (at === null)
      return
    const every = together ? ALL : this.number(element, 'every', 1)
    const depth = together ? 1 : this.number(element, 'depth', 1)

    const single = element.children.length === 1 ? element.children[0] : undefined
    const isList = !together && single?.kind === 'element' && isListTag(single)
    if (!together && single?.kind === 'element' && single.tag === 'table')
      return this.cannotCount('a table in `<v-clicks>`', 'put `v-click` on its rows')

    let index = 1
    let reached = 0
    const reveal = (children: Node[], level: number): void => {
      for (const child of children) {
        if (child.kind === 'comment') {
          this.cannotCount(`\`<${element.tag}>\` with the comment ${quote(child.text)} in it`, 'move the comment out; a page in development counts it, a built one does not')
          continue
        }
        if (child.kind === 'text' && !together)
          this.cannotCount(`\`<${element.tag}>\` with the bare text ${quote(child.text)} in it`, 'put blank lines around its list, so that Markdown sees it')
        if (child.kind === 'element' && (child.tag === 'template' || child.tag === 'slot'))
          this.cannotCount(`\`<${child.tag}>\` in \`<${element.tag}>\``, 'put the content there directly')
        const mine = Number(at) + Math.ceil(index++ / every) - 1
        if (child.kind === 'element' && level < depth) {
          for (const below of child.children) {
            if (below.kind === 'element' && isListTag(below))
              reveal(below.children, level + 1)
          }
        }
        const delta = mine - reached
        reached = mine
        items.set(child, typeof at === 'string' ? signed(delta) : mine)
      }
    }
    reveal((isList ? single : element).children, 1)

    // Nested items come before their parent in Slidev's count; a gap at the end brings it to where the list ends.
    this.gaps.set(isList ? single : element, Number(at) + Math.ceil((index - 1) / every) - 1 - reached)
  }

  private directives(element: Element, isItem: boolean): void {
    for (const { name, expression } of element.directives) {
      if (name === 'after') {
        this.announce('+0')
      }
      else if (name === 'click' || name === 'click-hide') {
        const range = rangeOf(expression)
        if (range)
          this.announceRange(range)
        else
          this.directive(name, expression)
      }
      else if (name === 'mark' || name === 'motion' || name === 'switch') {
        this.cannotCount(`\`v-${name}\` on \`<${element.tag}>\``, 'use `v-click`, or teach test/deck/reading/clicks.ts to count it')
      }
      else if (conditional.has(name) && (isItem || takesClicks(element))) {
        this.cannotCount(`what stands in \`v-${name}="${expression ?? ''}"\``, `take \`v-${name}\` away from what is revealed`)
      }
    }
  }

  private directive(name: string, expression: string | undefined): void {
    const at = expression === undefined ? '+1' : atOf(literal(expression))
    if (at === undefined)
      this.cannotCount(`\`v-${name}="${expression}"\``, 'write a number or a text such as `\'+1\'`')
    else if (at !== null)
      this.announce(at)
  }

  private listing(listing: Listing): void {
    const { ranges, options } = highlightsOf(listing)
    if (ranges.length === 0)
      return
    const given = /\bat:\s*([^,}]+)/.exec(options)?.[1]?.trim()
    const at = given === undefined ? '+1' : atOf(literal(given))
    if (at === undefined)
      this.cannotCount(`the listing ${quote(listing.source)}`, 'write a number in `at`')
    else if (at !== null)
      this.announce(at, ranges.length - 1)
  }

  private refuseUnknown(element: Element, name: string): void {
    const { tag } = element
    const isComponent = tag.includes('-') || /^[A-Z]/.test(tag)
    if (!isComponent || passive.has(name) || name === 'codeblockwrapper' || name === 'vclickgap')
      return
    const own = this.project.components.get(name)
    if (own !== undefined) {
      if (CLICKING_SOURCE.test(own))
        this.cannotCount(`\`<${tag}>\`, whose source takes clicks of its own`, 'let it read `$clicks` and make the clicks in slides.md')
    }
    else if (!this.project.hasIcon(tag)) {
      this.cannotCount(`\`<${tag}>\``, 'it is no component of this project, no icon of an installed set, and nothing of Slidev\'s that test/deck/reading/clicks.ts knows; correct its name or teach the count')
    }
  }

  private announce(at: At, size = 1): void {
    if (typeof at === 'string') {
      const move = Number(at) + size - 1
      this.note(this.offset + move, move)
    }
    else {
      this.note(at + size - 1, 0)
    }
  }

  private announceRange([from, to]: [At, At]): void {
    const start = typeof from === 'string' ? this.offset + Number(from) : from
    const end = typeof to === 'string' ? start + Number(to) : to
    this.note(end, (typeof from === 'string' ? Number(from) : 0) + (typeof to === 'string' ? Number(to) : 0))
  }

  private gap(size: number): void {
    this.note(this.offset + size - 1, size)
  }

  private note(click: number, move: number): void {
    this.offset += move
    this.lastClick = Math.max(this.lastClick, click)
  }

  /** The value of an attribute or of its bound form, if it is a literal. */
  private value(element: Element, name: string): unknown {
    const bound = element.directives.find(directive => directive.name === 'bind' && directive.argument === name)
    const value = bound && literal(bound.expression ?? '')
    return bound ? (Number.isNaN(value) ? bound.expression : value) : element.attributes[name]
  }

  private number(element: Element, name: string, otherwise: number): number {
    const value = this.value(element, name)
    if (value === undefined)
      return otherwise
    const number = Number(value)
    if (Number.isFinite(number))
      return number
    this.cannotCount(`\`<${element.tag}>\` with ${quote(`${name}: ${value}`)}`, `write a number such as \`${name}="2"\``)
    return otherwise
  }
}

function isListTag({ tag }: Element): boolean {
  return tag === 'ul' || tag === 'ol'
}

function takesClicks(element: Element): boolean {
  return elements([element]).some(({ tag, directives }) =>
    ['vclick', 'vclicks', 'vafter', 'vclickgap', 'codeblockwrapper'].includes(componentName(tag))
    || directives.some(({ name }) => name.startsWith('click') || name === 'after'))
}

function signed(delta: number): string {
  return delta >= 0 ? `+${delta}` : `${delta}`
}

/** What `at` means; null when it switches the reveal off, undefined when it cannot be read. */
function atOf(value: unknown): At | null | undefined {
  if (value === false || value === 'false')
    return null
  if (value === undefined || value === true || value === 'true')
    return '+1'
  if (typeof value === 'string' && /^[+-]\d+$/.test(value))
    return value
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  return Number.isNaN(number) ? undefined : Math.max(number, 1)
}

function rangeOf(expression: string | undefined): [At, At] | undefined {
  const value = literal(expression ?? '')
  if (!Array.isArray(value) || value.length !== 2)
    return undefined
  const [from, to] = value.map(atOf)
  return from != null && to != null ? [from, to] : undefined
}

/** A number, text or array written out in a template; NaN for anything that has to be computed. */
function literal(expression: string): unknown {
  try {
    return JSON.parse(expression.replaceAll('\'', '"').replace(/(^|[[,]\s*)\+(?=\d)/g, '$1'))
  }
  catch {
    return Number.NaN
  }
}
