import { inflateSync } from 'node:zlib'
import { ByteReader, concat, padded, paddingOf, u32, utf8 } from './bytes'
import { MalformedFile } from './malformed'

/**
 * A compiled module. A .beam file is an IFF file (EA's Interchange File Format):
 *
 *     "FOR1"  length (4 bytes: what follows)  "BEAM"  chunks …
 *     a chunk: its id (4 characters)  length (4 bytes)  that many bytes  zeros up to a multiple of four
 *
 * Numbers have their highest byte first. What the chunks hold: `beam_lib` in the documentation of OTP's stdlib, and
 * "The BEAM Book" by Erik Stenman, chapter 6.
 */
export interface BeamFile {
  /** What to call it in an error. */
  file: string
  /** The chunks by their ids, in the order of the file. */
  chunks: ReadonlyMap<string, Uint8Array>
}

/** A function by its full name. */
export interface Mfa {
  module: string
  name: string
  arity: number
}

/** A function as Erlang writes it: `lists:keyfind/3`. */
export function mfaText({ module, name, arity }: Mfa): string {
  return `${module}:${name}/${arity}`
}

/**
 * Takes a .beam file apart.
 *
 * @throws MalformedFile when it is none, or is cut off, or a chunk reaches beyond its end or is there twice
 */
export function readBeam(bytes: Uint8Array, file: string): BeamFile {
  const reader = new ByteReader(bytes, file)
  if (reader.left < 12 || reader.latin1(4, 'its first word') !== 'FOR1')
    throw new MalformedFile(file, 'is no BEAM file: it does not start with FOR1')
  const length = reader.u32('its length')
  if (length !== bytes.length - 8)
    throw new MalformedFile(file, `says that ${length} bytes follow, but there are ${bytes.length - 8}`)
  if (reader.latin1(4, 'its kind') !== 'BEAM')
    throw new MalformedFile(file, 'is an IFF file of another kind than BEAM')
  const chunks = new Map<string, Uint8Array>()
  while (reader.left > 0) {
    const id = reader.latin1(4, 'the id of a chunk')
    if (!/^[\w ]{4}$/.test(id))
      throw new MalformedFile(file, `has a chunk whose id is not four letters: ${JSON.stringify(id)}`)
    const chunk = reader.take(reader.u32(`the length of chunk ${id}`), `chunk ${id}`)
    if (chunks.has(id))
      throw new MalformedFile(file, `has the chunk ${id} twice`)
    chunks.set(id, chunk)
    // The last chunk of a file may go without its zeros.
    reader.take(Math.min(reader.left, paddingOf(chunk.length)), 'zeros')
  }
  return { file, chunks }
}

/** Puts a .beam file together. */
export function writeBeam({ chunks }: BeamFile): Uint8Array {
  const body = concat([utf8('BEAM'), ...[...chunks].flatMap(([id, data]) => [utf8(id), u32(data.length), padded(data)])])
  return concat([utf8('FOR1'), u32(body.length), body])
}

/**
 * The atoms of a module, numbered from 1 as the other chunks refer to them; the first is the module's name.
 *
 * Chunk "AtU8": how many (4 bytes, signed), then for each its length in one byte and its name in UTF-8. (From OTP 28
 * on the number is negative and the lengths are written in another way.)
 *
 * @returns the atoms; the element 0 is empty
 * @throws MalformedFile when there are none or the table does not fit its chunk
 */
export function atomsOf(beam: BeamFile): string[] {
  const reader = readerOf(beam, 'AtU8')
  const count = reader.i32('the number of atoms')
  if (count < 0)
    throw new MalformedFile(beam.file, 'has an atom table as OTP 28 writes it: compile it with OTP 27 or earlier')
  if (count === 0)
    throw new MalformedFile(beam.file, 'has an empty atom table, so no name')
  const atoms = ['']
  while (atoms.length <= count)
    atoms.push(reader.utf8(reader.u8('the length of an atom'), 'an atom'))
  if (reader.left > 0)
    throw new MalformedFile(beam.file, `has ${reader.left} bytes too many in its atom table`)
  return atoms
}

/** The name of a module, which is its first atom. */
export function moduleName(beam: BeamFile): string {
  return atomsOf(beam)[1]!
}

/**
 * The functions of other modules that a module calls, in the order of the table: its instructions go by the index.
 *
 * Chunk "ImpT": how many, then for each the atoms of module and function and the arity, each a number of 4 bytes.
 *
 * @throws MalformedFile when the table does not fit its chunk or names an atom that is not there
 */
export function importsOf(beam: BeamFile): Mfa[] {
  const atoms = atomsOf(beam)
  return tableOf(beam, 'ImpT').map(([module, name, arity]) => ({ module: atomAt(beam, atoms, module), name: atomAt(beam, atoms, name), arity }))
}

/**
 * The functions of a module that others may call.
 *
 * Chunk "ExpT": how many, then for each the atom of the function, the arity and the label where it starts.
 *
 * @throws MalformedFile when the table does not fit its chunk or names an atom that is not there
 */
export function exportsOf(beam: BeamFile): Mfa[] {
  const atoms = atomsOf(beam)
  return tableOf(beam, 'ExpT').map(([name, arity]) => ({ module: atoms[1]!, name: atomAt(beam, atoms, name), arity }))
}

/**
 * The constants of a module as they are to be used, not compressed.
 *
 * Chunk "LitT": how many bytes they are (4 bytes), then zlib's compression of them. From OTP 28 on the number may be 0:
 * then they follow as they are.
 *
 * @returns undefined when a module has none
 * @throws MalformedFile when they cannot be had
 */
export function literalsOf(beam: BeamFile): Uint8Array | undefined {
  if (!beam.chunks.has('LitT'))
    return undefined
  const reader = readerOf(beam, 'LitT')
  const size = reader.u32('the size of its literals')
  const data = reader.take(reader.left, 'its literals')
  return size === 0 ? data : inflated(beam.file, data, size)
}

/** Far more than a module has: a wrong number must not ask for gigabytes. */
const LARGEST_LITERALS = 64 * 1024 * 1024

function inflated(file: string, data: Uint8Array, size: number): Uint8Array {
  if (size > LARGEST_LITERALS)
    throw new MalformedFile(file, `says that its literals are ${size} bytes, which cannot be`)
  let literals: Uint8Array
  try {
    literals = new Uint8Array(inflateSync(data, { maxOutputLength: size }))
  }
  catch {
    throw new MalformedFile(file, `has literals that are not ${size} bytes compressed by zlib`)
  }
  if (literals.length !== size)
    throw new MalformedFile(file, `has ${literals.length} bytes of literals instead of ${size}`)
  return literals
}

/** A table of three numbers a row, as imports and exports are. A module without the chunk has no rows. */
function tableOf(beam: BeamFile, id: 'ImpT' | 'ExpT'): [number, number, number][] {
  if (!beam.chunks.has(id))
    return []
  const reader = readerOf(beam, id)
  const rows = reader.u32(`the number of rows of ${id}`)
  if (rows * 12 !== reader.left)
    throw new MalformedFile(beam.file, `says that its table ${id} has ${rows} rows, but ${reader.left} bytes follow`)
  return Array.from({ length: rows }, () => [reader.u32(id), reader.u32(id), reader.u32(id)])
}

function atomAt(beam: BeamFile, atoms: readonly string[], index: number): string {
  if (index < 1 || index >= atoms.length)
    throw new MalformedFile(beam.file, `refers to atom ${index} of ${atoms.length - 1}`)
  return atoms[index]!
}

function readerOf(beam: BeamFile, id: string): ByteReader {
  const chunk = beam.chunks.get(id)
  if (!chunk)
    throw new MalformedFile(beam.file, `has no chunk ${id}`)
  return new ByteReader(chunk, `${beam.file} (${id})`)
}
