/** Segments that mean another path than they say, bare or encoded. */
const ODD_SEGMENT = /^(?:\.|%2e){1,2}$/i
/** What no address of the deck has in its path: Vite, Slidev and connect would not agree on where it leads. */
const ODD_CHARACTER = /[^\x21-\x7E]|[\\"<>^`{}|#]|%(?:[01][\da-f]|2f|5c|7f)/i

/**
 * The path of a request's target without its query, or nothing when it is odd: absolute, not normalised, or encoded so that
 * it may mean one thing to a check and another to who answers it.
 */
export function plainPath(target: string): string | undefined {
  const path = target.replace(/\?.*$/s, '')
  if (!path.startsWith('/') || ODD_CHARACTER.test(target) || path.slice(1).split('/').some((segment, index, all) => ODD_SEGMENT.test(segment) || (segment === '' && index < all.length - 1)))
    return undefined
  try {
    decodeURI(path)
    return path
  }
  catch {
    return undefined
  }
}

/** The path as it is below the base of the deck (with a slash at both ends); a path outside of it as it is. */
export function withoutBase(path: string, base: string): string {
  return path.startsWith(base) ? path.slice(base.length - 1) : path
}
