import type { Files } from '../../folder'
import { join } from 'node:path'
import { parse } from '@slidev/parser'
import { beforeEach, describe, expect, it } from 'vitest'
import { leaksIn } from '../../../stage/present/leaks'
import { makeFolder, writeFiles } from '../../folder'

let root: string
beforeEach(async () => {
  root = await makeFolder()
})

const write = (files: Files): Promise<void> => writeFiles(root, files)

describe('notes in a built site', () => {
  const SECRET = 'Nobody in the room may ever read "this" one — it isn\'t theirs.'
  const deck = async () => (await parse(`# One\n\nShown on the slide as well, word for word.\n\n<!--\nShown on the slide as well, word for word.\n\n[click] ${SECRET} And more.\n-->\n`, 'slides.md')).slides

  it.each([
    ['a script', JSON.stringify(SECRET)],
    ['a script in ASCII', JSON.stringify(SECRET).replace('—', '\\u2014')],
    ['HTML', SECRET.replaceAll('"', '&quot;').replace('\'', '&#39;').replace('room', '<b>room</b>')],
    ['another wrapping', SECRET.replace('may ever', 'may\n  ever')],
    ['a script that compares', `if (a<b) c(${JSON.stringify(SECRET)}); d>e`],
    ['a source map', JSON.stringify({ sourcesContent: [`a\n${SECRET}\nb`] })],
  ])('are found in %s', async (_what, text) => {
    await write({ 'index.html': '<p>One</p>', 'assets/deep/x.js': `const a = 1;${text};` })
    expect(await leaksIn(root, await deck())).toEqual([{ slide: 1, sentence: SECRET, file: join('assets', 'deep', 'x.js') }])
  })

  describe('that are short', () => {
    const WHOLE = ['So what is it?', 'A token bucket.', 'Say it.']
    const short = async () => (await parse(`# One\n\n<!--\n${WHOLE.join('\n\n[click] ')}\n-->\n`, 'slides.md')).slides
    const leaked = async (text: string): Promise<string[]> => {
      await write({ 'a.js': text })
      return (await leaksIn(root, await short())).map(({ sentence }) => sentence)
    }

    it('are found with their neighbours, however they are cut at their clicks', async () => {
      for (const cut of ['\n\n[click] ', '\\n\\n[click] ', ' <slidev-click-mark at="1">'])
        expect(new Set(await leaked(WHOLE.join(cut))), cut).toEqual(new Set([WHOLE.join(' ')]))
    })

    it('are found after a sentence that everybody may read', async () => {
      await write({ 'a.js': 'A sentence that is long enough. Say it.' })
      const { slides } = await parse('A sentence that is long enough.\n\n<!--\nA sentence that is long enough.\n\nSay it.\n-->\n', 'slides.md')
      expect(await leaksIn(root, slides)).toEqual([{ slide: 1, sentence: 'A sentence that is long enough. Say it.', file: 'a.js' }])
    })

    it('are not taken for what is found by chance', async () => {
      expect(await leaked('so(what).is = it; say.it()')).toEqual([])
    })
  })

  it('are not what stands on the slide, and not in what is no text', async () => {
    await write({ 'index.html': 'Shown on the slide as well, word for word.', 'a.woff2': SECRET })
    expect(await leaksIn(root, await deck())).toEqual([])
  })
})
