import type { AddressInfo } from 'node:net'
import type { Connect, Plugin, ViteDevServer } from 'vite'
import type { Events } from './frames'
import { BodyRefused, checkBody } from './body'
import { TOOL_EVENTS } from './frames'
import { ANSWER_HEADERS, DOORSTEP, securityHeaders } from './headers'
import { isLoopback } from './sender'
import { guardFrames, guardUpgrades } from './sockets'
import { judge } from './verdict'

/** Why the dev server cannot run, in a sentence. Slidev prints the stack of an error; nobody needs it here. */
class GuardError extends Error {
  constructor(message: string) {
    super(message)
    this.stack = message
  }
}

export interface GuardOptions {
  /** How many slides there are now; they may become more while the server runs. */
  slideCount: () => number
  /** What `slidev --remote` was given: Slidev would open the deck to everyone on the network. */
  remote?: string
  /** Whether `--inspect` was given: it adds an inspector that reads every module and takes commands. */
  inspect?: boolean
  /** Custom events that the deck's own windows send on Vite's websocket, beside those of its tools; none unless given. */
  events?: Events
}

/**
 * Guards Slidev's dev server, which by itself trusts whoever reaches it: it stays on this machine, and of what runs there
 * only the deck's own windows can read it or change something. The rules are in `verdict.ts`.
 *
 * @throws {GuardError} when the server is configured so that this cannot hold, or the guard is not where it must be
 */
export function guard({ slideCount, remote, inspect, events = {} }: GuardOptions): Plugin {
  const allEvents = { ...TOOL_EVENTS, ...events }
  return {
    name: 'deck:guard',
    apply: 'serve',
    enforce: 'pre',
    // Vite's CORS would let every other page on localhost read; its console forwarding takes messages from windows.
    config: () => ({ server: { cors: false, forwardConsole: false } }),
    configureServer: {
      order: 'pre',
      handler(server) {
        const { config, httpServer, middlewares, ws } = server
        if (remote !== undefined)
          throw new GuardError('--remote would let everyone on the network read the notes, move the slides and change their source: `npm run present` drives the talk from a phone.')
        if (inspect)
          throw new GuardError('--inspect opens an inspector that does not ask who uses it: take it with `slidev build`, or not at all.')
        refuseToBeReachable(config.server)
        if (!httpServer)
          throw new GuardError('The dev server must have its own HTTP server, or it cannot be guarded.')
        httpServer.prependListener('listening', () => {
          const { address } = httpServer.address() as AddressInfo
          if (!isLoopback(address))
            httpServer.emit('error', new GuardError(`The dev server listens on ${address}, which others can reach: it must stay on localhost.`))
        })

        const layer = watchman(server, slideCount)
        middlewares.use(layer)
        middlewares.stack.unshift(middlewares.stack.pop()!)
        guardUpgrades(httpServer, config.base)
        ws.on('connection', socket => guardFrames(socket, allEvents, error => config.logger.error(String(error))))

        const assertFirst = (): void => {
          if (middlewares.stack[0]?.handle !== layer)
            throw new GuardError('Something stands before the guard of the dev server: see stage/guard/plugin.ts.')
        }
        httpServer.prependListener('listening', assertFirst)
        return assertFirst
      },
    },
  }
}

/** Whatever would let others reach the server, or go around the guard, is an error before it listens. */
function refuseToBeReachable({ host, https, ws, proxy }: ViteDevServer['config']['server']): void {
  if (![undefined, false, 'localhost', '127.0.0.1', '::1'].includes(host))
    throw new GuardError(`The dev server stays on localhost, so that its host cannot be "${host}": \`npm run present\` is what other devices reach.`)
  if (https || proxy)
    throw new GuardError('The dev server is plain HTTP and no proxy, or it cannot be guarded: take server.https and server.proxy out of the configuration.')
  if (ws && (ws.port !== undefined || ws.server !== undefined || ws.path !== undefined))
    throw new GuardError('The websocket of the dev server must be where its pages are, or it cannot be guarded: take server.ws out of the configuration.')
}

function watchman({ config }: ViteDevServer, slideCount: () => number): Connect.NextHandleFunction {
  return (request, response, next) => {
    const verdict = judge({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      hostCount: request.headersDistinct.host?.length ?? 0,
      port: request.socket.localPort ?? 0,
    }, { base: config.base, slideCount: slideCount() })

    const end = (status: number, type: string, text: string): void => {
      response.writeHead(status, { ...ANSWER_HEADERS, 'Content-Type': `${type}; charset=utf-8` })
      response.end(text)
    }
    if (verdict.kind === 'refuse')
      return end(verdict.status, 'text/plain', `${verdict.why}\n`)

    if (verdict.kind === 'doorstep')
      return end(200, 'text/html', DOORSTEP)
    for (const [name, value] of Object.entries(securityHeaders(request.headers.host!)))
      response.setHeader(name, value)
    if (verdict.kind === 'pass')
      return next()
    checkBody(request, verdict.schema).then(() => next(), (error: unknown) => {
      if (!(error instanceof BodyRefused))
        next(error)
      else if (error.status > 0)
        end(error.status, 'text/plain', `${error.message}\n`)
    })
  }
}
