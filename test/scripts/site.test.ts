import { mkdir, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { baseOfHtml, normaliseBase, readableSize, siteBase, staleness } from '../../scripts/site'
import { makeFolder } from '../folder'

describe('the base path of --base', () => {
  it.each([
    ['/', '/'],
    ['', '/'],
    ['/talks/elixir/', '/talks/elixir/'],
    ['talks/elixir', '/talks/elixir/'],
    ['/sub', '/sub/'],
    ['//sub//', '/sub/'],
    ['/~me/v1.2/', '/~me/v1.2/'],
  ])('%j becomes %j', (text, base) => expect(normaliseBase(text)).toBe(base))

  it.each(['./', '../', 'https://example.org/sub/', 'C:/Program Files/Git/sub/', '/a?b/', '/a#b/', '/a b/', '/a/../b/'])(
    'refuses %j and says what a base looks like',
    text => expect(() => normaliseBase(text)).toThrow(/--base takes the path .* such as \/talks\/elixir\//),
  )
})

describe('the base of a built page', () => {
  it.each([
    ['<script type="module" crossorigin src="/assets/index-a1.js"></script>', '/'],
    ['<link rel="icon" href="/talks/elixir/favicon.svg">\n<script type="module" src="/talks/elixir/assets/i.js"></script>', '/talks/elixir/'],
    ['<link rel="stylesheet" href="/assets/assets/index.css">', '/assets/'],
    ['<p>no assets</p>', '/'],
  ])('%s', (html, base) => expect(baseOfHtml(html)).toBe(base))
})

describe('whether the built site is fresh', () => {
  let root: string
  const minutes = (count: number): Date => new Date(Date.UTC(2026, 0, 1, 12, count))
  const put = async (path: string, at: Date): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), '')
    await utimes(join(root, path), at, at)
  }
  const settle = async (folder: string, at: Date): Promise<void> => utimes(join(root, folder), at, at)

  beforeEach(async () => {
    root = await makeFolder()
    await put('slides.md', minutes(0))
    await put('components/panel/Panel.vue', minutes(0))
    await settle('components/panel', minutes(0))
    await settle('components', minutes(0))
    await put('dist/index.html', minutes(10))
  })

  const stale = (): Promise<string | undefined> => staleness(root, join(root, 'dist'))

  it('is when every source is older', async () => expect(await stale()).toBeUndefined())

  it.each(['slides.md', 'components/panel/Panel.vue', 'styles/tokens.css', 'snippets/limiter.ex', 'images/a.jpg', 'package-lock.json', 'models/bucket.ts', 'vite.config.ts'])(
    'is not when %s is newer, and that is named',
    async (path) => {
      await put(path, minutes(11))
      if (path.includes('/'))
        await settle(dirname(path), minutes(0))
      expect(await stale()).toBe(`${path} is newer than the built site`)
    },
  )

  it('is not when a file has been taken away', async () => {
    await settle('components/panel', minutes(11))
    expect(await stale()).toMatch('components/panel is newer')
  })

  it.each(['test/deck.test.ts', 'scripts/build.ts', 'README.md', '.git/HEAD', 'node_modules/vue/index.js', 'snippets/_build/test/lib/a.beam', 'snippets/deps/oban/mix.exs', 'beam/node_modules/x/a.js', 'dist/x.pdf', 'talk.pdf', 'dev.log'])(
    'does not depend on %s',
    async (path) => {
      await put(path, minutes(11))
      if (path.includes('/'))
        await settle(path.split('/', 1)[0]!, minutes(0))
      expect(await stale()).toBeUndefined()
    },
  )

  it('is not when nothing was built', async () => {
    await rm(join(root, 'dist'), { recursive: true })
    expect(await stale()).toBe('there is no built site yet')
    await expect(siteBase(join(root, 'dist'))).rejects.toThrow('npm run build')
  })
})

it.each([[812_400, '812 kB'], [2_410_000, '2.41 MB'], [999, '1 kB']])('%i bytes read %s', (bytes, text) => {
  expect(readableSize(bytes)).toBe(text)
})
