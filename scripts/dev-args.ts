import { readArgs } from './args'
import { Problem } from './problem'

const USAGE = 'npm run dev -- [--remote] [--port N] [--no-open] [--theme name] [--log level] [--bind address] [--base /sub/] [--force] [--inspect]'

/** What `npm run dev` was asked for. */
export interface DevArgs {
  port: string
  /** Whether a phone on the same network may drive the talk. */
  remote: boolean
  open: boolean
  /** Slidev's own options, as Slidev takes them. */
  passedOn: string[]
}

/**
 * Reads the options of `npm run dev`.
 *
 * @throws Problem with exit code 2 on unknown ones, and on a password for --remote: with one, Slidev asks a server on the
 * internet for our public address, and without a network it dies some seconds later, on stage.
 */
export function readDevArgs(args: string[]): DevArgs {
  const remoteAt = args.findIndex(arg => arg === '--remote' || arg.startsWith('--remote='))
  const follower = args[remoteAt + 1]
  if (remoteAt >= 0 && (args[remoteAt] !== '--remote' || (follower !== undefined && !follower.startsWith('-'))))
    throw new Problem('--remote takes no password here: with one, Slidev looks up this machine\'s public address and ends when there is no internet.', 2)

  const values = readArgs(args, USAGE, {
    port: { type: 'string', short: 'p', default: '3030' },
    remote: { type: 'boolean', default: false },
    open: { type: 'boolean', short: 'o', default: true },
    theme: { type: 'string', short: 't' },
    log: { type: 'string' },
    bind: { type: 'string' },
    base: { type: 'string' },
    force: { type: 'boolean', short: 'f', default: false },
    inspect: { type: 'boolean', default: false },
  })
  const passedOn = (['theme', 'log', 'bind', 'base'] as const).flatMap(name => values[name] === undefined ? [] : [`--${name}`, values[name]])
  passedOn.push(...(['force', 'inspect'] as const).filter(name => values[name]).map(name => `--${name}`))
  return { port: values.port, remote: values.remote, open: values.open, passedOn }
}
