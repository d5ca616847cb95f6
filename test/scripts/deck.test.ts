import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { loadSlides, readDeck } from '../../scripts/deck'
import { makeFolder } from '../folder'

let root: string
beforeEach(async () => {
  root = await makeFolder()
})

it('gives every slide the title that a reader knows it by', async () => {
  await writeFile(join(root, 'slides.md'), `---
title: The talk
author: A. Speaker
---

# Part *3*: \`Real\` snake_case

---
routeAlias: picture
---

\`\`\`elixir
# a comment
\`\`\`

---
title: Given
---

# Given

---

# See [the docs](https://hexdocs.pm)

---

nothing
`)
  const deck = await readDeck(root)
  expect(deck).toMatchObject({ title: 'The talk', author: 'A. Speaker' })
  expect(deck.slides).toEqual([
    { no: 1, title: 'Part 3: Real snake_case', alias: undefined, titleIsHeading: true },
    { no: 2, title: 'picture', alias: 'picture', titleIsHeading: false },
    { no: 3, title: 'Given', alias: undefined, titleIsHeading: true },
    { no: 4, title: 'See the docs', alias: undefined, titleIsHeading: true },
    { no: 5, title: 'Slide 5', alias: undefined, titleIsHeading: false },
  ])
})

it('says when there is no deck', async () => {
  await expect(readDeck(root)).rejects.toThrow(/slides\.md is missing/)
})

it('knows the files that the slides are written in', async () => {
  await writeFile(join(root, 'slides.md'), '# One\n\n---\nsrc: ./more.md\n---\n')
  await writeFile(join(root, 'more.md'), '# Two\n\n---\n\n# Three\n')
  const { slides, files } = await loadSlides(root)
  expect(slides).toHaveLength(3)
  expect(files.map(file => basename(file))).toEqual(['slides.md', 'more.md'])
})

it.each([
  ['---\ntitle: T\n---\n\n# One\n\n---\nminutes: 1\nkicker: "never closed\n---\n\n# Two\n', 'slides.md, line 10: the frontmatter is no YAML (Missing closing "quote).'],
  ['# One\n\n---\nsrc: ./nowhere.md\n---\n', 'slides.md, line 3: Imported markdown file not found: '],
])('says where it cannot be read, which Slidev passes over', async (markdown, sentence) => {
  await writeFile(join(root, 'slides.md'), markdown)
  await expect(loadSlides(root)).rejects.toThrow(sentence)
})
