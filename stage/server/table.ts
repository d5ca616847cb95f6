import type { Admission } from '../pairing/admission'
import type { Answer, Commands, TalkInfo } from '../protocol'
import type { Talk } from '../talk/talk'
import type { Audience } from './audience'
import type { BodyLimits } from './body'
import type { Drivers } from './drivers'
import type { HeldFile } from './files'
import type { Exchange, Route } from './routes'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as v from 'valibot'
import { commands } from '../protocol'
import { NotTheirClient } from '../talk/clients'
import { readJson } from './body'
import { cookieOf } from './cookie'
import { sendFile } from './files'
import { sendJson } from './json'
import { Refusal } from './refusal'

/** Enough for a code, in bytes: this is the one body that anybody may send. */
const CODE_BYTES = 512

/** What a phone shows to be paired. */
const codeShown = v.strictObject({ code: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)) })

/** `/remote/picture/9-3.webp` is slide 9 after three clicks. */
const PICTURE = /^\/remote\/picture\/\d{1,4}-\d{1,4}\.webp$/

/** @throws Refusal with 403, always: for who is not paired, or not any more */
export function refuseStranger(): never {
  throw new Refusal(403, 'This phone is not paired: scan the code that the laptop shows.')
}

/** The part of the table that is for everybody: to look, and to follow. */
export function audienceRoutes({ audience, site }: { audience: Audience, site: ReadonlyMap<string, HeldFile> }): Route[] {
  return [
    ...fileRoutes('/', 'site', site),
    {
      path: '/follow',
      who: 'anyone',
      kind: 'data',
      methods: { GET: ({ request, response }) => audience.join(response, request.socket.remoteAddress ?? '') },
    },
  ]
}

export interface RemoteParts {
  talk: Pick<Talk, 'apply'>
  admission: Admission
  info: () => TalkInfo
  drivers: Drivers
  /** The page of the phone. */
  remote: ReadonlyMap<string, HeldFile>
  picturesFolder: string | null
  /** The wall clock. */
  now: () => number
  body: BodyLimits
}

/** The part of the table that is for the speaker's phone. */
export function remoteRoutes({ talk, admission, info, drivers, remote, picturesFolder, now, body }: RemoteParts): Route[] {
  return [
    ...fileRoutes('/remote/', 'remote', remote),
    ...fileRoutes('/remote', 'remote', new Map([...remote].filter(([path]) => path === 'index.html'))),
    { path: '/remote/pair', who: 'anyone', kind: 'data', methods: { POST: pair } },
    { path: '/remote/state', who: 'paired', kind: 'data', methods: { GET: ({ response, phone }) => drivers.join(response, phone?.id ?? refuseStranger()) } },
    { path: '/remote/command', who: 'paired', kind: 'data', methods: { POST: command } },
    { path: '/remote/info', who: 'paired', kind: 'data', methods: { GET: ({ request, response }) => sendJson(request, response, 200, info()) } },
    { path: PICTURE, who: 'paired', kind: 'data', methods: { GET: picture } },
  ]

  async function pair({ request, response, phone }: Exchange): Promise<void> {
    const { code } = await readJson(request, codeShown, { ...body, bytes: CODE_BYTES })
    const { host = '', 'user-agent': userAgent } = request.headers
    const admitted = admission.admit(code, { host, userAgent, id: phone?.id }, now())
    if (admitted.why === null)
      return void response.writeHead(204, { 'Set-Cookie': cookieOf(admitted.session) }).end()
    if (admitted.why === 'throttled')
      response.setHeader('Retry-After', 60)
    await sendJson(request, response, admitted.why === 'throttled' ? 429 : 403, { why: admitted.why })
  }

  async function command({ request, response, phone }: Exchange): Promise<void> {
    const sent = await readJson(request, commands, body)
    // It may have been revoked while it was still talking.
    const owner = admission.phones().find(({ id }) => id === phone?.id) ?? refuseStranger()
    await sendJson(request, response, 200, applied(sent, owner.id))
  }

  function applied(sent: Commands, owner: string): Answer {
    try {
      return talk.apply(sent, now(), owner)
    }
    catch (error) {
      throw error instanceof NotTheirClient ? new Refusal(403, error.message) : error
    }
  }

  async function picture({ response, path }: Exchange): Promise<void> {
    const bytes = picturesFolder === null ? null : await readFile(join(picturesFolder, basename(path))).catch(() => null)
    if (bytes === null)
      throw new Refusal(404, 'There is no such picture, or not yet.')
    // Shown at once from the phone's own store, and asked for again behind that (RFC 5861).
    response.writeHead(200, { 'Content-Type': 'image/webp', 'Content-Length': bytes.length, 'Cache-Control': 'private, max-age=60, stale-while-revalidate=3600' }).end(bytes)
  }
}

/** Every file is a row of its own, so that there is no folder to escape from. */
function fileRoutes(base: string, kind: 'site' | 'remote', files: ReadonlyMap<string, HeldFile>): Route[] {
  return [...files].map(([path, file]) => {
    const give = ({ request, response }: Exchange): void => sendFile(request, response, file)
    return { path: path === 'index.html' ? base : base + path, who: 'anyone', kind, methods: { GET: give, HEAD: give } }
  })
}
