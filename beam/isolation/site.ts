/** One build of the site, as its service worker knows it. */
export interface BuiltSite {
  /** Names the build by its content: another file, or another byte in one, and it is another build. */
  build: string
  /**
   * What is kept for offline: paths below the base, percent-encoded, each with its Subresource Integrity digest, so that a
   * file of another build is never taken for one of this. The page itself has the empty path.
   */
  files: Record<string, string>
}

/** The page that is the whole deck. */
export const PAGE = ''

/** What of a request tells which file it is for. */
export type Asked = Pick<Request, 'method' | 'url'> & { headers: Pick<Headers, 'has'> }

/**
 * Which file of the site is asked for.
 *
 * @param request any request of a page
 * @param base the full address of the site, with a closing slash
 * @param site the build
 * @returns its path, or undefined when it is no file of this build, or more than a plain GET: that is not the worker's business
 */
export function fileAskedFor({ method, url, headers }: Asked, base: string, site: BuiltSite): string | undefined {
  const [address = ''] = url.split(/[?#]/)
  if (method !== 'GET' || headers.has('range') || !address.startsWith(base))
    return undefined
  const path = address.slice(base.length)
  const file = path === 'index.html' ? PAGE : path
  return Object.hasOwn(site.files, file) ? file : undefined
}
