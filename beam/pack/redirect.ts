import type { BeamFile } from './beam-file'
import { atomsOf, importsOf, mfaText, moduleName } from './beam-file'
import { concat, u32, utf8 } from './bytes'
import { MalformedFile } from './malformed'

/** Where calls go instead: from `lists:keysearch/3` to the name of a module that has such a function. */
export type Redirections = Readonly<Record<string, string>>

/**
 * Makes a module call other functions than it was written to: the same name and arity in another module. Only the
 * table of imports changes (and the atoms, which get the new modules' names at their end); the code stays as it is.
 *
 * The module that a call would go to keeps its own calls: it needs the original.
 *
 * @throws MalformedFile when the module's tables are broken or the name of a new module is too long for an atom
 */
export function redirectImports(beam: BeamFile, redirections: Redirections): BeamFile {
  const atoms = atomsOf(beam)
  const self = moduleName(beam)
  const known = atoms.length
  let changed = false
  const indexOf = (atom: string): number => {
    const index = atoms.indexOf(atom, 1)
    return index > 0 ? index : atoms.push(atom) - 1
  }
  const rows = importsOf(beam).map((mfa) => {
    const target = redirections[mfaText(mfa)]
    const redirected = target !== undefined && target !== self
    changed ||= redirected
    return [indexOf(redirected ? target : mfa.module), atoms.indexOf(mfa.name, 1), mfa.arity]
  })
  if (!changed)
    return beam
  const chunks = new Map(beam.chunks)
  chunks.set('ImpT', concat([u32(rows.length), ...rows.flat().map(u32)]))
  chunks.set('AtU8', withAtoms(beam, atoms.slice(known)))
  return { file: beam.file, chunks }
}

/** The atom table with more of them at its end. */
function withAtoms(beam: BeamFile, added: readonly string[]): Uint8Array {
  const table = beam.chunks.get('AtU8')!
  const count = atomsOf(beam).length - 1 + added.length
  const names = added.map((atom) => {
    const name = utf8(atom)
    if (name.length > 255)
      throw new MalformedFile(beam.file, `cannot call into ${atom.slice(0, 20)}…: the name is longer than 255 bytes`)
    return concat([Uint8Array.of(name.length), name])
  })
  return concat([u32(count), table.subarray(4), ...names])
}
