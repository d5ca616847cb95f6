import type { Answer, Commands, TalkInfo } from '../../protocol'
import * as v from 'valibot'
import { answer, talkInfo } from '../../protocol'
import { givenUpInTime } from './patience'

/** The laptop does not know this phone, or not any more. */
export class NotPaired extends Error {
  constructor() {
    super('The laptop does not know this phone: pair it.')
    this.name = 'NotPaired'
  }
}

/** The laptop has answered, but not done what it was asked. */
export class Refused extends Error {
  constructor(status: number) {
    super(`The laptop answered with status ${status}.`)
    this.name = 'Refused'
  }
}

/**
 * Asks for the whole talk, notes included.
 *
 * @throws {NotPaired} when the phone is not paired
 * @throws {Error} when the laptop does not answer, or not with a talk
 */
export async function fetchInfo(): Promise<TalkInfo> {
  const response = await fetch('/remote/info', { cache: 'no-store', signal: givenUpInTime() })
  return v.parse(talkInfo, await bodyOf(response))
}

/**
 * Takes commands to the laptop. What is on its way when the page is left arrives nevertheless.
 *
 * @throws {NotPaired} when the phone is not paired any more
 * @throws {Refused} when the laptop did not take them
 * @throws {Error} when they may not have arrived
 */
export async function sendCommands(commands: Commands, signal: AbortSignal): Promise<Answer> {
  const response = await fetch('/remote/command', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(commands),
    keepalive: true,
    signal,
  })
  return v.parse(answer, await bodyOf(response))
}

/** Whether it was the laptop that refused: in another network its address may be that of a router, which refuses as well. */
export function isRefusedByLaptop({ headers }: Response): boolean {
  return headers.get('Stage') === 'refused'
}

async function bodyOf(response: Response): Promise<unknown> {
  if (isRefusedByLaptop(response))
    throw response.status === 403 ? new NotPaired() : new Refused(response.status)
  if (!response.ok)
    throw new Error(`Somebody answered with status ${response.status}.`)
  return response.json()
}
