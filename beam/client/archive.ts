import * as v from 'valibot'
import { VmProblem } from './problem'

const NAME = 'real-world.avm'

/** As much of built-with.json as is needed here. */
const builtWith = v.object({ files: v.record(v.string(), v.object({ sha256: v.string() })) })

/**
 * Loads the compiled Elixir, and sees that it is whole.
 *
 * @param folder where it is served, closing slash included
 * @throws {VmProblem} when it is missing, cannot be reached, or is damaged
 */
export async function loadArchive(folder: string): Promise<Uint8Array> {
  const [archive, expected] = await Promise.all([load(folder + NAME), load(`${folder}built-with.json`).then(readChecksum)])
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', archive))
  if (Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('') !== expected)
    throw new VmProblem(`The compiled Elixir, ${NAME}, is damaged: it is not the one that was built.`)
  return archive
}

async function load(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const name = url.slice(url.lastIndexOf('/') + 1)
  const response = await fetch(url).catch(() => undefined)
  if (!response)
    throw new VmProblem(`The compiled Elixir could not be loaded: ${name} is out of reach.`)
  if (!response.ok)
    throw new VmProblem(`The compiled Elixir could not be loaded: ${name} is missing (${response.status}).`)
  return new Uint8Array(await response.arrayBuffer())
}

function readChecksum(bytes: Uint8Array): string {
  try {
    const checksum = v.parse(builtWith, JSON.parse(new TextDecoder().decode(bytes))).files[NAME]?.sha256
    if (checksum)
      return checksum
  }
  catch {
    // Said below.
  }
  throw new VmProblem('The compiled Elixir could not be checked: built-with.json is damaged.')
}
