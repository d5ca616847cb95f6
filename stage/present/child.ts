import type { ChildProcess } from 'node:child_process'
import type { Envelope } from './messages'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import * as v from 'valibot'

/**
 * Runs before a child's own program: a parent that was killed cannot end its children, so they end when its channel closes.
 * It is given as text, because the program of one of them is Slidev's.
 */
const END_WITH_PARENT = 'process.connected ? process.once("disconnect", () => process.exit(0)) : process.exit(0)'

export interface ChildOptions {
  /** The folder that it runs in. */
  cwd: string
  env?: NodeJS.ProcessEnv
  /** Whether what it prints is of use to anybody; yes unless given. Errors always are. */
  isHeard?: boolean
}

/**
 * Starts a Node program that ends when this process does, however that ends, with a channel for messages.
 *
 * @param args of Node: options, the program, what the program takes
 */
export function startChild(args: string[], { cwd, env, isHeard = true }: ChildOptions): ChildProcess {
  return spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(END_WITH_PARENT)}`, ...args], {
    cwd,
    env: { ...process.env, ...env },
    // The keyboard is the parent's.
    stdio: ['ignore', isHeard ? 'inherit' : 'ignore', 'inherit', 'ipc'],
  })
}

/** Whether a child comes to a good end, once it has ended; not when it could not be started. */
export async function endsWell(child: ChildProcess): Promise<boolean> {
  return once(child, 'exit').then(([code]) => code === 0, () => false)
}

/**
 * Ends a child: asks it to, and forces it when it does not in time.
 *
 * @returns when it has ended, at once if it had before
 */
export async function endChild(child: ChildProcess, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

/** The line of a child to its parent, and through it to the other child. */
export interface Line {
  send: (to: Envelope['to'], message: unknown) => void
  /** Listens no more, for who is replaced within the process. */
  close: () => void
}

/**
 * Opens a child's line.
 *
 * @param schema what it understands; anything else is passed over
 * @param listen called with each message
 * @throws {Error} in a process that was not started as a child
 */
export function openLine<Schema extends v.GenericSchema>(schema: Schema, listen: (message: v.InferOutput<Schema>) => void): Line {
  if (!process.send)
    throw new Error('This is a part of `npm run present` and does not run alone.')
  const onMessage = (received: unknown): void => {
    const read = v.safeParse(schema, received)
    if (read.success)
      listen(read.output)
  }
  process.on('message', onMessage)
  return {
    // A message that cannot be delivered has no reader any more: the parent has ended, and so do we.
    send: (to, message) => void (process.connected && process.send!({ to, message }, undefined, undefined, () => {})),
    close: () => process.off('message', onMessage),
  }
}
