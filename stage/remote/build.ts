import type { Plugin } from 'esbuild'
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const ICON = fileURLToPath(new URL('../../public/favicon.svg', import.meta.url))

/** Phones of the last four years: Safari 15.4 is the first with all that the page asks for. */
const TARGETS = ['chrome100', 'firefox100', 'safari15.4']

/** The deck's class for the dark theme, which its visitors choose; the phone's owner has chosen already. */
const DARK_CLASS = /^html\.dark \{([\s\S]*?)\n\}/m

/** Turns the deck's tokens for `html.dark` into those of a phone that is set to dark. */
const DARK_BY_MEDIA: Plugin = {
  name: 'dark-by-media',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]styles[\\/]tokens\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8')
      if (!DARK_CLASS.test(css))
        throw new Error(`${path} has no \`html.dark {\` any more: the phone remote takes its dark colours from there, see stage/remote/build.ts.`)
      return { contents: css.replace(DARK_CLASS, '@media (prefers-color-scheme: dark) {\n:root {$1\n}\n}'), loader: 'css' }
    })
  },
}

/**
 * Builds the page of the phone remote: `index.html`, `remote.js`, `remote.css` and `icon.svg`, a few kB in all. The page
 * expects to be served as `/remote`, the rest below `/remote/`; it has no inline script and no inline style, and asks no
 * other host.
 *
 * @param options where to
 * @param options.out the folder; what was in it is gone, because all of it is served
 * @throws Error when a source does not compile
 */
export async function buildRemote({ out }: { out: string }): Promise<void> {
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  await build({
    entryPoints: [
      { in: join(HERE, 'page/main.ts'), out: 'remote' },
      { in: join(HERE, 'look/remote.css'), out: 'remote' },
    ],
    outdir: out,
    bundle: true,
    minify: true,
    format: 'iife',
    target: TARGETS,
    loader: { '.svg': 'dataurl' },
    plugins: [DARK_BY_MEDIA],
    legalComments: 'none',
    logLevel: 'silent',
  })
  await copyFile(join(HERE, 'index.html'), join(out, 'index.html'))
  await copyFile(ICON, join(out, 'icon.svg'))
}
