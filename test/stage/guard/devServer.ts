import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import process from 'node:process'
import { copyProject } from '../../projectCopy'

/** The dev server of a copy of the deck, as `npm run dev -- --no-open` starts it. */
export interface DevServer {
  /** Where it is, with a slash at the end. */
  url: string
  port: number
  /** The folder of the copy. */
  root: string
  /** Whether its process has not ended. */
  isAlive: () => boolean
  /** What it has said, for the message of a test that fails. */
  said: () => string
  close: () => Promise<void>
}

/** Starts a dev server whose slides a test may change, or an attack might. */
export async function startDevServer(): Promise<DevServer> {
  const { root, remove } = await copyProject()

  let said = ''
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/dev.ts', '--no-open', '--port', String(await anyPort())], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'development' },
  })
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => said += text)
  const close = async (): Promise<void> => {
    await end(child)
    await remove()
  }

  try {
    const url = await addressIn(child, () => said)
    return { url, port: Number(new URL(url).port), root, isAlive: () => child.exitCode === null && child.signalCode === null, said: () => said, close }
  }
  catch (error) {
    await close()
    throw error
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null)
    return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

async function anyPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

/** Waits until Slidev has said where it is. */
async function addressIn(child: ChildProcess, said: () => string): Promise<string> {
  const deadlineMs = performance.now() + 60_000
  while (performance.now() < deadlineMs && child.exitCode === null) {
    // eslint-disable-next-line no-control-regex -- the colours of the terminal
    const url = /public slide show\s+> (http:\/\/\S+)/.exec(said().replace(/\x1B\[\d*m/g, ''))?.[1]
    if (url)
      return url
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`The dev server did not start:\n${said()}`)
}
