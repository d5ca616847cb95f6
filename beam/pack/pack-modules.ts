import type { BeamFile } from './beam-file'
import type { Redirections } from './redirect'
import { writeAvm } from './avm-archive'
import { moduleName, writeBeam } from './beam-file'
import { redirectImports } from './redirect'
import { slimBeam } from './slim'

/** How modules go into an archive. */
export interface Packing {
  /** The module whose `start/0` the VM calls. */
  startModule: string
  /** Calls that go elsewhere, in all modules. */
  redirections: Redirections
}

/**
 * Makes an archive of modules: the one that starts first, the others by their names, so that the archive does not
 * depend on the order in which they are given.
 *
 * @throws MalformedFile when a module is not what it should be
 * @throws RangeError when two modules have one name
 */
export function packModules(modules: readonly BeamFile[], { startModule, redirections }: Packing): Uint8Array {
  const sections = modules.map((beam) => {
    const name = moduleName(beam)
    return { name: `${name}.beam`, data: writeBeam(slimBeam(redirectImports(beam, redirections))), starts: name === startModule }
  })
  return writeAvm(sections.sort((one, other) => Number(other.starts) - Number(one.starts) || (one.name < other.name ? -1 : 1)))
}
