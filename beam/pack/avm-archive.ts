import { ByteReader, concat, padded, paddingOf, u32, utf8 } from './bytes'
import { MalformedFile } from './malformed'

/**
 * One file in an archive.
 *
 * An .avm archive, as AtomVM's documentation describes it ("PackBEAM format"), numbers with their highest byte first:
 *
 *     "#!/usr/bin/env AtomVM\n" and two zeros: 24 bytes
 *     sections, each:  length of the whole section (4 bytes)  flags (4)  reserved (4)
 *                      name, a zero, zeros up to a multiple of four
 *                      data, zeros up to a multiple of four
 *     the last one:    length 0, flags 0, reserved 0, name "end"
 */
export interface Section {
  /** Such as `Elixir.Stage.beam`. */
  name: string
  data: Uint8Array
  /** A module that has `start/0`. The VM starts the first such one. */
  starts?: boolean
}

const MAGIC = utf8('#!/usr/bin/env AtomVM\n\0\0')
/** Length, flags and reserved, before the name. */
const HEADER = 12
const FLAG_STARTS = 1
const FLAG_MODULE = 2
/** What the VM takes for the name of a section; generous. */
const LONGEST_NAME = 255

/**
 * Puts an archive together, in the order given.
 *
 * @throws RangeError when a name is empty, too long, holds a zero, or is there twice
 */
export function writeAvm(sections: readonly Section[]): Uint8Array {
  const names = new Set<string>()
  const parts = sections.map(({ name, data, starts = false }) => {
    const bytes = utf8(name)
    if (!bytes.length || bytes.length > LONGEST_NAME || bytes.includes(0) || names.has(name))
      throw new RangeError(`A section needs a name of its own, of 1 to ${LONGEST_NAME} bytes without a zero, not ${JSON.stringify(name)}`)
    names.add(name)
    const rest = [padded(concat([bytes, Uint8Array.of(0)])), padded(data)]
    const length = HEADER + rest.reduce((sum, part) => sum + part.length, 0)
    return concat([u32(length), u32(FLAG_MODULE | (starts ? FLAG_STARTS : 0)), u32(0), ...rest])
  })
  return concat([MAGIC, ...parts, u32(0), u32(0), u32(0), utf8('end\0')])
}

/**
 * Takes an archive apart. The data of a section may have up to three zeros at its end that are not its own: an archive
 * does not say how long a section's data is, only the section.
 *
 * @throws MalformedFile when it is none, is cut off, or a section reaches beyond the end
 */
export function readAvm(bytes: Uint8Array, file: string): Section[] {
  if (bytes.length < MAGIC.length || MAGIC.some((byte, index) => bytes[index] !== byte))
    throw new MalformedFile(file, 'is no AVM archive: it does not start with "#!/usr/bin/env AtomVM"')
  const reader = new ByteReader(bytes, file, MAGIC.length)
  const sections: Section[] = []
  for (;;) {
    const start = reader.position
    const length = reader.u32('the length of a section')
    const flags = reader.u32('the flags of a section')
    reader.u32('the reserved word of a section')
    if (length === 0) {
      if (reader.latin1(4, 'the end') !== 'end\0' || reader.left > 0)
        throw new MalformedFile(file, 'does not stop where it says that it ends')
      return sections
    }
    if (length <= HEADER || paddingOf(length) > 0)
      throw new MalformedFile(file, `has a section of ${length} bytes at ${start}, which cannot be`)
    sections.push(readSection(reader.take(length - HEADER, `the section at ${start}`), flags, file))
  }
}

function readSection(body: Uint8Array, flags: number, file: string): Section {
  const end = body.indexOf(0)
  if (end <= 0)
    throw new MalformedFile(file, 'has a section without a name')
  const name = new ByteReader(body, file).utf8(end, 'the name of a section')
  const data = body.subarray(end + 1 + paddingOf(end + 1))
  return { name, data, starts: (flags & FLAG_STARTS) > 0 }
}
