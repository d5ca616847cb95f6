import type { BeamFile } from './beam-file'
import { literalsOf } from './beam-file'
import { MalformedFile } from './malformed'

/**
 * The chunks that the VM reads: atoms, code, exports, local functions, imports, funs, strings, literals. Left out are
 * line numbers, types, attributes, debug information and documentation.
 */
const KEPT = ['AtU8', 'Code', 'ExpT', 'LocT', 'ImpT', 'FunT', 'StrT', 'LitU']

/**
 * A module with what the VM reads and nothing else. Its literals move from "LitT" to "LitU", AtomVM's chunk for those
 * that are not compressed.
 *
 * @throws MalformedFile when it has no code or its literals cannot be had
 */
export function slimBeam(beam: BeamFile): BeamFile {
  if (!beam.chunks.has('Code'))
    throw new MalformedFile(beam.file, 'has no chunk Code')
  const chunks = new Map([...beam.chunks].filter(([id]) => KEPT.includes(id)))
  const literals = literalsOf(beam)
  if (literals)
    chunks.set('LitU', literals)
  return { file: beam.file, chunks }
}
