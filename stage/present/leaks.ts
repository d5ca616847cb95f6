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

/** Shorter sentences, in letters, are found anywhere by chance: "So what is it?" */
const LEAST_LETTERS = 24

/** Files that hold no text. */
const BINARY = /\.(?:avm|beam|gif|gz|ico|jpe?g|otf|png|ttf|wasm|webp|woff2?)$/i

/**
 * Looks for the notes in the files of a built site, in whatever way they may have been written there: as HTML, in a script, in
 * a source map. Sentences that stand on a slide as well are meant to be seen.
 *
 * @param dir the folder of the site
 * @param slides as they are written
 */
export async function leaksIn(dir: string, slides: readonly Pick<SourceSlideInfo, 'content' | 'frontmatterRaw' | 'note'>[]): Promise<Leak[]> {
  const shown = slides.map(({ content, frontmatterRaw }) => lettersOf(`${content}\n${frontmatterRaw ?? ''}`)).join('\n')
  const sentences = slides.flatMap(({ note }, index) => (note ?? '')
    .split(/(?<=[.?!…:;])\s|\[click[^\]]*\]|\n\s*\n/)
    .map(sentence => ({ slide: index + 1, sentence: sentence.replace(/\s+/g, ' ').trim(), letters: lettersOf(sentence) }))
    .filter(({ letters }) => letters.length >= LEAST_LETTERS && !shown.includes(letters)))

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

/** Only the letters, so that it does not matter how a text was wrapped, quoted, marked up or escaped. */
function lettersOf(text: string): string {
  return text
    .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\[nrt]|&#?\w+;/g, ' ')
    .replace(/\P{L}+/gu, '')
    .toLowerCase()
}
