import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Commands, Pointer, TalkInfo } from '../../../stage/protocol'
import type { RunCommand } from '../../../stage/talk/talk'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import * as v from 'valibot'
import { commands } from '../../../stage/protocol'
import { refuse } from '../../../stage/server/gate'
import { securityHeaders } from '../../../stage/server/headers'
import { Refusal } from '../../../stage/server/refusal'
import { NotTheirClient } from '../../../stage/talk/clients'
import { clicksOf } from '../../../stage/talk/position'
import { Talk } from '../../../stage/talk/talk'

/** The code that pairs a phone with the fake. */
export const CODE = 'Tm8tb25lLWd1ZXNzZXMtdGhpcw'

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
  /** What phones asked for, in order: "GET /remote". */
  readonly requests: string[] = []
  readonly pointers: Pointer[] = []
  readonly runCommands: RunCommand[] = []
  /** What a code is answered with in place of the truth. */
  refusal: { status: number, why?: string } | undefined
  readonly #options: FakeStageOptions
  #info: TalkInfo
  readonly #streams = new Set<ServerResponse>()
  #server: Server | undefined
  #port = 0
  /** The phones that are paired, by their cookies. */
  readonly #phones = new Map<string, string>()
  #pairings = 0

  constructor(options: FakeStageOptions) {
    this.#options = options
    this.#info = options.info
    this.talk = new Talk({ clicks: clicksOf(options.info.slides), edition: options.info.edition, nowMs: Date.now() })
    this.talk.learn({ hasWindow: true })
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

  /** What phones are told of the slides becomes another, in a new edition. */
  edit(change: Partial<Pick<TalkInfo, 'slides' | 'pictures'>>): void {
    this.#info = { ...this.#info, ...change, edition: this.#info.edition + 1 }
    this.talk.replan(clicksOf(this.#info.slides), this.#info.edition)
  }

  /** Ends all pairings. */
  revoke(): void {
    this.#phones.clear()
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
    const phone = this.#phones.get(request.headers.cookie ?? '')
    if (route === 'POST /remote/pair')
      return this.#pair(request, response)
    if (route === 'GET /remote' || /^GET \/remote\/[\w.]+\.(?:js|css|svg)$/.test(route))
      return this.#serve(request.url === '/remote' ? 'index.html' : request.url!.slice('/remote/'.length), response)
    if (phone === undefined)
      return answerWith(response, new Refusal(403, 'This phone is not paired.'))
    if (route === 'POST /remote/command') {
      this.#obey(v.parse(commands, await json(request)), phone, response)
    }
    else if (route === 'GET /remote/info') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(this.#info))
    }
    else if (route === 'GET /remote/state') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      this.#streams.add(response)
      response.once('close', () => this.#streams.delete(response))
      this.#tellOne(response)
    }
    else {
      const name = /^\/remote\/picture\/(\d+-\d+)\.webp\?\w+$/.exec(request.url!)?.[1]
      const picture = name && await this.#options.picture?.(name)
      if (picture)
        response.writeHead(200, { 'Content-Type': picture.type, 'Cache-Control': 'private, max-age=3600' }).end(picture.body)
      else
        response.writeHead(404).end()
    }
  }

  #obey(sent: Commands, phone: string, response: ServerResponse): void {
    try {
      const answer = this.talk.apply(sent, Date.now(), phone)
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer))
    }
    catch (error) {
      answerWith(response, new Refusal(error instanceof NotTheirClient ? 403 : 500, String(error)))
    }
  }

  async #pair(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { code } = await json(request) as { code: string }
    const refused = this.refusal ?? (code === CODE ? undefined : { status: 403, why: 'wrong' })
    if (refused) {
      if (refused.why === undefined)
        return answerWith(response, new Refusal(refused.status, 'This is not understood.'))
      response.writeHead(refused.status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ why: refused.why }))
      return
    }
    const cookie = `session=${++this.#pairings}`
    // A phone that is paired again is the same phone.
    this.#phones.set(cookie, this.#phones.get(request.headers.cookie ?? '') ?? cookie)
    response.writeHead(204, { 'Set-Cookie': `${cookie}; HttpOnly; SameSite=Strict; Path=/remote` }).end()
  }

  async #serve(name: string, response: ServerResponse): Promise<void> {
    const body = await readFile(join(this.#options.dir, name))
    response.writeHead(200, { 'Content-Type': TYPES[name.split('.').at(-1)!] }).end(body)
  }
}

function answerWith(response: ServerResponse, { status, message, headers }: Refusal): void {
  refuse(response, status, message, headers)
}
