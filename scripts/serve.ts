import type { AddressInfo } from 'node:net'
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import { isolationHeaders } from '../beam/isolation/headers'
import { Problem } from './problem'

/** A built site being served on this machine. */
export interface SiteServer {
  /** Where the site starts, base and closing slash included: `http://127.0.0.1:4173/talks/elixir/`. */
  url: string
  port: number
  /** Stops serving; open connections are cut. */
  close: () => Promise<void>
}

export interface SiteOptions {
  /** The folder of the built site. */
  dir: string
  /** The base it was built with, with a slash at both ends; `/` unless given. */
  base?: string
  /** 0, unless given, takes any free one. */
  port?: number
  /** The address to listen on; this machine alone unless given. */
  host?: string
  /** Whether the isolation headers are sent; yes unless given. Without them it is a plain static host. */
  isolated?: boolean
}

/**
 * Serves a built site as a static host does: files with their types, 404.html with status 404 for what is not there,
 * and nothing outside its base (the bare host leads to the base).
 *
 * @throws Problem when the folder holds no site or the port is taken
 */
export async function serveSite({ dir, base = '/', port = 0, host = '127.0.0.1', isolated = true }: SiteOptions): Promise<SiteServer> {
  if (!existsSync(join(dir, 'index.html')))
    throw new Problem(`There is no built site in ${dir}: run \`npm run build\` first.`)

  // `dev` reads the folder at every request, so that a new build is served without a restart.
  const files = sirv(dir, { dev: true, etag: true })
  const server = createServer((request, response) => {
    if (isolated)
      response.setHeaders(new Headers(isolationHeaders))
    const notFound = (): void => {
      response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' })
      const page = join(dir, '404.html')
      if (existsSync(page) && request.method !== 'HEAD')
        createReadStream(page).pipe(response)
      else
        response.end()
    }
    const url = request.url ?? '/'
    const [path = '/'] = url.split('?')
    if (base !== '/' && (path === '/' || path === base.slice(0, -1))) {
      response.writeHead(302, { Location: base + url.slice(path.length) }).end()
      return
    }
    if (!path.startsWith(base))
      return notFound()
    request.url = url.slice(base.length - 1)
    files(request, response, notFound)
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Problem(`Port ${port} is taken: pass another with --port.`) : error))
    server.listen(port, host, resolve)
  })
  const listening = (server.address() as AddressInfo).port
  return {
    url: `http://${host}:${listening}${base}`,
    port: listening,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}
