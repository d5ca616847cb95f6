import { readArgs } from './args'
import { Problem } from './problem'

const USAGE = 'npm run dev -- [--port N] [--no-open] [--theme name] [--log level] [--base /sub/] [--force]'

/** Slidev's options that would open the deck to others, and why not; the guard of the dev server refuses them as well. */
const REFUSED: Readonly<Record<string, string>> = {
  '--remote': 'With --remote everyone on the network could read the notes, move the slides and change their source: `npm run present` drives the talk from a phone.',
  '--tunnel': 'With --tunnel everyone on the internet could reach the deck: `npm run present` shows it to the audience.',
  '--bind': 'The dev server stays on localhost, and takes no --bind: `npm run present` is what other devices reach.',
  '--inspect': '--inspect opens an inspector that does not ask who uses it: take it with `npx slidev build`, or not at all.',
}

/** What `npm run dev` was asked for. */
export interface DevArgs {
  port: string
  open: boolean
  /** Slidev's own options, as Slidev takes them. */
  passedOn: string[]
}

/**
 * Reads the options of `npm run dev`.
 *
 * @throws Problem with exit code 2 on unknown ones, and on those of Slidev's that would open the deck to others
 */
export function readDevArgs(args: string[]): DevArgs {
  const refused = args.map(arg => arg.replace(/=.*/s, '')).find(arg => Object.hasOwn(REFUSED, arg))
  if (refused !== undefined)
    throw new Problem(REFUSED[refused]!, 2)

  const values = readArgs(args, USAGE, {
    port: { type: 'string', short: 'p', default: '3030' },
    open: { type: 'boolean', short: 'o', default: true },
    theme: { type: 'string', short: 't' },
    log: { type: 'string' },
    base: { type: 'string' },
    force: { type: 'boolean', short: 'f', default: false },
  })
  const passedOn = (['theme', 'log', 'base'] as const).flatMap(name => values[name] === undefined ? [] : [`--${name}`, values[name]])
  if (values.force)
    passedOn.push('--force')
  return { port: values.port, open: values.open, passedOn }
}
