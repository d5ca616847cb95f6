import { MalformedFile } from './malformed'

/** Modules whose functions the VM looks up by the name alone, once it has seen the module's. */
const LOOKED_UP_BY_NAME = ['emscripten']

/**
 * Which functions the VM has built in: `lists:keyfind/3`. It finds them by that very text, so each is a string, with a
 * zero at its end, in the data of its WebAssembly module.
 *
 * @param wasm the VM's module
 * @throws MalformedFile when it holds no such names: then it is another program, or finds them in another way
 */
export function vmFunctions(wasm: Uint8Array, file: string): Set<string> {
  const strings = new TextDecoder('latin1').decode(wasm).split('\0')
  const full = strings.filter(string => /^[a-z]\w*:\S+\/\d+$/.test(string))
  if (!full.includes('erlang:self/0'))
    throw new MalformedFile(file, 'does not hold the names of the functions that AtomVM has built in')
  const alone = strings.filter(string => /^[a-z]\w*\/\d+$/.test(string))
  return new Set([...full, ...LOOKED_UP_BY_NAME.flatMap(module => alone.map(name => `${module}:${name}`))])
}
