import { MalformedFile } from './malformed'

const text = new TextDecoder('utf-8', { fatal: true })
const plain = new TextDecoder('latin1')

/** Reads a file from front to back. Whatever lies beyond its end is a MalformedFile, never a stray undefined. */
export class ByteReader {
  readonly #view: DataView
  #position: number

  /**
   * @param bytes what is read
   * @param file what to call it in an error
   * @param position where to start, in bytes
   */
  constructor(readonly bytes: Uint8Array, readonly file: string, position = 0) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#position = position
  }

  /** The next byte to be read, counted from the start. */
  get position(): number {
    return this.#position
  }

  /** How many bytes are left. */
  get left(): number {
    return this.bytes.length - this.#position
  }

  /** One byte. */
  u8(what: string): number {
    return this.#view.getUint8(this.#advance(1, what))
  }

  /** An unsigned number of four bytes, the highest first. */
  u32(what: string): number {
    return this.#view.getUint32(this.#advance(4, what))
  }

  /** A signed number of four bytes, the highest first. */
  i32(what: string): number {
    return this.#view.getInt32(this.#advance(4, what))
  }

  /** So many bytes, not copied. */
  take(length: number, what: string): Uint8Array {
    const start = this.#advance(length, what)
    return this.bytes.subarray(start, start + length)
  }

  /** So many bytes as text in UTF-8. */
  utf8(length: number, what: string): string {
    const bytes = this.take(length, what)
    try {
      return text.decode(bytes)
    }
    catch {
      throw new MalformedFile(this.file, `has ${what} that is no UTF-8`)
    }
  }

  /** So many bytes, each one a character. */
  latin1(length: number, what: string): string {
    return plain.decode(this.take(length, what))
  }

  #advance(length: number, what: string): number {
    if (length > this.left)
      throw new MalformedFile(this.file, `ends within ${what}: ${length} bytes are needed at ${this.#position}, ${this.left} are left`)
    const start = this.#position
    this.#position += length
    return start
  }
}

/** A number as four bytes, the highest first. */
export function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

/** Text in UTF-8. */
export function utf8(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

/** All of them in one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let position = 0
  for (const part of parts) {
    all.set(part, position)
    position += part.length
  }
  return all
}

/** How many zeros bring a length to a multiple of four. */
export function paddingOf(length: number): number {
  return -length & 3
}

/** The bytes, with zeros up to a multiple of four. */
export function padded(bytes: Uint8Array): Uint8Array {
  return concat([bytes, new Uint8Array(paddingOf(bytes.length))])
}
