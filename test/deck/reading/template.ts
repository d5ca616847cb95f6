import type { PluginSimple, RuleBlock, RuleCore } from 'markdown-exit'
import type { SFCTemplateBlock } from 'vue/compiler-sfc'
import { extname } from 'node:path'
import { componentPlugin } from '@mdit-vue/plugin-component'
import { createMarkdownExit } from 'markdown-exit'
import { parse } from 'vue/compiler-sfc'

/** An element or component of a slide. */
export interface Element {
  kind: 'element'
  tag: string
  attributes: Record<string, string>
  /** `v-click.hide="3"`, and `:at="3"`, which is `bind` of `at`. */
  directives: Directive[]
  children: Node[]
}

/** A Vue directive on an element. */
export interface Directive {
  name: string
  argument?: string
  expression?: string
}

/** Text of a slide; of `{{ x }}` it is the `x`. */
export interface Text { kind: 'text', text: string }

/** An HTML comment inside of a slide. */
export interface Comment { kind: 'comment', text: string }

export type Node = Element | Text | Comment

/** A listing of a slide: a fence with its code, or an import of a file. */
export interface Listing {
  /** As written: the fence's first line or the import's only one. */
  source: string
  /** The language and what stands behind it: `elixir {all|3}`. */
  info: string
  /** The lines of a fence; absent for an import. */
  code?: string
  /** What an import asks for; absent for a fence. */
  from?: { path: string, region?: string }
}

/** What Slidev makes of a slide's Markdown, as far as checks need it. */
export interface Template {
  nodes: Node[]
  /** In order; the element `CodeBlockWrapper` with the attribute `listing="0"` stands where the first is shown. */
  listings: Listing[]
  /** What Vue's compiler has to say against it. */
  errors: string[]
}

// The two additions to Markdown that this deck uses, by the same rules as Slidev's own:
// node_modules/@slidev/cli/dist/serve-*.mjs, "node/syntax/snippet.ts" and "node/syntax/slot-sugar.ts".
// eslint-disable-next-line regexp/no-super-linear-backtracking
const SNIPPET_IMPORT = /^<<<[ \t]*(\S.*?)(#[\w-]+)?[ \t]*(?:[ \t](\S+?))?[ \t]*(\{.*)?$/
const SLOT_MARKER = /^::\s*([\w.\-:]+)\s*::\s*$/
const interrupts = { alt: ['paragraph', 'reference', 'blockquote', 'list'] }

const snippetImport: RuleBlock = (state, startLine, _endLine, silent) => {
  const line = state.src.slice(state.bMarks[startLine]! + state.tShift[startLine]!, state.eMarks[startLine])
  const match = SNIPPET_IMPORT.exec(line)
  if (!match)
    return false
  if (!silent) {
    const [, path = '', region, language = '', meta = ''] = match
    const listing: Listing = { source: line, info: `${language || extname(path).slice(1)} ${meta}`, from: { path, region: region?.slice(1) } }
    state.push('listing', '', 0).meta = listing
    state.line = startLine + 1
  }
  return true
}

const slotMarker: RuleBlock = (state, startLine, _endLine, silent) => {
  if (state.sCount[startLine]! > state.blkIndent)
    return false
  const line = state.src.slice(state.bMarks[startLine]! + state.tShift[startLine]!, state.eMarks[startLine])
  const match = SLOT_MARKER.exec(line)
  if (!match)
    return false
  if (!silent) {
    state.push('slot_marker', '', 0).meta = match[1]
    state.line = startLine + 1
  }
  return true
}

const slotTemplates: RuleCore = (state) => {
  const html = (content: string) => Object.assign(new state.Token('html_block', '', 0), { content })
  let open = false
  const tokens = state.tokens.flatMap((token) => {
    if (token.type !== 'slot_marker')
      return [token]
    const before = open ? [html('\n</template>\n')] : []
    open = true
    return [...before, html(`\n<template v-slot:${token.meta}="slotProps">\n`)]
  })
  state.tokens = open ? [...tokens, html('\n</template>\n')] : tokens
}

// The settings of Slidev and of unplugin-vue-markdown under it.
const markdown = createMarkdownExit({ html: true, xhtmlOut: true, linkify: true, typographer: true, quotes: '""\'\'' })
markdown.linkify.set({ fuzzyLink: false })
markdown.use(componentPlugin as unknown as PluginSimple)
markdown.block.ruler.before('fence', 'listing', snippetImport, interrupts)
markdown.block.ruler.before('fence', 'slot_marker', slotMarker, interrupts)
markdown.core.ruler.push('slot_templates', slotTemplates)
markdown.renderer.rules.listing = (tokens, index, _options, env) =>
  listingTag(env!.listings as Listing[], tokens[index]!.meta as Listing)
markdown.renderer.rules.fence = (tokens, index, _options, env) => {
  const { markup, info, content } = tokens[index]!
  return listingTag(env!.listings as Listing[], { source: markup + info, info: info.trim(), code: content })
}
// As Slidev has it: a link that stays in the deck becomes a component of its own.
markdown.renderer.rules.link_open = (tokens, index) => {
  const href = tokens[index]!.attrGet('href') ?? ''
  const isInner = isInnerLink(href)
  if (isInner)
    tokens.slice(index).find(({ type }) => type === 'link_close')!.tag = 'Link'
  return `<${isInner ? 'Link to' : 'a href'}="${markdown.utils.escapeHtml(href)}">`
}
markdown.renderer.rules.code_inline = (tokens, index) =>
  `<code v-pre>${markdown.utils.escapeHtml(tokens[index]!.content)}</code>`

function listingTag(listings: Listing[], listing: Listing): string {
  return `<CodeBlockWrapper listing="${listings.push(listing) - 1}"></CodeBlockWrapper>\n`
}

/** Whether Slidev takes an address for a slide of this deck. */
export function isInnerLink(href: string): boolean {
  return /^(?:[./#]|\d+$)/.test(href)
}

/**
 * Compiles a slide's Markdown in the way Slidev does: to HTML with components in it, and that with Vue's own parser.
 *
 * @param content the slide without its frontmatter and notes
 */
export function readTemplate(content: string): Template {
  const listings: Listing[] = []
  const html = markdown.render(content, { listings })
  // Scripts and styles would be blocks of their own in a component; here they are parts of the slide like any other.
  const { descriptor, errors } = parse(`<template>\n${html}\n</template>`, { sourceMap: false, ignoreEmpty: false })
  return {
    nodes: (descriptor.template?.ast?.children ?? []).flatMap(fromVue),
    listings,
    errors: errors.map((error) => {
      const at = 'loc' in error && error.loc ? `, near ${error.loc.source || html.split('\n')[error.loc.start.line - 2]?.trim()}` : ''
      return `${error.message.replace(/\.$/, '')}${at}`
    }),
  }
}

type VueNode = NonNullable<SFCTemplateBlock['ast']>['children'][number]
/** Vue's number for a comment. */
const COMMENT = 3

function fromVue(node: VueNode): Node[] {
  if ('tag' in node) {
    const element: Element = { kind: 'element', tag: node.tag, attributes: {}, directives: [], children: node.children.flatMap(child => fromVue(child)) }
    for (const prop of node.props) {
      if ('nameLoc' in prop)
        element.attributes[prop.name] = prop.value?.content ?? ''
      else
        element.directives.push({ name: prop.name, argument: prop.arg?.loc.source, expression: prop.exp?.loc.source })
    }
    return [element]
  }
  if (!('content' in node))
    return []
  if (typeof node.content === 'string')
    return [{ kind: node.type as number === COMMENT ? 'comment' : 'text', text: node.content }]
  // The expression of `{{ expression }}`.
  return [{ kind: 'text', text: node.loc.source.slice(2, -2).trim() }]
}

/** A tag's name as components are told apart: `v-clicks` and `VClicks` are the same. */
export function componentName(tag: string): string {
  return tag.replaceAll('-', '').toLowerCase()
}

/** All elements of a slide, parents before children, in the order of the page. */
export function elements(nodes: Node[]): Element[] {
  return nodes.flatMap(node => node.kind === 'element' ? [node, ...elements(node.children)] : [])
}

/** The elements of a tag. */
export function elementsOf(nodes: Node[], ...tags: string[]): Element[] {
  return elements(nodes).filter(({ tag }) => tags.includes(tag))
}

const blocks = new Set(['address', 'blockquote', 'br', 'dd', 'div', 'dl', 'dt', 'figcaption', 'figure', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre', 'section', 'table', 'td', 'template', 'th', 'tr', 'ul'])
const unseen = new Set(['script', 'style'])

/**
 * What is to be read on a slide: its text, with one space between words and between blocks, and with the apostrophe that
 * authors type rather than the curly one that Slidev makes of it.
 */
export function textOf(nodes: Node[]): string {
  const text = (node: Node): string => {
    if (node.kind === 'text')
      return node.text
    if (node.kind === 'comment' || unseen.has(node.tag))
      return ''
    const inside = node.children.map(text).join('')
    return blocks.has(node.tag) ? ` ${inside} ` : inside
  }
  return nodes.map(text).join('').replaceAll('’', '\'').replace(/\s+/g, ' ').trim()
}
