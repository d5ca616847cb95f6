import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer, Command, Commands, TalkInfo } from '../../../stage/protocol'
import type { Stage, StageOptions } from '../../../stage/server/stage'
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { Admission } from '../../../stage/pairing/admission'
import { createStage } from '../../../stage/server/stage'
import { Talk } from '../../../stage/talk/talk'
import { makeFolder } from '../../folder'

/** Clicks of the slides of the talk in these tests. */
export const CLICKS = [0, 3, 2, 0, 5]

const EDITION = 1

export const INFO: TalkInfo = {
  edition: EDITION,
  title: 'A talk',
  slides: CLICKS.map((clicks, index) => ({ no: index + 1, title: `Slide ${index + 1}`, clicks, plannedMs: 60_000, notes: [['A note that only the speaker sees.']], asides: [] })),
  pictures: 'of-today',
}

/** A stage on a port of its own, with a talk and a way in. */
export interface Room {
  stage: Stage
  talk: Talk
  admission: Admission
  port: number
  /** What the stage complained about. */
  log: string[]
  ask: (question: Question) => Promise<Reply>
  /** Pairs one more phone, and gives its cookie. */
  pair: (userAgent?: string) => Promise<string>
  /** The headers of that phone's own page. */
  asPhone: (cookie: string) => Record<string, string>
  /** Gives commands as a phone does. */
  command: (cookie: string, ...commands: Command[]) => Promise<Answer>
  /** A bare connection, from an address of this machine; what comes back is in `heard`. */
  dial: (from?: string) => Promise<{ socket: Socket, heard: () => string }>
}

export interface Question {
  method?: string
  path?: string
  /** An empty Host means none at all. */
  headers?: Record<string, string>
  body?: string
}

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  /** Empty for a stream of events, which would never end. */
  body: string
}

/** Opens a room for one test; it is closed after it. */
export async function openRoom(options: Partial<StageOptions> = {}): Promise<Room> {
  const folder = await makeFolder({
    'site/index.html': '<title>The deck</title>',
    'site/assets/index-Dqa5FLqb.js': `// ${'the deck, '.repeat(1000)}`,
    'site/assets/notes.js.map': 'a source map',
    'site/.hidden.js': 'hidden',
    'site/_headers': 'for another host',
    'site/talk.pdf': '%PDF',
    'remote/index.html': '<title>The remote</title>',
    'remote/remote.js': '// the remote',
    'pictures/2-1.webp': 'RIFF',
    'secret.js': 'secret',
  })
  const log: string[] = []
  const talk = new Talk({ clicks: CLICKS, edition: EDITION, nowMs: Date.now() })
  const admission = options.admission ?? new Admission({ random: randomBytes })
  const stage = await createStage({
    talk,
    admission,
    info: () => INFO,
    remoteFolder: join(folder, 'remote'),
    siteFolder: join(folder, 'site'),
    picturesFolder: join(folder, 'pictures'),
    log: line => log.push(line),
    ...options,
  })
  onTestFinished(() => stage.close())
  const port = await stage.listen('127.0.0.1', 0)
  stage.setHosts([`127.0.0.1:${port}`])

  // A connection for each question, a few at a time.
  const agent = new Agent({ maxSockets: 8 })
  const ask = (question: Question): Promise<Reply> => askAt(port, question, agent)
  const asPhone = (cookie: string): Record<string, string> => ({ 'Origin': `http://127.0.0.1:${port}`, 'Cookie': cookie, 'Content-Type': 'application/json' })
  let given = 0
  return {
    stage,
    talk,
    admission,
    port,
    log,
    ask,
    asPhone,
    async pair(userAgent = 'Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1') {
      const { text } = admission.newCode(Date.now())
      const { headers } = await ask({ method: 'POST', path: '/remote/pair', headers: { ...asPhone(''), 'User-Agent': userAgent }, body: JSON.stringify({ code: text }) })
      return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    },
    async command(cookie, ...wanted) {
      const from = talk.state(Date.now()).position
      // Each phone has a page of its own.
      const sent: Commands = { client: cookie.slice(-20), commands: wanted.map(command => ({ seq: ++given, from, agoMs: 0, command })) }
      const { body } = await ask({ method: 'POST', path: '/remote/command', headers: asPhone(cookie), body: JSON.stringify(sent) })
      return JSON.parse(body)
    },
    async dial(from = '127.0.0.1') {
      const socket = connect({ port, host: '127.0.0.1', localAddress: from })
      onTestFinished(() => void socket.destroy())
      let heard = ''
      socket.setEncoding('latin1').on('data', chunk => heard += chunk)
      socket.on('error', () => {})
      await new Promise(resolve => socket.once('connect', resolve))
      return { socket, heard: () => heard }
    },
  }
}

/** Asks with exactly these headers. */
function askAt(port: number, { method = 'GET', path = '/', headers = {}, body }: Question, agent: Agent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { Host, ...others } = headers
    // Node adds the right Host unless it is told not to.
    const asked = request({ host: '127.0.0.1', port, method, path, headers: Host === '' ? others : headers, setHost: Host === undefined, agent }, (response) => {
      const { statusCode: status = 0, headers } = response
      if (headers['content-type'] === 'text/event-stream') {
        asked.destroy()
        resolve({ status, headers, body: '' })
        return
      }
      let text = ''
      response.setEncoding('utf8').on('data', chunk => text += chunk).on('end', () => resolve({ status, headers, body: text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** A stream of events being listened to. */
export interface Listening {
  /** The data of the events of a name, oldest first. */
  events: (name: string) => unknown[]
  response: IncomingMessage
  /** Whether the other side has ended it. */
  isOver: () => boolean
}

/** Listens to a stream of events until the test is over. */
export function listen(room: Pick<Room, 'port'>, path: string, headers: Record<string, string> = {}): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: room.port, path, headers, agent: false }, (response) => {
      let text = ''
      let isOver = false
      response.setEncoding('utf8').on('data', chunk => text += chunk)
      response.on('close', () => isOver = true)
      const events = (name: string): unknown[] => text.split('\n\n')
        .filter(event => event.startsWith(`event: ${name}\ndata: `))
        .map(event => JSON.parse(event.slice(`event: ${name}\ndata: `.length)))
      resolve({ events, response, isOver: () => isOver })
    })
    onTestFinished(() => void asked.destroy())
    asked.on('error', reject)
    asked.end()
  })
}

/** Waits until something holds, ten seconds at most. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > end)
      throw new Error(`This did not come to be: ${what}.`)
    await sleep(5)
  }
}
