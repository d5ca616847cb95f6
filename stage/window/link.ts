import type { Answer, Commands } from '../protocol'
import type { FromWindow, Plan, Role, ToWindow } from './windowMessages'
import * as v from 'valibot'
import { toWindow } from './windowMessages'

/** A window's line to the stage. */
export interface Link {
  /** Says that this window is there, and what it is for. */
  hello: (role: Role) => void
  /** Says something that is not answered. */
  tell: (message: Exclude<FromWindow, { kind: 'hello' | 'commands' }>) => void
  /** Takes commands to the stage: what a Commander sends with. */
  send: (commands: Commands, signal: AbortSignal) => Promise<Answer>
  /** Calls with whatever the stage tells, but for answers. */
  listen: (listener: (message: Heard) => void) => void
}

/** What a window hears. */
export type Heard = Exclude<ToWindow, { kind: 'answer' }>
export type { Plan }

/** What carries it: Vite's websocket. */
export interface Channel {
  post: (message: FromWindow) => void
  listen: (listener: (data: unknown) => void) => void
}

/**
 * Opens a window's line.
 *
 * @param channel what carries it
 * @param client the name under which this window gives commands
 */
export function openLink(channel: Channel, client: string): Link {
  const listeners: ((message: Heard) => void)[] = []
  let resolve: ((answer: Answer) => void) | undefined

  channel.listen((data) => {
    const read = v.safeParse(toWindow, data)
    if (!read.success)
      return
    const message = read.output
    if (message.kind !== 'answer')
      listeners.forEach(listener => listener(message))
    else if (message.client === client)
      resolve?.(message.answer)
  })

  return {
    hello: role => channel.post({ kind: 'hello', role }),
    tell: message => channel.post(message),
    send: (commands, signal) => new Promise((answered, reject) => {
      // There is one request at a time, and what was acknowledged once is acknowledged for good: any answer does.
      resolve = answered
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      channel.post({ kind: 'commands', commands })
    }),
    listen: listener => void listeners.push(listener),
  }
}
