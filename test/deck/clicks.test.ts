import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { countClicks } from './reading/clicks'
import { readProject } from './reading/project'
import { readTemplate } from './reading/template'

const project = readProject(fileURLToPath(new URL('../..', import.meta.url)))
const count = (markdown: string) => countClicks(readTemplate(markdown), project, 'default')

/** What Slidev 52.19.1 really counts, read in a browser from a built deck of these slides. */
const measured: [clicks: number, markdown: string][] = [
  [0, '# Title\n\n- a\n- b'],
  [6, '<v-click>\n\n> A\n\n</v-click>\n\n<v-clicks depth="2">\n\n- B\n- C\n  - D\n  - E\n    - F\n- G\n\n</v-clicks>'],
  [5, '<v-clicks depth="3" every="2">\n\n- B\n- C\n  - D\n  - E\n    - F\n- G\n\n</v-clicks>\n\n<v-clicks>\n\n- x\n- y\n\n</v-clicks>'],
  [5, '<div v-click>a</div>\n<div v-click="\'+2\'">b</div>\n<div v-click="2">c</div>\n<div v-click="[2,5]">c</div>\n<div v-click>d</div>'],
  [4, '<v-clicks at="3">\n\n- a\n- b\n\n</v-clicks>\n\n<div v-click>d</div>'],
  [4, '```ts {all|1|2}\na\nb\n```\n\n```ts {1|2}{at:4}\na\nb\n```\n\n<div v-click>d</div>'],
  [3, '<div v-click>\n\n<div v-click>inner</div>\n\nouter\n\n</div>\n\n<v-after>\n\nafter\n\n</v-after>\n\n<div v-click-hide>hid</div>\n<div v-after>hid</div>'],
  [2, '<v-clicks>\n\n- a\n- b\n\nPara\n\n</v-clicks>'],
  [4, '<v-clicks>\n\npara one\n\npara two\n\n- list\n\n</v-clicks>\n\n<div v-click.hide>g</div>'],
  [4, '<v-click at="3">x</v-click> <v-click>y</v-click>\n\n<VClickGap size="2" />\n\n<div v-click>z</div>'],
  [9, '<v-clicks>\n\n```ts {1|2|3}\na\nb\nc\n```\n\n</v-clicks>\n<v-click at="+0">x</v-click>\n<div v-click="[\'+1\', \'+2\']">r</div>\n<div v-click="[\'+1\', 9]">r</div>'],
  [9, '<v-clicks depth="2">\n\n1. a\n   - b\n   - c\n2. d\n\n</v-clicks>\n<v-clicks at="false">\n\n- n\n\n</v-clicks>\n<v-clicks at="+3" every="2">\n\n- n\n- m\n- o\n\n</v-clicks>\n<div v-click="true">g</div>'],
  [3, '<v-clicks depth="2" at="2" every="3">\n\n- a\n  - b\n  - c\n- d\n\n</v-clicks>\n<div v-click>q</div>'],
]

describe('counting clicks', () => {
  it.each(measured)('finds %i as Slidev does in %j', (clicks, markdown) => {
    expect(count(markdown)).toEqual({ clicks, uncountable: [] })
  })

  it('counts the same however often it is asked', () => {
    const template = readTemplate('<v-clicks depth="2">\n\n- a\n  - b\n\n</v-clicks>')
    expect(countClicks(template, project, 'default')).toEqual(countClicks(template, project, 'default'))
  })

  it.each([
    ['`v-mark`', '<span v-mark="1">a</span>'],
    ['`v-motion`', '<div v-motion :click-1="{ x: 1 }">a</div>'],
    ['`<v-switch>`', '<v-switch><template #1>a</template></v-switch>'],
    ['what stands in `v-if="late"`', '<div v-if="late" v-click>a</div>'],
    ['what stands in `v-for="i in 3"`', '<v-clicks>\n<div v-for="i in 3">a</div>\n</v-clicks>'],
    ['`v-click="n"`', '<div v-click="n">a</div>'],
    ['`<v-clicks>` with "depth: n"', '<v-clicks :depth="n">\n\n- a\n\n</v-clicks>'],
    ['`<v-clicks>` with "at: soon"', '<v-clicks at="soon">\n\n- a\n\n</v-clicks>'],
    ['`<v-clicks>` with the bare text', '<v-clicks>\n- a\n- b\n</v-clicks>'],
    ['`<v-clicks>` with the comment', '<v-clicks>\n\n- a\n\n<!-- b -->\n\n</v-clicks>'],
    ['a table in `<v-clicks>`', '<v-clicks>\n\n| a |\n|---|\n| b |\n\n</v-clicks>'],
    ['the listing "```ts {1|2}{at:n}"', '```ts {1|2}{at:n}\na\n```'],
    ['`<Unheard>`', '<Unheard />'],
  ])('says that it cannot count %s', (what, markdown) => {
    expect(count(markdown).uncountable).toEqual([expect.stringContaining(`cannot count the clicks of ${what}`)])
  })

  it('says that it cannot count a component or layout that takes clicks itself', () => {
    const clicking = { ...project, components: new Map([['own', '<template><p v-click /></template>']]), layouts: new Map([['own', '<VClicks><slot /></VClicks>']]) }
    expect(countClicks(readTemplate('<Own />'), clicking, 'own').uncountable).toEqual([
      expect.stringContaining('layout `own`'),
      expect.stringContaining('`<Own>`, whose source takes clicks'),
    ])
  })
})
