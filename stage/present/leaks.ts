import type { SourceSlideInfo } from '@slidev/types'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** A sentence of the notes in a file that everybody can read. */
export interface Leak {
  slide: number
  sentence: string
  /** From the site's folder. */
  file: string
}

/** What is shorter, in letters, is found anywhere by chance: "So what is it?" */
const LEAST_LETTERS = 24

/** Files that hold no text. */
const BINARY = /\.(?:avm|beam|gif|gz|ico|jpe?g|otf|png|ttf|wasm|webp|woff2?)$/i

/**
 * Looks for the notes in the files of a built site, in whatever way they may have been written there: as HTML, in a script, in
 * a source map. Sentences that stand on a slide as well are meant to be seen. A short one is looked for with its neighbours.
 *
 * @param dir the folder of the site
 * @param slides as they are written
 */
export async function leaksIn(dir: string, slides: readonly Pick<SourceSlideInfo, 'content' | 'frontmatterRaw' | 'note'>[]): Promise<Leak[]> {
  const shown = slides.map(({ content, frontmatterRaw }) => lettersOf(`${content}\n${frontmatterRaw ?? ''}`)).join('\n')
  const sentences = slides.flatMap(({ note }, index) => telltales(note ?? '')
    .map(sentence => ({ slide: index + 1, sentence, letters: lettersOf(sentence) }))
    .filter(({ letters }) => !shown.includes(letters)))

  const leaks: Leak[] = []
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || BINARY.test(entry.name))
      continue
    const path = join(entry.parentPath, entry.name)
    const text = await readFile(path, 'utf8')
    // In a script what stands between < and > is no tag.
    const letters = `${lettersOf(text)}\n${lettersOf(text.replace(/<[^<>]*>/g, ' '))}`
    for (const { slide, sentence, letters: wanted } of sentences) {
      if (letters.includes(wanted))
        leaks.push({ slide, sentence, file: relative(dir, path) })
    }
  }
  return leaks
}

/** What gives the notes of a slide away: each sentence, by itself if it is long enough; none when all of them together are not. */
function telltales(note: string): string[] {
  const sentences = note
    .split(/(?<=[.?!…:;])\s|\[click[^\]]*\]|\n\s*\n/)
    .map(sentence => sentence.replace(/\s+/g, ' ').trim())
    .filter(sentence => sentence !== '')
  return [...new Set(sentences.map((_, index) => withNeighbours(sentences, index)))].filter(isTelling)
}

/** A sentence with as many of those after it, and then of those before it, as it takes. */
function withNeighbours(sentences: readonly string[], index: number): string {
  let [from, to] = [index, index + 1]
  const together = (): string => sentences.slice(from, to).join(' ')
  while (to < sentences.length && !isTelling(together()))
    to += 1
  while (from > 0 && !isTelling(together()))
    from -= 1
  return together()
}

function isTelling(text: string): boolean {
  return lettersOf(text).length >= LEAST_LETTERS
}

/** Only the letters, so that it does not matter how a text was wrapped, quoted, marked up, escaped or cut at its clicks. */
function lettersOf(text: string): string {
  return text
    .replace(/\[click[^\]]*\]/gi, ' ')
    .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\[nrt]|&#?\w+;/g, ' ')
    .replace(/\P{L}+/gu, '')
    .toLowerCase()
}
