import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { freePort } from '../../../scripts/ports'
import { PROJECT_ROOT } from '../../../scripts/site'
import { descendants } from '../../processes'

/** `npm run present` as it runs, with what it has printed. */
export interface Presentation {
  /** What the projector shows, on this machine. */
  projectorUrl: string
  presenterUrl: string
  /** The site that the room follows. */
  audienceUrl: string
  /** The phone remote with the code that is out. */
  phoneUrl: () => string
  /** Waits until it says something that it has not said before this is called. */
  says: (line: RegExp) => Promise<void>
  /** Ends one of its processes, as a crash would. */
  crash: (part: 'deck' | 'stage') => void
  end: () => Promise<void>
}

/** The site of the room may have to be built first. */
const READY_WITHIN_MS = 300_000

/**
 * Starts it for this machine alone, so that no network is needed.
 *
 * @param root the folder of the project, or of a copy of it
 * @param options of `npm run present` beside those
 */
export async function present(root = PROJECT_ROOT, options: readonly string[] = []): Promise<Presentation> {
  const port = await freePort(8600)
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/present.ts', '--no-open', '--host', 'localhost', '--port', String(port), ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'development', FORCE_COLOR: '0' },
  })
  let printed = ''
  child.stdout.on('data', text => printed += text)
  child.stderr.on('data', text => printed += text)
  const phoneUrls = (): string[] => Array.from(printed.matchAll(/http:\/\/\S+\/remote#\S+/g), ([url]) => url)
  const line = (pattern: RegExp): string | undefined => pattern.exec(printed)?.[1]

  async function ready(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS
    while (phoneUrls().length === 0) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`The presentation did not begin. It said:\n${printed}`)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    await reachable(line(/^Projector: (\S+)/m)!, deadline)
  }
  await ready().catch((error: unknown) => {
    child.kill('SIGTERM')
    throw error
  })
  return {
    projectorUrl: line(/^Projector: (\S+)/m)!,
    presenterUrl: line(/^Presenter: (\S+)/m)!,
    audienceUrl: new URL('/', phoneUrls()[0]).href,
    phoneUrl: () => phoneUrls().at(-1)!,
    async says(line) {
      const from = printed.length
      const lines = (): string[] => printed.slice(from).split('\n')
      await waitUntil(() => lines().some(each => line.test(each)), () => `It does not say ${line}, but:\n${lines().join('\n')}`)
    },
    crash: part => crash(child, part),
    async end() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function waitUntil(isSo: () => boolean, why: () => string): Promise<void> {
  for (const deadline = Date.now() + 60_000; !isSo();) {
    if (Date.now() > deadline)
      throw new Error(why())
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

async function reachable(url: string, deadline: number): Promise<void> {
  for (;;) {
    const answer = await fetch(url, { headers: { Accept: 'text/html' } }).catch(() => undefined)
    if (answer)
      return
    if (Date.now() > deadline)
      throw new Error(`Nothing answers at ${url}.`)
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

/** What tells the two processes apart is what they run. */
function crash(parent: ChildProcess, part: 'deck' | 'stage'): void {
  const program = part === 'deck' ? 'slidev.mjs' : 'stageProcess.ts'
  const all = [...descendants(parent.pid!)]
  const [pid] = all.find(([, args]) => args.includes(program)) ?? []
  if (!pid)
    throw new Error(`There is no process of the ${part}:\n${all.join('\n')}`)
  process.kill(pid, 'SIGKILL')
}
