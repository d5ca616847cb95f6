/**
 * What makes a page cross-origin isolated, see https://web.dev/articles/coop-coep. The first two count on documents and on
 * scripts of workers, the third on what they load; on everything else they do no harm, so that everything gets all three.
 * The files for hosts (public/_headers, vercel.json) say the same.
 */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

/** The same response with the isolation headers. */
export function isolated(response: Response): Response {
  // A redirect that is left to the browser cannot be read, let alone rebuilt.
  if (response.status === 0)
    return response
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(isolationHeaders))
    headers.set(name, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}
