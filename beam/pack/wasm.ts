import { ByteReader, concat } from './bytes'
import { MalformedFile } from './malformed'

/** Sections that no engine needs to run a module: names of functions, debug information. */
const CUSTOM = 0

/**
 * A WebAssembly module without its custom sections (WebAssembly Core Specification, 5.5.3 Custom Section).
 *
 *     "\0asm"  version 1 (4 bytes, the lowest first)  sections: id (1 byte)  length (LEB128)  that many bytes
 *
 * @throws MalformedFile when it is no WebAssembly module or a section reaches beyond its end
 */
export function withoutCustomSections(bytes: Uint8Array, file: string): Uint8Array {
  const reader = new ByteReader(bytes, file)
  if (reader.left < 8 || reader.latin1(8, 'its first words') !== '\0asm\x01\0\0\0')
    throw new MalformedFile(file, 'is no WebAssembly module of version 1')
  const kept = [bytes.subarray(0, 8)]
  while (reader.left > 0) {
    const start = reader.position
    const id = reader.u8('the id of a section')
    reader.take(readLength(reader), `section ${id}`)
    if (id !== CUSTOM)
      kept.push(bytes.subarray(start, reader.position))
  }
  return concat(kept)
}

/** A number of up to 32 bits, seven a byte, the lowest first. */
function readLength(reader: ByteReader): number {
  let length = 0
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = reader.u8('the length of a section')
    length += (byte & 127) * 2 ** shift
    if (byte < 128)
      return length
  }
  throw new MalformedFile(reader.file, 'has the length of a section in more than five bytes')
}
