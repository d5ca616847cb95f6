import type { IncomingHttpHeaders } from 'node:http'
import type { GenericSchema } from 'valibot'
import { plainPath, withoutBase } from './path'
import { ownHosts, senderOf } from './sender'
import { navChange, noteChange } from './state'

/** Of a request, what is judged. */
export interface Asked {
  method: string
  /** The target as it stands in the request line. */
  url: string
  headers: IncomingHttpHeaders
  /** How many Host headers there are; Node itself shows only the first. */
  hostCount: number
  /** The port that it came in on. */
  port: number
}

/** Of the deck, what the judgement depends on. */
export interface Deck {
  /** Where it is served, with a slash at both ends. */
  base: string
  slideCount: number
}

export type Verdict
  = | { kind: 'pass' }
  /** Goes on if its body is as it should be. */
    | { kind: 'read', schema: GenericSchema }
  /** Gets a page with a link to the deck in place of what it asked for. */
    | { kind: 'doorstep' }
    | { kind: 'refuse', status: number, why: string }

const refuse = (status: number, why: string): Verdict => ({ kind: 'refuse', status, why })

/** The pages of the deck; in hash mode they are all the same, but people type them. */
const PAGE = /^\/(?:index\.html|(?:(?:presenter|overview|notes|notes-edit|entry|print|export|\d{1,4})(?:\/[\w-]{0,60}){0,2})?)$/
const SLIDE = /^\/__slidev\/slides\/([1-9]\d{0,3})\.json$/
/**
 * What the tools under the deck answer below names of their own: modules, the style sheet of UnoCSS, the shared state. Of the
 * rest (the editor, MCP, the inspectors) a talk needs nothing.
 */
const TOOLS = /^\/(?:@(?:vite|id|fs|slidev)\/|@server-reactive\/(?:nav|drawings|snapshots)$|__uno(?:_[\w-]+)?\.css$)/

/**
 * Judges a request to the dev server. A window of the deck gets what it needs; a page of another site, which every tab on the
 * laptop may be, gets nothing and changes nothing.
 */
export function judge(asked: Asked, deck: Deck): Verdict {
  const { headers: { host }, method } = asked
  if (asked.hostCount !== 1 || host === undefined || !ownHosts(asked.port).includes(host))
    return refuse(421, 'The dev server answers to localhost only. For other devices there is `npm run present`.')
  const path = plainPath(asked.url)
  if (path === undefined)
    return refuse(400, 'This address is not written as the deck writes its addresses.')
  if (method === 'GET' || method === 'HEAD')
    return judgeReading(path, asked, deck)
  if (method === 'POST')
    return judgeWriting(asked, deck)
  return refuse(405, 'The dev server takes GET, HEAD and POST.')
}

function judgeReading(path: string, { headers, url }: Asked, deck: Deck): Verdict {
  const sender = senderOf(headers, `http://${headers.host}`)
  const place = withoutBase(path, deck.base)
  const isPage = PAGE.test(place)
  if (sender === 'other page') {
    // A link may lead here, but not move the talk: `#/presenter/20` would.
    const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
    return isLink && isPage ? { kind: 'doorstep' } : refuse(403, 'Another page has no access to the deck.')
  }
  // An old browser says nothing when somebody types the address, nor when another page opens it and hides where it comes from.
  if (sender === 'unknown')
    return isPage ? { kind: 'doorstep' } : refuse(403, 'What the deck is made of is for its own windows.')
  if (isPage)
    return { kind: 'pass' }
  const slide = SLIDE.exec(url)
  if (slide)
    return Number(slide[1]) <= deck.slideCount ? { kind: 'pass' } : refuse(404, 'There is no such slide.')
  // Both ways of reading the path count, because some answer before the base is taken off and some after.
  return [path, place].every(way => !/^\/(?:@|__)/.test(way) || TOOLS.test(way))
    ? { kind: 'pass' }
    : refuse(403, 'The tools behind this address are switched off.')
}

/** Which addresses take something, and what; the target must be written exactly so. */
function whatIsTaken(url: string, { slideCount }: Deck): GenericSchema | undefined {
  if (url === '/@server-reactive/nav')
    return navChange
  const slide = SLIDE.exec(url)
  return slide && Number(slide[1]) <= slideCount ? noteChange : undefined
}

function judgeWriting({ url, headers }: Asked, deck: Deck): Verdict {
  const isOwn = headers.origin === `http://${headers.host}` && [undefined, 'same-origin'].includes(headers['sec-fetch-site'] as string | undefined)
  if (!isOwn)
    return refuse(403, 'Only a window of the deck may change something.')
  const schema = whatIsTaken(url, deck)
  if (!schema)
    return refuse(403, 'Nothing can be changed at this address.')
  if (!/^application\/json(?:;|$)/i.test(headers['content-type'] ?? ''))
    return refuse(415, 'What is sent here is JSON.')
  return { kind: 'read', schema }
}
