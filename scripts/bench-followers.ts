import type { ChildProcess } from 'node:child_process'
import type { IncomingMessage, RequestOptions } from 'node:http'
import type { Commands } from '../stage/protocol'
import { Buffer } from 'node:buffer'
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Admission } from '../stage/pairing/admission'
import { createStage } from '../stage/server/stage'
import { Talk } from '../stage/talk/talk'
import { readArgs, readCount } from './args'
import { lineOfDelays } from './bench/delays'
import { machine } from './bench/machine'
import { Problem, runScript } from './problem'
import { PROJECT_ROOT } from './site'

/*
How a full room weighs on the stage: so many followers on this machine, a live run that goes on, and a phone that taps. Run it with
`npx tsx scripts/bench-followers.ts --site dist` to have everybody load the site as well, within three seconds.
*/

/** Where the stage is, once it is up. */
interface Ready {
  port: number
  /** What a phone is paired with. */
  code: string
}

/** The slides are so many that the talk can go on at every tap. */
const CLICKS_OF_A_SLIDE = 20
const CLICKS = Array.from({ length: 100 }, () => CLICKS_OF_A_SLIDE)

/** How soon after one another everybody opens the site: the address has just been shown. */
const LOADS_WITHIN_MS = 3_000

/** Taps are numbered through, from one measurement to the next. */
const tappedAt: number[] = []

/** The stage, in a process of its own, so that the followers take none of its time. */
async function serve(): Promise<void> {
  const [siteFolder = '', remoteFolder = ''] = process.argv.slice(2)
  const admission = new Admission({ random: randomBytes })
  const talk = new Talk({ clicks: CLICKS, edition: 0, nowMs: Date.now() })
  const stage = await createStage({ talk, admission, info: () => ({ edition: 0, title: '', slides: [], pictures: null }), remoteFolder, siteFolder, picturesFolder: null })
  const port = await stage.listen('127.0.0.1', 0)
  stage.setHosts([`127.0.0.1:${port}`])
  // A live run goes on all the while, with snapshots of four kilobytes.
  const run = JSON.stringify({ snapshot: 'x'.repeat(4000) })
  const running = setInterval(() => stage.tell(run), 50)
  process.send?.({ port, code: admission.newCode(Date.now()).text } satisfies Ready)
  await once(process, 'disconnect')
  clearInterval(running)
  await stage.close()
}

async function bench(): Promise<void> {
  const args = readArgs(process.argv.slice(2), 'npx tsx scripts/bench-followers.ts [--followers 300] [--moves 100] [--every 100] [--site dist]', {
    followers: { type: 'string', default: '300' },
    moves: { type: 'string', default: '100' },
    every: { type: 'string', default: '100' },
    site: { type: 'string' },
  })
  const [followers, moves, everyMs] = [readCount('followers', args.followers), readCount('moves', args.moves), readCount('every', args.every)]
  const site = args.site === undefined ? undefined : resolve(PROJECT_ROOT, args.site)
  if (site !== undefined && !existsSync(join(site, 'index.html')))
    throw new Problem(`There is no built site in ${site}: run \`npm run build\` first.`, 2)

  console.log(machine())
  const folder = await mkdtemp(join(tmpdir(), 'deck-followers-'))
  await writeFile(join(folder, 'index.html'), '<title>A page</title>')
  const child = fork(import.meta.filename, [site ?? folder, folder], { execArgv: process.execArgv })
  try {
    const ready = await readyOf(child)
    const phone = new Phone(ready.port)
    await phone.pair(ready.code)
    const room: Follower[] = []
    const measured = async (when: string): Promise<void> => {
      const answers = await phone.tap(moves, everyMs)
      await allThere(room)
      console.log(lineOfDelays(`answer to a tap, ${when}`, answers))
      if (room.length > 0)
        console.log(lineOfDelays(`tap to follower, ${when}`, room.flatMap(({ delaysMs }) => delaysMs.splice(0))))
    }
    await measured('nobody follows')
    room.push(...await Promise.all(Array.from({ length: followers }, () => Follower.of(ready.port))))
    await measured(`${followers} follow`)
    if (site !== undefined) {
      const start = performance.now()
      const loads = Promise.all(room.map((_, index) => sleep(index / followers * LOADS_WITHIN_MS).then(() => loadSite(ready.port))))
        .then(sizes => `${followers} loads of the site: ${megabytes(sizes)} MB in ${((performance.now() - start) / 1000).toFixed(1)} s`)
      await measured('all load the site')
      console.log(await loads)
    }
  }
  finally {
    child.disconnect()
    await once(child, 'exit')
    await rm(folder, { recursive: true })
  }
}

/** The phone of the speaker. */
class Phone {
  readonly #port: number
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  #cookie = ''

  constructor(port: number) {
    this.#port = port
  }

  async pair(code: string): Promise<void> {
    const { headers } = await this.#post('/remote/pair', { code })
    this.#cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  }

  /** Taps *next*, at a steady pace however long the answers take; gives how long each took, in milliseconds. */
  async tap(count: number, everyMs: number): Promise<number[]> {
    const answers: Promise<number>[] = []
    for (let tap = 0; tap < count; tap++) {
      answers.push(this.#next())
      await sleep(everyMs)
    }
    return Promise.all(answers)
  }

  async #next(): Promise<number> {
    const seq = tappedAt.push(performance.now())
    const commands: Commands = { client: 'bench-of-followers', commands: [{ seq, from: { slide: 1, click: 0 }, agoMs: 0, command: { kind: 'next' } }] }
    await this.#post('/remote/command', commands)
    return performance.now() - (tappedAt[seq - 1] ?? 0)
  }

  async #post(path: string, data: unknown): Promise<IncomingMessage> {
    const response = await ask({ port: this.#port, path, method: 'POST', agent: this.#agent, headers: { 'Origin': `http://127.0.0.1:${this.#port}`, 'Content-Type': 'application/json', 'Cookie': this.#cookie } }, JSON.stringify(data))
    response.resume()
    await once(response, 'end')
    if ((response.statusCode ?? 500) >= 300)
      throw new Problem(`The stage answered ${path} with ${response.statusCode}.`)
    return response
  }
}

/** Somebody in the room. */
class Follower {
  /** From each tap until it was seen here. */
  readonly delaysMs: number[] = []
  /** How many taps the talk is on. */
  taps = 0

  static async of(port: number): Promise<Follower> {
    const follower = new Follower()
    const response = await ask({ port, path: '/follow' })
    let rest = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const events = (rest + chunk).split('\n\n')
      rest = events.pop() ?? ''
      for (const event of events)
        follower.#hear(event)
    })
    return follower
  }

  #hear(event: string): void {
    const [, slide, click] = /^event: talk\ndata: .*"slide":(\d+),"click":(\d+)/.exec(event) ?? []
    if (slide === undefined)
      return
    const now = performance.now()
    const taps = (Number(slide) - 1) * (CLICKS_OF_A_SLIDE + 1) + Number(click)
    // The same once more is a sign of life.
    if (taps === this.taps)
      return
    // What it is told first is where the talk was.
    if (this.delaysMs.length > 0 || taps === this.taps + 1)
      this.delaysMs.push(now - (tappedAt[taps - 1] ?? now))
    this.taps = taps
  }
}

/** Waits until everybody is where the talk is. */
async function allThere(room: readonly Follower[]): Promise<void> {
  const end = performance.now() + 30_000
  while (room.some(({ taps }) => taps !== tappedAt.length)) {
    if (performance.now() > end)
      throw new Problem('After half a minute some followers still were not where the talk is.')
    await sleep(10)
  }
}

/** What a browser fetches for the first slide; gives the bytes. */
async function loadSite(port: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 6 })
  const get = async (path: string, type: string): Promise<Buffer> => {
    const response = await ask({ port, path, agent, headers: { 'Accept-Encoding': type } })
    const chunks: Buffer[] = []
    for await (const chunk of response)
      chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  const page = await get('/', 'identity')
  const paths = [...String(page).matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)].map(([, path = '']) => path)
  const files = await Promise.all(paths.map(path => get(path, 'gzip')))
  agent.destroy()
  return files.reduce((sum, { length }) => sum + length, page.length)
}

function ask(options: RequestOptions, body?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', agent: false, ...options }, resolve).on('error', reject).end(body)
  })
}

async function readyOf(child: ChildProcess): Promise<Ready> {
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (typeof message !== 'object')
    throw new Problem('The stage did not start.')
  return message
}

function megabytes(sizes: readonly number[]): string {
  return (sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(0)
}

await runScript(() => process.send ? serve() : bench())
