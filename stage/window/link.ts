import type { FromStage } from '../present/messages'
import type { Answer, Commands } from '../protocol'
import type { FromWindow } from './windowMessages'
import * as v from 'valibot'
import { fromStage } from '../present/messages'

/** A window's line to the stage. */
export interface Link {
  /** Says something that is not answered. */
  tell: (message: Exclude<FromWindow, { kind: 'commands' }>) => void
  /** Takes commands to the stage: what a Commander sends with. */
  send: (commands: Commands, signal: AbortSignal) => Promise<Answer>
  /** Calls with whatever the stage tells, but for answers. */
  listen: (listener: (message: Heard) => void) => void
}

/** What a window hears. */
export type Heard = Exclude<FromStage, { kind: 'answer' }>

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
  let request: { resolve: (answer: Answer) => void, reject: (reason: unknown) => void } | undefined
  let epoch: number | undefined

  /** What was on its way to a stage that has died is lost with it, and nobody else would say so. */
  function notice(now: number): void {
    if (epoch !== undefined && now > epoch)
      request?.reject(new Error('The stage has been started anew.'))
    epoch = now
  }

  channel.listen((data) => {
    const read = v.safeParse(fromStage, data)
    if (!read.success)
      return
    const message = read.output
    if (message.kind === 'answer') {
      if (message.client === client)
        request?.resolve(message.answer)
      return
    }
    if (message.kind === 'state')
      notice(message.state.epoch)
    listeners.forEach(listener => listener(message))
  })

  return {
    tell: message => channel.post(message),
    send: (commands, signal) => new Promise((resolve, reject) => {
      // There is one request at a time, and what was acknowledged once is acknowledged for good: any answer does.
      request = { resolve, reject }
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      channel.post({ kind: 'commands', commands })
    }),
    listen: listener => void listeners.push(listener),
  }
}
