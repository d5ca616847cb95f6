import type { Buffer } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { hasAlready, takesGzip } from './negotiation'

/** A file that is held ready to be sent. */
export interface HeldFile {
  type: string
  bytes: Buffer
  /**
   * The same compressed, where that makes it smaller. There is no brotli, because browsers do not ask for it on plain http.
   */
  gzipped: Buffer | null
  etag: string
  cacheControl: string
}

/** What kinds of files there are, by how their names end; a folder may hold others, which are not served. */
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  // Modules of the BEAM, packed.
  '.avm': 'application/octet-stream',
}

/** Compressed by themselves. */
const COMPRESSED = new Set(['.png', '.jpg', '.webp', '.woff2', '.woff'])

/** Vite names these by their content, so that they never change; anything else is asked for again. */
const NAMED_BY_CONTENT = /^assets\/.*-[\w-]{8}\.\w+$/

const compress = promisify(gzip)

/**
 * Reads the files of a folder into memory, compressed once for everybody. A room that opens a site at the same moment then costs
 * no file handles and no disk, a build that is written meanwhile is not served by halves, and a path that is not in the map
 * leads nowhere, whatever tricks are in it.
 *
 * @param folder of a built site, a few megabytes
 * @returns by path below the folder, with forward slashes: `assets/index-Dqa5FLqb.js`
 * @throws when the folder cannot be read
 */
export async function holdFiles(folder: string): Promise<Map<string, HeldFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    // A link may lead out of the folder, and is no file here.
    .filter(entry => entry.isFile() && extname(entry.name) in TYPES)
    .map(entry => join(entry.parentPath, entry.name).slice(join(folder, sep).length).split(sep).join('/'))
    .filter(path => !/(?:^|\/)\./.test(path))
  return new Map(await Promise.all(paths.map(async path => [path, await hold(join(folder, path), path)] as const)))
}

async function hold(file: string, path: string): Promise<HeldFile> {
  const bytes = await readFile(file)
  const kind = extname(path)
  const gzipped = COMPRESSED.has(kind) ? null : await compress(bytes, { level: 9 })
  return {
    type: TYPES[kind] ?? '',
    bytes,
    gzipped: gzipped && gzipped.length < bytes.length ? gzipped : null,
    // Weak, because it stands for both forms (RFC 9110 8.8.1).
    etag: `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    cacheControl: NAMED_BY_CONTENT.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}

/** Sends a file, compressed if the other side takes that; for a HEAD request Node leaves the body out. */
export function sendFile({ headers }: IncomingMessage, response: ServerResponse, { type, bytes, gzipped, etag, cacheControl }: HeldFile): void {
  response.setHeader('ETag', etag).setHeader('Cache-Control', cacheControl).setHeader('Vary', 'Accept-Encoding')
  if (hasAlready(headers, etag)) {
    response.writeHead(304).end()
    return
  }
  const isGzipped = gzipped !== null && takesGzip(headers)
  const body: Buffer = isGzipped ? gzipped : bytes
  if (isGzipped)
    response.setHeader('Content-Encoding', 'gzip')
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': body.length }).end(body)
}
