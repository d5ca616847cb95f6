import type { ReadStream } from 'node:tty'

/** What a key does, by the key. */
export type Keys = Record<string, () => void>

const CTRL_C = '\u0003'
const CTRL_D = '\u0004'

/**
 * Listens to single keys, without the Enter.
 *
 * @param input the keyboard: the standard input
 * @param keys what they do; Ctrl-C and Ctrl-D do what `q` does
 * @returns how to stop, which gives the terminal back as it was; undefined when there is no terminal
 */
export function listenToKeys(input: ReadStream, keys: Keys & { q: () => void }): (() => void) | undefined {
  if (!input.isTTY)
    return undefined
  const onData = (text: string): void => {
    // A paste is no key press.
    if (text.length > 1)
      return
    const key = text === CTRL_C || text === CTRL_D ? 'q' : text.toLowerCase()
    if (Object.hasOwn(keys, key))
      keys[key]!()
  }
  input.setRawMode(true)
  input.setEncoding('utf8').on('data', onData).resume()
  return () => {
    input.off('data', onData).pause()
    input.setRawMode(false)
  }
}
