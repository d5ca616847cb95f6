import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Pointer, TalkInfo } from '../../../stage/protocol'
import type { RunCommand } from '../../../stage/talk/talk'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import * as v from 'valibot'
import { commands } from '../../../stage/protocol'
import { securityHeaders } from '../../../stage/server/headers'
import { Talk } from '../../../stage/talk/talk'

/** The code that pairs a phone with the fake. */
export const CODE = 'Tm8tb25lLWd1ZXNzZXMtdGhpcw'

const COOKIE = 'phone=paired'

const TYPES: Record<string, string> = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' }

export interface FakeStageOptions {
  /** Where the remote page was built. */
  dir: string
  info: TalkInfo
  /** Gives the picture of a step, or undefined when there is none. */
  picture?: (name: string) => Promise<{ type: string, body: Uint8Array | string } | undefined>
}

/**
 * A stage for the phone page alone, with the real authority in it and a network that does what a test says: it can go away,
 * refuse codes and end the pairing.
 */
export class FakeStage {
  readonly talk: Talk
  /** What phones are told of the slides. */
  info: TalkInfo
  /** What phones asked for, in order: "GET /remote". */
  readonly requests: string[] = []
  readonly pointers: Pointer[] = []
  readonly runCommands: RunCommand[] = []
  /** What a code is answered with in place of the truth. */
  refusal: { status: number, why?: string } | undefined
  readonly #options: FakeStageOptions
  readonly #streams = new Set<ServerResponse>()
  #server: Server | undefined
  #port = 0
  #isRevoked = false

  constructor(options: FakeStageOptions) {
    this.#options = options
    this.info = options.info
    this.talk = new Talk({ clicks: options.info.slides.map(slide => slide.clicks), nowMs: Date.now() })
    this.talk.setHasWindow(true)
    this.talk.on((change) => {
      if (change.kind === 'state')
        this.tell()
      else if (change.kind === 'pointer')
        this.pointers.push(change.pointer)
      else
        this.runCommands.push(change.command)
    })
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/remote`
  }

  /** Listens, at the same address as before. */
  async come(): Promise<void> {
    this.#server = createServer((request, response) => void this.#answer(request, response))
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  /** Takes the network away: connections break, and new ones are refused. */
  async go(): Promise<void> {
    const closed = new Promise(resolve => this.#server!.close(resolve))
    this.#server!.closeAllConnections()
    await closed
  }

  /** Ends the pairing. */
  revoke(): void {
    this.#isRevoked = true
    for (const stream of this.#streams)
      stream.end()
  }

  /** Tells all phones how the talk stands. */
  tell(): void {
    for (const stream of this.#streams)
      this.#tellOne(stream)
  }

  #tellOne(stream: ServerResponse): void {
    stream.write(`event: state\ndata: ${JSON.stringify(this.talk.state(Date.now()))}\n\n`)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${request.url}`
    this.requests.push(route)
    response.setHeaders(new Map(securityHeaders.remote))
    const isPaired = request.headers.cookie === COOKIE && !this.#isRevoked
    if (route === 'POST /remote/pair')
      return this.#pair(request, response)
    if (route === 'GET /remote' || /^GET \/remote\/[\w.]+\.(?:js|css|svg)$/.test(route))
      return this.#serve(request.url === '/remote' ? 'index.html' : request.url!.slice('/remote/'.length), response)
    if (!isPaired) {
      response.writeHead(403).end()
      return
    }
    if (route === 'POST /remote/command') {
      const answer = this.talk.apply(v.parse(commands, await json(request)), Date.now())
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer))
    }
    else if (route === 'GET /remote/info') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(this.info))
    }
    else if (route === 'GET /remote/state') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      this.#streams.add(response)
      response.once('close', () => this.#streams.delete(response))
      this.#tellOne(response)
    }
    else {
      const name = /^\/remote\/picture\/(\d+-\d+)\.webp$/.exec(request.url!)?.[1]
      const picture = name && await this.#options.picture?.(name)
      if (picture)
        response.writeHead(200, { 'Content-Type': picture.type, 'Cache-Control': 'private, max-age=3600' }).end(picture.body)
      else
        response.writeHead(404).end()
    }
  }

  async #pair(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { code } = await json(request) as { code: string }
    const refused = this.refusal ?? (code === CODE ? undefined : { status: 403, why: 'wrong' })
    if (refused) {
      response.writeHead(refused.status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ why: refused.why }))
      return
    }
    this.#isRevoked = false
    response.writeHead(204, { 'Set-Cookie': `${COOKIE}; HttpOnly; SameSite=Strict; Path=/remote` }).end()
  }

  async #serve(name: string, response: ServerResponse): Promise<void> {
    const body = await readFile(join(this.#options.dir, name))
    response.writeHead(200, { 'Content-Type': TYPES[name.split('.').at(-1)!] }).end(body)
  }
}
