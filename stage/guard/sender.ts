import type { IncomingHttpHeaders } from 'node:http'
import { hostOf } from '../hosts'

/** Who sends a request, as far as the browser tells: a window of the deck, a person who typed the address or opened it from another program, some other page, or nobody says. */
export type Sender = 'deck' | 'person' | 'other page' | 'unknown'

/**
 * The names under which this machine reaches itself, as they stand in a Host header (RFC 9110, 7.2). Any other name means
 * that somebody's DNS points here (rebinding), or that a tunnel or proxy stands in between.
 */
export function ownHosts(port: number): string[] {
  return ['localhost', '127.0.0.1', '::1'].map(name => hostOf(name, port))
}

/** Whether an address that a server listens on can be reached from this machine only. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(address)
}

/**
 * Tells who sends a request by its Fetch Metadata (https://www.w3.org/TR/fetch-metadata/), which pages cannot forge; for
 * browsers without it by Origin and Referer.
 *
 * @param headers of the request
 * @param origin of the deck itself, under the name that the request was sent to
 */
export function senderOf(headers: IncomingHttpHeaders, origin: string): Sender {
  if (headers.origin !== undefined && headers.origin !== origin)
    return 'other page'
  const site = headers['sec-fetch-site']
  if (site !== undefined)
    return site === 'same-origin' ? 'deck' : site === 'none' ? 'person' : 'other page'
  if (headers.origin !== undefined)
    return 'deck'
  if (headers.referer === undefined)
    return 'unknown'
  return headers.referer.startsWith(`${origin}/`) ? 'deck' : 'other page'
}
