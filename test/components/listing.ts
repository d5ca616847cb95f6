import { readFileSync } from 'node:fs'

/** A file of Elixir that slides show, as text. */
export function listing(path: string): string {
  return readFileSync(new URL(`../../snippets/lib/${path}`, import.meta.url), 'utf8')
}

/** What stands between two texts, e.g. between `with ` and ` do`. */
export function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from) + from.length
  return text.slice(start, text.indexOf(to, start))
}
