import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Admission } from '../pairing/admission'
import type { ListedPhone, Phone, TalkInfo } from '../protocol'
import type { Talk } from '../talk/talk'
import type { StageLimits } from './limits'
import type { Method } from './routes'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from '../../scripts/problem'
import { Audience } from './audience'
import { checkHost, checkOrigin, pathOf } from './checks'
import { Connections } from './connections'
import { sessionsIn } from './cookie'
import { Drivers } from './drivers'
import { holdFiles } from './files'
import { createGate, refuse, secure } from './gate'
import { DEFAULT_LIMITS } from './limits'
import { Refusal } from './refusal'
import { RouteTable } from './routes'
import { audienceRoutes, refuseStranger, remoteRoutes } from './table'
import { Turnstile } from './turnstile'

export interface StageOptions {
  /** The authority on where the talk is. */
  talk: Pick<Talk, 'apply' | 'state' | 'learn' | 'on'>
  /** Who may drive it. */
  admission: Admission
  /** The notes and all, for who may drive. */
  info: () => TalkInfo
  /** The built page of the phone. */
  remoteFolder: string
  /** The built site for the audience, without notes; null when nobody is to follow. */
  siteFolder: string | null
  /** The pictures of the slides, which may be made while the stage is up; null when there will be none. */
  picturesFolder: string | null
  /** Called when `phones` would say something else about who is connected. */
  onPhones?: () => void
  /** The wall clock, in milliseconds since 1970; the system's unless given. */
  now?: () => number
  /** Told what went wrong here, in a line each; the error stream unless given. */
  log?: (line: string) => void
  limits?: Partial<StageLimits>
}

/** The one server that the room can reach. */
export interface Stage {
  /**
   * Answers at an address, beside those where it answers already; at one of those it starts anew.
   *
   * @param host an address of this machine
   * @param port 0 takes any free one
   * @returns the port
   * @throws Problem when it cannot be had
   */
  listen: (host: string, port: number) => Promise<number>
  /** Answers there no more, as when the Wi-Fi has changed; connections that came in there are cut. */
  leave: (host: string) => Promise<void>
  /** What the Host header of a request may be, to the letter, in lower case: `192.168.1.7:8080`. Until this is said, nothing. */
  setHosts: (hosts: readonly string[]) => void
  /** The paired phones, and which of them are connected. */
  phones: () => ListedPhone[]
  /** Passes on what a live run shows: its snapshot as JSON text, null when none is on. */
  tell: (run: string | null) => void
  /** Ends everything. The talk and the phones are the caller's, and stay. */
  close: () => Promise<void>
}

/**
 * Makes the stage server. It answers what is in its table of routes and refuses the rest.
 *
 *     const stage = await createStage({ talk, admission, info, remoteFolder, siteFolder, picturesFolder })
 *     const port = await stage.listen('192.168.1.7', 8080)
 *     stage.setHosts([`192.168.1.7:${port}`])
 *
 * @throws Problem when a folder has no page in it
 */
export async function createStage({ talk, admission, info, remoteFolder, siteFolder, picturesFolder, onPhones = () => {}, now = Date.now, log = logToStderr, ...options }: StageOptions): Promise<Stage> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const [remote, site] = await Promise.all([holdPage(remoteFolder, 'phone'), siteFolder === null ? null : holdPage(siteFolder, 'audience')])
  const connections = new Connections(limits.connections)
  const turnstile = new Turnstile(limits.turnstile)
  const drivers = new Drivers({ state: () => talk.state(now()), phones: () => admission.phones(), now, onChange: onPhones })
  const audience = new Audience(whereItIs(), { most: limits.followers, runEveryMs: limits.runEveryMs, countEveryMs: limits.countEveryMs, onCount: count => talk.learn({ followers: count }) })
  const table = new RouteTable([
    ...site ? audienceRoutes({ audience, site }) : [],
    ...remoteRoutes({ talk, admission, info, drivers, remote, picturesFolder, now, body: limits.body }),
  ])
  const servers = new Map<string, Server>()
  let hosts: ReadonlySet<string> = new Set()
  let isToldToAudience = true

  function whereItIs() {
    const { position, isBlank } = talk.state(now())
    return { position, isBlank }
  }

  const stopListening = [
    talk.on(({ kind }) => {
      if (kind !== 'state')
        return
      drivers.tell()
      if (!isToldToAudience)
        return
      // Several hundred writes can wait until the one who drives has been answered.
      isToldToAudience = false
      setImmediate(() => {
        isToldToAudience = true
        audience.moved(whereItIs())
      })
    }),
    admission.on((change) => {
      if (change.kind !== 'revoked')
        return
      drivers.endOf(change.phone.id)
      connections.disown(change.phone.id)
    }),
  ]
  const beat = setInterval(() => {
    drivers.beat()
    audience.beat()
    turnstile.tidy(performance.now())
  }, limits.beatMs)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const phone = phoneOf(request)
    if (phone)
      connections.spokenBy(request.socket, phone.id)
    else if (!await isTheirTurn(request))
      return void request.socket.destroy()
    const path = pathOf(request)
    const host = checkHost(request, hosts)
    const route = table.find(path)
    if (route === undefined)
      throw new Refusal(404, 'There is nothing here.')
    const handle = Object.hasOwn(route.methods, request.method ?? '') ? route.methods[request.method as Method] : undefined
    if (handle === undefined)
      throw new Refusal(405, 'This cannot be asked here.', { Allow: Object.keys(route.methods).join(', ') })
    if (request.method !== 'POST' && hasBody(request))
      throw new Refusal(413, 'A question has no body.')
    // It could be answered as if it had not been asked (RFC 9110 7.8); but no page of ours asks.
    if (request.headers.upgrade !== undefined)
      throw new Refusal(400, 'Only HTTP is spoken here.', { Connection: 'close' })
    checkOrigin(request, host, request.method === 'POST' ? 'own origin' : route.kind === 'data' ? 'not foreign' : 'any page may link')
    if (route.who === 'paired' && phone === null)
      refuseStranger()
    secure(response, route.kind)
    await handle({ request, response, path, phone })
  }

  function phoneOf(request: IncomingMessage): Phone | null {
    const { host = '' } = request.headers
    return sessionsIn(request).map(session => admission.phoneOf(session, host, now())).find(found => found !== null) ?? null
  }

  /** Waits for the turn of a stranger; says whether it has come, and the stranger is still there. */
  async function isTheirTurn({ socket }: IncomingMessage): Promise<boolean> {
    const waitMs = turnstile.waitOf(socket.remoteAddress ?? '', performance.now())
    if (waitMs !== null && waitMs > 0)
      await sleep(waitMs)
    return waitMs !== null && !socket.destroyed
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    // What is lost on the way is nobody's error; who waits for it is told by 'close'.
    request.on('error', () => {})
    response.on('error', () => {})
    answer(request, response).catch((error: unknown) => {
      const refusal = error instanceof Refusal ? error : failed(request, error)
      if (response.headersSent || response.destroyed)
        return void socket.destroy()
      // A body that nobody is going to read must not come on.
      const headers = hasBody(request) && !request.complete ? { ...refusal.headers, Connection: 'close' } : refusal.headers
      refuse(response, refusal.status, refusal.message, headers)
    })
  }

  function failed({ method }: IncomingMessage, error: unknown): Refusal {
    log(`The stage could not answer a ${method}: ${error instanceof Error ? error.stack : String(error)}`)
    return new Refusal(500, 'Something went wrong on the laptop; it goes on.')
  }

  async function leave(host: string): Promise<void> {
    const server = servers.get(host)
    servers.delete(host)
    if (server) {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        connections.cut(server)
      })
    }
  }

  return {
    async listen(host, port) {
      await leave(host)
      const server = createGate(limits, connections, onRequest)
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(new Problem(`The stage cannot answer at ${host}:${port} (${error.code}).`)))
        server.listen(port, host, resolve)
      })
      // Such as having no file handle left for a connection: that one is lost, and the rest goes on.
      server.on('error', error => log(`The stage lost a connection: ${error.message}`))
      servers.set(host, server)
      return (server.address() as AddressInfo).port
    },
    leave,
    setHosts(names) {
      hosts = new Set(names)
    },
    phones: () => drivers.listed(),
    tell: run => audience.ran(run ?? 'null'),
    async close() {
      clearInterval(beat)
      for (const stop of stopListening)
        stop()
      audience.close()
      drivers.close()
      await Promise.all([...servers.keys()].map(leave))
    },
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

async function holdPage(folder: string, whose: 'phone' | 'audience'): ReturnType<typeof holdFiles> {
  const files = await holdFiles(folder).catch(() => new Map())
  if (!files.has('index.html'))
    throw new Problem(`There is no page for the ${whose} in ${folder}: \`npm run present\` builds it.`)
  return files
}

function logToStderr(line: string): void {
  process.stderr.write(`${line}\n`)
}
