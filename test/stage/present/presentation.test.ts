import type { ChildProcess } from 'node:child_process'
import type { PresentArgs } from '../../../scripts/present-args'
import type { Pairing, TalkInfo } from '../../../stage/protocol'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PROJECT_ROOT } from '../../../scripts/site'
import { descendants } from '../../processes'
import { SLIDES, SPOKEN, useFakeProject } from './fakeProject'
import { isAlive } from './isAlive'

/*
All of `npm run present`, with a program in Slidev's place and one in the browser's that takes its time.
*/
const PATIENCE = { timeout: 30_000, interval: 20 }
const TIMEOUT = { timeout: 60_000 }

const project = useFakeProject()
const running: ChildProcess[] = []

beforeEach(async () => {
  await project().write({ browser: '#!/bin/sh\nexec sleep 600\n' })
  await chmod(join(project().root, 'browser'), 0o755)
  await symlink(join(PROJECT_ROOT, 'node_modules', 'tsx'), join(project().root, 'node_modules', 'tsx'), 'junction')
})
afterEach(async () => {
  for (const child of running.splice(0)) {
    const pids = [...descendants(child.pid!).keys()]
    child.kill('SIGTERM')
    await vi.waitFor(() => expect([child.pid!, ...pids].filter(isAlive), 'left by SIGTERM').toEqual([]), PATIENCE)
  }
}, PATIENCE.timeout)

interface Presented {
  child: ChildProcess
  /** All that was printed until now. */
  printed: () => string
  /** Waits for something to be printed; what the first group of the pattern is. */
  prints: (pattern: RegExp) => Promise<string>
}

/** Puts the talk of the project on stage, in a process group of its own as a terminal would. */
function present(args: Partial<PresentArgs> = {}): Presented {
  const moduleOf = (path: string): string => JSON.stringify(pathToFileURL(join(PROJECT_ROOT, path)).href)
  const options: PresentArgs = { port: 8700, host: 'localhost', open: false, audience: true, ...args }
  const program = `
    import { runScript } from ${moduleOf('scripts/problem.ts')}
    import { present } from ${moduleOf('stage/present/presentation.ts')}
    await runScript(() => present(${JSON.stringify(project().root)}, ${JSON.stringify(options)}, sentence => console.log(sentence)))
  `
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: PROJECT_ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, BROWSER_PATH: join(project().root, 'browser'), NODE_ENV: 'development' },
  })
  running.push(child)
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => printed += text)
  return {
    child,
    printed: () => printed,
    async prints(pattern) {
      await vi.waitFor(() => expect(printed).toMatch(pattern), PATIENCE)
      return pattern.exec(printed)![1] ?? ''
    },
  }
}

/** Where the phone's page is, with the code that is out. */
const REMOTE_URL = /the remote is at (\S+)/

function pidOf({ child }: Presented, program: string): number {
  return [...descendants(child.pid!)].find(([, args]) => args.includes(program))?.[0] ?? 0
}

describe('a presentation', TIMEOUT, () => {
  it('leaves no process behind when Ctrl-C ends it', async () => {
    const here = present()
    await here.prints(REMOTE_URL)
    await vi.waitFor(() => expect([...descendants(here.child.pid!).values()]).toEqual(expect.arrayContaining([
      expect.stringContaining('slidev.mjs'),
      expect.stringContaining('stageProcess.ts'),
      expect.stringContaining('picturesProcess.ts'),
      expect.stringContaining('sleep 600'),
    ])), PATIENCE)
    const pids = [...descendants(here.child.pid!).keys()]
    // A terminal tells all of its processes.
    process.kill(-here.child.pid!, 'SIGINT')
    await once(here.child, 'exit')
    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), PATIENCE)
    expect(here.child.exitCode).toBe(0)
    expect(here.printed()).not.toContain('pictures')
  })

  it('has a port for the windows and another one for the room', async () => {
    // Where the windows would be, somebody else is.
    const server = createServer().on('error', () => {}).listen(3030, 'localhost')
    const here = present({ port: 3031 })
    const windows = new URL(await here.prints(/^Projector: (\S+)/m))
    const room = new URL(await here.prints(REMOTE_URL))
    server.close()
    expect(windows.port).not.toBe(room.port)
    await vi.waitFor(async () => expect(await (await fetch(windows)).text()).toBe('the deck'), PATIENCE)
    expect((await fetch(room)).status).toBe(200)
  })

  it('serves the room nothing, and builds nothing for it beforehand, when nobody is to follow', async () => {
    const here = present({ audience: false })
    const url = new URL('/', await here.prints(REMOTE_URL))
    expect((await fetch(url)).status).toBe(404)
    expect((await fetch(new URL('/remote', url))).status).toBe(200)
    expect(here.printed()).not.toContain('audience')
    // The pictures are taken of a site all the same.
    await vi.waitFor(() => expect(existsSync(join(project().root, '.cache/stage/site/index.html'))).toBe(true), PATIENCE)
    expect((await fetch(url)).status).toBe(404)
  })

  it('does not begin where Slidev is missing, and says what helps', async () => {
    await rm(join(project().root, 'node_modules/@slidev'), { recursive: true })
    const here = present({ audience: false })
    await once(here.child, 'exit')
    expect([here.child.exitCode, here.printed()]).toEqual([1, 'Slidev is not installed: run `npm ci` first.\n'])
  })

  it('takes what the stage says of phones from the stage alone', async () => {
    const phone = { id: 'p1', name: 'A phone that was never paired', pairedAtMs: 1, seenAtMs: 1, isConnected: true }
    const pairing: Pairing = { hasNetwork: true, audienceUrl: null, phoneUrl: null, codeEndsAtMs: null, phones: [phone] }
    await project().write({ 'node_modules/@slidev/cli/bin/slidev.mjs': `
      process.send({ to: 'parent', message: ${JSON.stringify({ kind: 'pairing', pairing })} })
      process.send({ to: 'stage', message: 'nonsense' })
    ` })
    const here = present({ audience: false })
    await here.prints(/The deck said something that nobody understands/)
    expect(here.printed()).not.toContain(phone.name)
  })

  it('says when there will be no pictures', async () => {
    await rm(join(project().root, 'browser'))
    const here = present()
    await here.prints(/The browser .* is not a program on this machine/)
    await here.prints(/The phone will show no pictures of the slides/)
    await vi.waitFor(() => expect(pidOf(here, 'picturesProcess.ts')).toBe(0), PATIENCE)
  })
})

describe('the phone of a presentation', TIMEOUT, () => {
  /** Pairs a phone; how it asks for the talk. */
  async function paired(here: Presented): Promise<() => Promise<TalkInfo>> {
    const url = new URL(await here.prints(REMOTE_URL))
    const response = await fetch(new URL('/remote/pair', url), { method: 'POST', headers: { 'Content-Type': 'application/json', 'Origin': url.origin }, body: JSON.stringify({ code: url.hash.slice(1) }) })
    expect(response.status).toBe(204)
    const cookie = response.headers.get('set-cookie')!.split(';')[0]!
    return async () => (await fetch(new URL('/remote/info', url), { headers: { cookie } })).json() as Promise<TalkInfo>
  }

  it('has what is edited in mid-talk, and keeps it when the stage dies', async () => {
    const here = present({ audience: false })
    const info = await paired(here)
    const { title, slides, pictures } = await info()
    expect({ title, slides, pictures }).toMatchObject({ title: 'The talk', slides: [{ notes: [[SPOKEN]] }], pictures: null })

    await project().write({ 'slides.md': SLIDES.replace(SPOKEN, 'And now this.') })
    await vi.waitFor(async () => expect((await info()).slides[0]!.notes).toEqual([['And now this.']]), PATIENCE)
    expect(here.printed()).toContain('The slides were edited')

    await project().write({ 'slides.md': SLIDES.replace('minutes: 1', '') })
    await here.prints(/the phones still have them as they were: Each slide needs `minutes:`/)
    const stage = pidOf(here, 'stageProcess.ts')
    process.kill(stage, 'SIGKILL')
    await here.prints(/The stage was ended by SIGKILL; it is started again/)
    await vi.waitFor(async () => expect((await info()).slides[0]!.notes).toEqual([['And now this.']]), PATIENCE)
    expect(pidOf(here, 'stageProcess.ts')).not.toBe(stage)
  })
})
