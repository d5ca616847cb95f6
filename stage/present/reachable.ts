import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits until somebody listens on a port of this machine.
 *
 * @param port the port
 * @param patienceMs how long, in milliseconds
 * @param signal ends the waiting: then nobody listens
 * @returns whether it came to that in time
 */
export async function isReachable(port: number, patienceMs: number, signal?: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline && !signal?.aborted) {
    if (await answers(port))
      return true
    await sleep(100)
  }
  return false
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
