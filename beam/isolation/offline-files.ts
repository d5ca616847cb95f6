import type { BuiltSite } from './site'
import { createHash } from 'node:crypto'
import { WORKER_FILE } from './registration'
import { PAGE } from './site'

/** A file of a built site. */
export interface SiteFile {
  /** Below the folder of the site, with slashes. */
  path: string
  content: Uint8Array
}

/** A font in a format for browsers that are older than service workers. */
const OLD_FONT = /^(.*)-[\w-]{8}\.(?:woff|ttf)$/

/**
 * Lists which files of a build are kept for offline: everything that any slide, the presenter view or the virtual machine
 * may ask for. Left out is what they never ask for: what a host reads itself and may not serve (`_headers`, `_redirects`,
 * 404.html), the picture for link previews, the PDF (a download, a fifth of the site), source maps, the worker, which the
 * browser keeps by itself, and fonts in an old format beside the same in a new one.
 *
 * @param paths of all files of the site
 * @returns those to keep, sorted
 */
export function offlineFiles(paths: string[]): string[] {
  const newFonts = new Set(paths.map(path => /^(.*)-[\w-]{8}\.woff2$/.exec(path)?.[1]))
  const isOldFont = (path: string): boolean => newFonts.has(OLD_FONT.exec(path)?.[1] ?? '')
  const notAsked = new Set(['404.html', 'social.jpg', WORKER_FILE])
  return paths.filter(path => !notAsked.has(path) && !/^[._]|\/\.|\.(?:pdf|map)$/.test(path) && !isOldFont(path)).sort()
}

/**
 * Describes a build for its service worker.
 *
 * @param files those to keep for offline, in any order
 * @throws {Error} when there is no index.html among them
 */
export function describeSite(files: SiteFile[]): BuiltSite {
  const described: Record<string, string> = {}
  for (const { path, content } of [...files].sort((a, b) => a.path < b.path ? -1 : 1))
    described[path === 'index.html' ? PAGE : encodeURI(path)] = `sha256-${createHash('sha256').update(content).digest('base64')}`
  if (!described[PAGE])
    throw new Error('A site cannot be kept for offline without its index.html.')
  return { build: createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, 16), files: described }
}
