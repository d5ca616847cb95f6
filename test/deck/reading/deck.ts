import type { OutlineSlide } from '../outline'
import type { Problem } from '../problems'
import type { Project } from './project'
import type { Template } from './template'
import { join } from 'node:path'
import { load } from '@slidev/parser/fs'
import { elementsOf, readTemplate, textOf } from './template'

/** A slide as its author wrote it and as Slidev reads it. */
export interface Slide {
  /** From 1. */
  no: number
  /** Its heading; without one the frontmatter's `title`, the alias or `Slide 4`. */
  title: string
  alias?: string
  frontmatter: Record<string, unknown>
  /** The frontmatter as written. */
  frontmatterRaw: string
  /** What is wrong with the YAML of the frontmatter. */
  frontmatterErrors: string[]
  /** Markdown without frontmatter and notes. */
  content: string
  template: Template
  /** What the speaker says: the comment at the very end of the slide. */
  note?: string
  /** What the outline wants of it: the entry of the same alias. */
  outline?: OutlineSlide
}

/** A deck and all that its checks compare it with. */
export interface Deck {
  /** The folder of its slides.md: where the paths in it start. */
  root: string
  /** The first slide's frontmatter: the settings of the whole deck. */
  headmatter: Record<string, unknown>
  slides: Slide[]
  outline: OutlineSlide[]
  project: Project
}

/**
 * Reads slides.md with Slidev's own parser.
 *
 * @param root the folder of slides.md
 * @param outline what the deck is meant to be
 * @param project what its slides may use
 */
export async function loadDeck(root: string, outline: OutlineSlide[], project: Project): Promise<Deck> {
  const { slides, headmatter } = await load({ roots: [root], userRoot: root }, join(root, 'slides.md'))
  return {
    root,
    headmatter,
    outline,
    project,
    slides: slides.map(({ content, note, source }, index) => {
      const frontmatter = source.frontmatter
      const template = readTemplate(content)
      const alias = frontmatter.routeAlias === undefined ? undefined : String(frontmatter.routeAlias)
      const heading = textOf(elementsOf(template.nodes, 'h1').slice(0, 1))
      return {
        no: index + 1,
        title: heading || text(frontmatter.title) || alias || `Slide ${index + 1}`,
        alias,
        frontmatter,
        frontmatterRaw: source.frontmatterRaw ?? '',
        frontmatterErrors: (source.frontmatterDoc?.errors ?? []).map(error => error.message.split('\n')[0]!.replace(/ at line (\d+), column \d+:?$/, ', in its line $1')),
        content,
        template,
        note: note?.trim() || undefined,
        outline: outline.find(entry => entry.alias === alias),
      }
    }),
  }
}

/** A check of the whole deck. */
export type Check = (deck: Deck) => Problem[]

/**
 * A check that looks at one slide at a time.
 *
 * @param messages what is wrong with a slide; nothing when all is well
 */
export function onEachSlide(messages: (slide: Slide, deck: Deck) => string[]): Check {
  return deck => deck.slides.flatMap(slide =>
    messages(slide, deck).map(message => ({ slide: slide.no, title: slide.title, message })),
  )
}

/** A string of the frontmatter; the empty string for anything else. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
