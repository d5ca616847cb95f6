import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Problem } from './problem'

/** The folder of the project. */
export const PROJECT_ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * A base path as Vite and Slidev want it, with a slash at both ends: `talks/elixir` becomes `/talks/elixir/`.
 *
 * @throws Problem with exit code 2 on anything that is not the path of a URL
 */
export function normaliseBase(text: string): string {
  const segments = text.trim().split('/').filter(segment => segment !== '')
  // A relative base cannot be served from, and Git Bash on Windows turns /sub/ into C:/Program Files/Git/sub/.
  if (!segments.every(segment => /^[\w.~!$&'()*+,;=@%-]+$/.test(segment)) || segments.some(segment => /^\.+$/.test(segment)))
    throw new Problem(`--base takes the path that the site is served from, such as /talks/elixir/, not "${text}".`, 2)
  return segments.length ? `/${segments.join('/')}/` : '/'
}

/** The base that a page of a built site was built with, read from the addresses of its assets. */
export function baseOfHtml(html: string): string {
  return /<(?:script|link)\s[^>]*(?:src|href)="(\/(?:[^"]*\/)?)assets\//.exec(html)?.[1] ?? '/'
}

/**
 * The base that the site in a folder was built with.
 *
 * @throws Problem when there is no built site
 */
export async function siteBase(dir: string): Promise<string> {
  const index = join(dir, 'index.html')
  if (!existsSync(index))
    throw new Problem(`There is no built site in ${dir}: run \`npm run build\` first.`)
  return baseOfHtml(await readFile(index, 'utf8'))
}

/** Why a built site has to be built again before it is printed, as the end of a sentence; undefined when it is fresh. */
export async function staleness(root: string, dir: string): Promise<string | undefined> {
  const index = await stat(join(dir, 'index.html')).catch(() => undefined)
  if (!index)
    return 'there is no built site yet'
  const newest = await newestSource(root)
  return newest && newest.mtimeMs > index.mtimeMs ? `${newest.path} is newer than the built site` : undefined
}

/** What npm and Mix put beside the sources, in any folder. */
const FETCHED_OR_BUILT = new Set(['node_modules', '_build', 'deps'])

/**
 * What the site is not made from. Everything else counts as its source, so that a folder added later is not forgotten.
 */
const NOT_SOURCES = new Set(['dist', 'test', 'scripts', 'docs', 'coverage', 'test-results'])

function isSource(name: string, top: boolean): boolean {
  if (name.startsWith('.') || name.endsWith('.log') || name.endsWith('.pdf') || FETCHED_OR_BUILT.has(name))
    return false
  // At the top lie README, LICENSE and the configurations of hosts and checkers beside what Slidev reads.
  return !top || !(NOT_SOURCES.has(name) || /^(?:README|CHANGELOG|CONTRIBUTING|LICENSE)\b|^(?:eslint|vitest)\.config\.|\.toml$|^vercel\.json$|^package\.json$|^tsconfig/.test(name))
}

/** The files that the site is made from, by their paths from the project's folder, in order. */
export async function sourceFiles(root: string, folder = ''): Promise<string[]> {
  const entries = (await readdir(join(root, folder), { withFileTypes: true })).filter(({ name }) => isSource(name, folder === ''))
  const files = await Promise.all(entries.map(async (entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    return entry.isDirectory() ? sourceFiles(root, path) : entry.isFile() ? [path] : []
  }))
  return files.flat().sort()
}

interface Stamp { path: string, mtimeMs: number }

async function newestSource(root: string, folder = ''): Promise<Stamp | undefined> {
  let newest: Stamp | undefined
  const consider = (stamp: Stamp | undefined): void => {
    if (stamp && (!newest || stamp.mtimeMs > newest.mtimeMs))
      newest = stamp
  }
  // A folder's own time tells of files taken away. Not the top one's: the built site itself appears there.
  if (folder)
    consider({ path: folder, mtimeMs: (await stat(join(root, folder))).mtimeMs })
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    if (!isSource(entry.name, folder === ''))
      continue
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.isDirectory())
      consider(await newestSource(root, path))
    else if (entry.isFile())
      consider({ path, mtimeMs: (await stat(join(root, path))).mtimeMs })
  }
  return newest
}

/** The bytes of all files in a folder and below, and how many there are. */
export async function folderSize(dir: string): Promise<{ bytes: number, files: number }> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const sizes = await Promise.all(entries.filter(entry => entry.isFile())
    .map(async entry => (await stat(join(entry.parentPath, entry.name))).size))
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: sizes.length }
}

/** A size as people read it: `812 kB`, `2.41 MB` (decimal units). */
export function readableSize(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(2)} MB`
}
