/** The PDF that the built site offers to download: every slide in its final state, light. */
export const PDF_NAME = 'elixir-real-world-code.pdf'

/** Where the site will stand. */
export interface Address {
  /** The folder on its host, with a slash at both ends: `/` or `/talks/elixir/`. */
  base: string
  /** Its full address with a closing slash, when it is known: link previews only load absolute images. */
  siteUrl?: string
  /** Whether its PDF lies there, too; yes unless given. */
  hasPdf?: boolean
}

/**
 * Completes the page's head: what Slidev does not write, and what it writes with stray quotes.
 *
 * @param html the page as Slidev made it
 * @param address where the site will stand
 */
export function completeHead(html: string, { base, siteUrl, hasPdf = true }: Address): string {
  const root = siteUrl ?? base
  const tags = [
    `<meta name="theme-color" content="#4e2a8e">`,
    `<meta property="og:type" content="website">`,
    `<meta property="og:image" content="${root}social.jpg">`,
    `<meta property="og:image:alt" content="Part 3: Real-World Code, of the talk Elixir in the Real World">`,
    ...siteUrl ? [`<meta property="og:url" content="${siteUrl}">`] : [],
    `<meta name="twitter:card" content="summary_large_image">`,
    ...hasPdf ? [`<link rel="alternate" type="application/pdf" title="The slides as PDF" href="${base}${PDF_NAME}">`] : [],
  ]
  return html
    .replace(/content="&quot;(.*?)&quot;"/g, 'content="$1"')
    .replace('</head>', `${tags.join('\n')}\n</head>`)
}

/**
 * Reads the site's address from the environment.
 *
 * @param value of `SITE_URL`, e.g. `https://example.org/talks/elixir`; empty or absent when unknown
 * @throws {Error} when it is no http address
 */
export function siteUrlFrom(value: string | undefined): string | undefined {
  if (!value)
    return undefined
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url?.protocol.startsWith('http'))
    throw new Error(`SITE_URL is "${value}": it has to be the full address of the site, such as https://example.org/talks/elixir/.`)
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}
