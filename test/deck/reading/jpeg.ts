import type { Buffer } from 'node:buffer'

/** Width and height of a picture in pixels. */
export interface Size { width: number, height: number }

/**
 * Reads the size of a JPEG from its start-of-frame segment.
 *
 * @returns undefined when the bytes are no JPEG, or end before that segment
 */
export function jpegSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xFFD8)
    return undefined
  let at = 2
  while (at + 9 <= bytes.length && bytes[at] === 0xFF) {
    const marker = bytes[at + 1]!
    // C0 to CF start a frame, but for the tables and the arithmetic coder's settings that share the range.
    if (marker >= 0xC0 && marker <= 0xCF && ![0xC4, 0xC8, 0xCC].includes(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    // A fill byte stands alone; every other segment up to here says how long it is.
    at += marker === 0xFF ? 1 : 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}
