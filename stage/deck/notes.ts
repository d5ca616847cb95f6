import { createMarkdownExit } from 'markdown-exit'

/** The notes of a slide, taken apart. */
export interface Notes {
  /** What is said at each click, from 0, as paragraphs of plain text: one list more than there are clicks. */
  said: string[][]
  /** Paragraphs that are not said. */
  asides: string[]
}

/** What Slidev takes for a click; `[click:3]` stands for three. */
const CLICK = /\[click(?::(\d+))?\]/gi

/** How a paragraph starts that is for the speaker's eyes: "Precise: …", "Live (L): …". */
const ASIDE = /^(?:Precise|Live|Sources?|Aside)(?: \([^)]*\))?:/

/** More clicks than a slide can have: a mistyped `[click:99999999]` must not fill the memory. */
const MOST_CLICKS = 9_999

const markdown = createMarkdownExit({ html: true })

/**
 * Takes the notes of a slide apart.
 *
 * @param note as written, in Markdown
 */
export function readNotes(note: string): Notes {
  const said: string[][] = []
  const asides: string[] = []
  const add = (text: string): void => {
    const paragraphs = paragraphsOf(text)
    said.push(paragraphs.filter(paragraph => !ASIDE.test(paragraph)))
    asides.push(...paragraphs.filter(paragraph => ASIDE.test(paragraph)))
  }
  let from = 0
  for (const mark of note.matchAll(CLICK)) {
    add(note.slice(from, mark.index))
    // What is said after several clicks at once belongs to the last of them.
    const more = Math.min(Number(mark[1] ?? 1) - 1, MOST_CLICKS - said.length)
    said.push(...Array.from({ length: Math.max(0, more) }, () => []))
    from = mark.index + mark[0].length
  }
  add(note.slice(from))
  return { said, asides }
}

/** The paragraphs of a Markdown text, list items and listings among them, without their marks. */
function paragraphsOf(text: string): string[] {
  return markdown.parse(text, {}).flatMap(({ type, content, children }) => {
    if (type === 'inline')
      return (children ?? []).map(inlineText).join('')
    return type === 'fence' || type === 'code_block' ? content : []
  }).map(paragraph => paragraph.replace(/\s+/g, ' ').trim()).filter(paragraph => paragraph !== '')
}

/** What is read of a piece of a line: words and code; of a picture its text. */
function inlineText({ type, content }: { type: string, content: string }): string {
  if (type === 'softbreak' || type === 'hardbreak')
    return ' '
  return type === 'text' || type === 'text_special' || type === 'code_inline' || type === 'image' ? content : ''
}
