/**
 * Headers for everything that the dev server sends, see the OWASP Secure Headers Project. The Referer stays within the deck:
 * that is how a browser without Fetch Metadata says who asks.
 *
 * @param host as the request names it
 */
export function securityHeaders(host: string): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(host),
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
  }
}

/**
 * As narrow as development allows. Vite puts styles into the page, and some browsers do not count a websocket of the same
 * host as 'self'.
 */
function contentSecurityPolicy(host: string): string {
  return [
    `default-src 'self'`,
    `script-src 'self' 'wasm-unsafe-eval'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self' data:`,
    `media-src 'self' data: blob:`,
    `connect-src 'self' ws://${host} data: blob:`,
    `worker-src 'self' blob:`,
    `frame-src 'self'`,
    `frame-ancestors 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')
}

/** Headers for what the guard itself answers, after which the connection is closed, whatever else was sent on it. */
export const ANSWER_HEADERS = {
  'Cache-Control': 'no-store',
  'Connection': 'close',
  'Content-Security-Policy': `default-src 'none'; frame-ancestors 'none'`,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
} as const

/**
 * What a link from another page leads to, and who does not say where it comes from: it goes on at a click, without the slide
 * that the link may have named.
 */
export const DOORSTEP = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The deck</title>
<p>Another page may have led here. <a href="/">Open the deck</a>
`
