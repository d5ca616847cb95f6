import { describeDeck, loadSlides } from '../../scripts/deck'

/** One slide as its author wrote it, with what a browser should make of it. */
export interface Slide {
  /** From 1. */
  no: number
  title: string
  alias: string
  layout: string
  /** Where its screenshot lies in the project. */
  image?: string
  /** Clicks that it takes by its named steps; undefined when it has none. */
  steps?: number
  /** What the speaker says, cut at the click marks: before the first click, after the first, and so on. */
  notes: string[]
}

export interface Talk {
  title: string
  slides: Slide[]
}

/**
 * Reads the slides of a project with Slidev's own parser.
 *
 * @param root the folder with slides.md
 */
export async function readTalk(root: string): Promise<Talk> {
  const data = await loadSlides(root)
  const deck = describeDeck(data)
  return {
    title: deck.title,
    slides: deck.slides.map(({ no, title, alias }, index) => {
      const { frontmatter, note } = data.slides[index]!
      return {
        no,
        title,
        alias: alias ?? String(no),
        layout: String(frontmatter.layout ?? 'default'),
        image: frontmatter.image as string | undefined,
        steps: frontmatter.steps ? Object.keys(frontmatter.steps as object).length - 1 : undefined,
        notes: (note ?? '').split(/\[click(?::\d+)?\]/),
      }
    }),
  }
}
