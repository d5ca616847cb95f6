import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from '@slidev/parser/fs'
import { describe, expect, it } from 'vitest'
import { readDeck } from '../../scripts/deck'
import { PDF_NAME } from '../../setup/head'
import { checks } from './checks'
import { clicksOf } from './checks/reveal'
import { outline } from './outline'
import { report } from './problems'
import { loadDeck } from './reading/deck'
import { readProject } from './reading/project'

const root = fileURLToPath(new URL('../..', import.meta.url))
const deck = await loadDeck(root, outline, readProject(root))

describe('the deck', () => {
  it.each(Object.entries(checks))('%s', (_name, check) => {
    const problems = report(check(deck))
    if (problems.length > 0)
      expect.fail(`\n${problems.join('\n')}\n\n(The outline is written in test/deck/outline.ts: what you change on purpose, change there too.)`)
  })

  it('has 40 clicks on its content slides', () => {
    const content = deck.slides.filter(slide => slide.outline?.layout === 'default')
    expect(content.reduce((sum, slide) => sum + clicksOf(slide, deck.project), 0)).toBe(40)
  })

  it('offers the PDF that the build writes', async () => {
    const { headmatter } = await load({ roots: [root], userRoot: root }, join(root, 'slides.md'))
    expect(headmatter.download).toBe(PDF_NAME)
  })

  it('is titled alike in the PDF and on the slides', async () => {
    const { slides } = await readDeck(root)
    expect(slides.map(({ no, title, alias }) => ({ no, title, alias })))
      .toEqual(deck.slides.map(({ no, title, alias }) => ({ no, title, alias })))
  })
})
