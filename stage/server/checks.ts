import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { isLoopback } from '../guard/sender'
import { Refusal } from './refusal'

/** Longer than any address of ours; a query is left unread. */
const LONGEST_TARGET = 1024

/**
 * A path that could be one of ours: plain names between single slashes. No name starts with a dot, so that there are neither
 * hidden files nor ways up; nothing is percent-encoded, so that nothing has to be decoded and looked at again.
 */
const PLAIN_PATH = /^\/(?:[\w~@-][\w.~@-]*(?:\/[\w~@-][\w.~@-]*)*\/?)?$/

/**
 * The path of a request.
 *
 * @throws Refusal when the request line is not of the plain form of RFC 9112 3.2.1: absolute addresses are for proxies
 */
export function pathOf({ url = '' }: IncomingMessage): string {
  const [path = ''] = url.split('?', 1)
  if (url.length > LONGEST_TARGET)
    throw new Refusal(414, 'This address is too long.')
  if (!PLAIN_PATH.test(path))
    throw new Refusal(400, 'This is no address of this server.')
  return path
}

/** How this machine calls itself, whatever network it is in. */
const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/

/**
 * Sees to it that the request was meant for this server, by a name that it has: a page of another site whose name was made to
 * lead here (DNS rebinding) is thereby refused. The names by which this machine reaches itself are good for who comes from it,
 * and the others for who comes by the network.
 *
 * @param request what came
 * @param hosts what the header may say, to the letter
 * @returns the name
 * @throws Refusal with 421 (RFC 9110 7.4)
 */
export function checkHost({ headersDistinct, socket }: Pick<IncomingMessage, 'headersDistinct'> & { socket: Pick<Socket, 'localAddress'> }, hosts: ReadonlySet<string>): string {
  const { host = [] } = headersDistinct
  const [only = ''] = host
  const name = only.toLowerCase()
  if (host.length !== 1 || !hosts.has(name) || LOOPBACK_NAME.test(name) !== isLoopback(socket.localAddress ?? ''))
    throw new Refusal(421, 'This server is not called that.')
  return name
}

/**
 * Sees to it that no page of another site is behind a request.
 *
 * @param request what came
 * @param host what its Host header says
 * @param needs how much has to be proved. `any page may link` is for pages and their files, unless a foreign Origin says that a
 *   script of another site wants to read them; `not foreign` takes a browser's word also in Sec-Fetch-Site, which it sends only
 *   to origins that it trusts: localhost is one, and a plain-http address in the room is none; `own origin` is for what changes
 *   something: every browser sends Origin with a POST
 * @throws Refusal with 403
 */
export function checkOrigin({ headers }: IncomingMessage, host: string, needs: 'any page may link' | 'not foreign' | 'own origin'): void {
  const own = `http://${host}`
  const isForeign = headers.origin === undefined ? needs === 'own origin' : headers.origin !== own
  const site = headers['sec-fetch-site']
  if (isForeign || (needs !== 'any page may link' && site !== undefined && site !== 'same-origin'))
    throw new Refusal(403, 'This is not for other sites.')
}
