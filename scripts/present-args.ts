import { readArgs, readPort } from './args'

const USAGE = 'npm run present -- [--port N] [--host interface-or-address] [--no-open] [--no-audience]'

/** What `npm run present` was asked for. */
export interface PresentArgs {
  /** Where the room connects to. */
  port: number
  /** The interface, or the address of one, that the room reaches this laptop by; the best one unless given. */
  host?: string
  /** Whether the windows of the laptop are opened. */
  open: boolean
  /** Whether the room may follow on its own screens. */
  audience: boolean
}

/**
 * Reads the options of `npm run present`.
 *
 * @throws Problem with exit code 2 on unknown ones and on a port that is none
 */
export function readPresentArgs(args: string[]): PresentArgs {
  const { port, host, open, audience } = readArgs(args, USAGE, {
    port: { type: 'string', short: 'p', default: '8080' },
    host: { type: 'string' },
    open: { type: 'boolean', short: 'o', default: true },
    audience: { type: 'boolean', default: true },
  })
  return { port: readPort(port), host, open, audience }
}
