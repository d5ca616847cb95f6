import type { ParseArgsConfig } from 'node:util'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { Problem } from './problem'

type Options = NonNullable<ParseArgsConfig['options']>
/** What `parseArgs` makes of such options. */
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values']

/**
 * Reads a script's options. `--help` prints the usage and ends the process; an option written `--no-x` sets a boolean
 * `x` to false.
 *
 * @param args what stands after the script's name
 * @param usage one line, such as `npm run build -- [--base /sub/]`
 * @throws Problem with exit code 2 on an unknown option, a missing value or a stray argument
 */
export function readArgs<const O extends Options>(args: string[], usage: string, options: O): Values<O> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(`Usage: ${usage}`)
    process.exit(0)
  }
  try {
    return parseArgs<{ args: string[], options: O, allowNegative: true }>({ args, options, allowNegative: true }).values
  }
  catch (error) {
    // Node adds advice on positional arguments after the first sentence.
    const [sentence] = String(error instanceof Error ? error.message : error).split(/\.\s|\.?\n|\.$/)
    throw new Problem(`${sentence}. Usage: ${usage}`, 2)
  }
}

/**
 * Reads a port number.
 *
 * @throws Problem with exit code 2 unless it is a whole number from 1 to 65535
 */
export function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65535)
    throw new Problem(`--port takes a number from 1 to 65535, not "${text}".`, 2)
  return port
}

/**
 * Reads how many of something there are to be.
 *
 * @param name of the option, without its dashes
 * @param text what it was given
 * @throws Problem with exit code 2 unless it is a whole number from 1 to 999,999,999
 */
export function readCount(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Problem(`--${name} takes a whole number from 1 on, not "${text}".`, 2)
  return Number(text)
}
