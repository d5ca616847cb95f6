import type { SlidevData, SlidevMarkdown } from '@slidev/types'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { load } from '@slidev/parser/fs'
import { Problem } from './problem'

/** One slide as its author wrote it. */
export interface DeckSlide {
  /** From 1. */
  no: number
  /** Plain text; the alias or `Slide 4` where the author gave none. */
  title: string
  /** What `#/alias` in an address names. */
  alias?: string
  /** True when the title is a heading of the slide, so that it has to be seen on it. */
  titleIsHeading: boolean
}

/** The talk: what a reader of the PDF is told about it, and its slides. */
export interface Deck {
  title: string
  author?: string
  description?: string
  slides: DeckSlide[]
}

/**
 * Reads slides.md with Slidev's own parser.
 *
 * @throws Problem when it is missing or not readable as slides
 */
export async function readDeck(root: string): Promise<Deck> {
  return describeDeck(await loadSlides(root))
}

/** Slides as they are written. */
export interface LoadedSlides extends Pick<SlidevData, 'headmatter' | 'slides'> {
  /** Where they are written: slides.md and what it takes in by `src:`. */
  files: string[]
}

/**
 * Loads slides.md as Slidev does: what is said and planned is in it beside what is shown.
 *
 * @throws Problem when it is missing or not readable as slides
 */
export async function loadSlides(root: string): Promise<LoadedSlides> {
  const path = join(root, 'slides.md')
  if (!existsSync(path))
    throw new Problem(`${path} is missing: the deck is written there.`)
  const { headmatter, slides, markdownFiles } = await load({ roots: [root], userRoot: root }, path).catch((error: unknown) => {
    throw new Problem(`${path} could not be read: ${error instanceof Error ? error.message : error}`)
  })
  const [mistake] = Object.values(markdownFiles).flatMap(mistakesIn)
  if (mistake !== undefined)
    throw new Problem(mistake)
  return { headmatter, slides, files: Object.keys(markdownFiles) }
}

/** What Slidev passes over in a file: a slide that it cannot take in, and a frontmatter of which it takes what it can. */
function mistakesIn({ filepath, errors = [], slides }: SlidevMarkdown): string[] {
  return [
    ...errors.map(({ row, message }) => `${filepath}, line ${row + 1}: ${message}.`),
    ...slides.flatMap(({ start, frontmatterDoc }) => (frontmatterDoc?.errors ?? []).map(({ linePos, message }) => {
      // The parser of YAML tells the place as well, counted from the line after the dashes, and draws a picture of it.
      const [sentence] = message.split(/ at line \d/)
      return `${filepath}, line ${start + 1 + (linePos?.[0].line ?? 0)}: the frontmatter is no YAML (${sentence}).`
    })),
  ]
}

/** What a reader is told about slides that have been loaded. */
export function describeDeck(data: Pick<SlidevData, 'headmatter' | 'slides'>): Deck {
  return {
    title: text(data.headmatter.title) ?? 'Slides',
    author: text(data.headmatter.author),
    description: text(data.headmatter.description) ?? text(data.headmatter.info)?.split('\n\n')[0],
    slides: data.slides.map((slide, index) => {
      const heading = headingOf(slide.content)
      const alias = text(slide.frontmatter.routeAlias)
      // The first slide's frontmatter is the deck's as well, so its `title` is the deck's.
      const given = index === 0 ? undefined : text(slide.frontmatter.title) ?? text(slide.frontmatter.name)
      return {
        no: index + 1,
        title: given ?? (heading || (index === 0 ? text(data.headmatter.title) : undefined)) ?? alias ?? `Slide ${index + 1}`,
        alias,
        titleIsHeading: heading !== '' && (given ?? heading) === heading,
      }
    }),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() ? value.trim() : undefined
}

/** The first heading, outside of listings and comments. */
function headingOf(markdown: string): string {
  let fence = ''
  for (const line of markdown.replace(/<!--.*?-->/gs, '').split('\n')) {
    const mark = /^(?:`{3,}|~{3,})/.exec(line)?.[0]
    if (mark && !fence)
      fence = mark
    else if (mark?.startsWith(fence))
      fence = ''
    else if (!fence && /^#{1,6}\s/.test(line))
      return plainText(line.replace(/^#+/, ''))
  }
  return ''
}

/** A heading without its Markdown: marks, tags, attributes and the addresses of links. */
function plainText(markdown: string): string {
  return markdown
    .replace(/<[^>]+>|\{[^}]*\}\s*$/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`]+|\b_+|_+\b/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
