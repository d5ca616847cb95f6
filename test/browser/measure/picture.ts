import type { Rgba } from './colour'
import type { Rect } from './survey'
import { Buffer } from 'node:buffer'
import { inflateSync } from 'node:zlib'

/** A decoded screenshot. */
export interface Picture {
  width: number
  height: number
  /** Four bytes a pixel: red, green, blue, alpha. */
  pixels: Uint8Array
}

/**
 * Decodes a PNG as browsers write their screenshots: 8 bits a channel, with or without alpha, not interlaced.
 *
 * @throws {Error} on any other PNG
 */
export function decodePng(png: Buffer): Picture {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const [depth, colourType, , , interlaced] = png.subarray(24, 29)
  const channels = { 2: 3, 6: 4 }[colourType!]
  if (depth !== 8 || !channels || interlaced)
    throw new Error(`A PNG of colour type ${colourType}, depth ${depth}, interlaced ${interlaced} is none of a screenshot.`)

  const parts: Buffer[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const stride = width * channels
  const data = inflateSync(Buffer.concat(parts))
  const pixels = new Uint8Array(width * height * 4)
  let above: Uint8Array = new Uint8Array(stride)
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)]
    const row = Uint8Array.from(data.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)))
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? row[x - channels]! : 0
      row[x]! += predict(filter!, left, above[x]!, x >= channels ? above[x - channels]! : 0)
    }
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 4; channel++)
        pixels[(y * width + x) * 4 + channel] = channel < channels ? row[x * channels + channel]! : 255
    }
    above = row
  }
  return { width, height, pixels }
}

/** What PNG's filters foretell of a byte from its neighbours. */
function predict(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 1: return left
    case 2: return up
    case 3: return (left + up) >> 1
    case 4: {
      const guess = left + up - upLeft
      const [toLeft, toUp, toUpLeft] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)]
      return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft
    }
    default: return 0
  }
}

/** Where two pictures differ. */
export interface Difference {
  pixels: number
  /** The smallest rectangle around all of them. */
  area: Rect
}

/**
 * Where the browser rounds a corner it may blend a pixel or two otherwise from one painting to the next: this many
 * pixels, at most this much of 255 apart, are no difference that the deck could make.
 */
const NOISE = { pixels: 24, levels: 24 }

/**
 * Compares two screenshots.
 *
 * @returns undefined when they are the same to the eye
 */
export function differenceOf(before: Buffer, after: Buffer): Difference | undefined {
  if (before.equals(after))
    return undefined
  const [a, b] = [decodePng(before), decodePng(after)]
  const area: Rect = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  let pixels = 0
  let most = 0
  for (let index = 0; index < a.pixels.length; index += 4) {
    let levels = 0
    for (let channel = 0; channel < 3; channel++)
      levels = Math.max(levels, Math.abs(a.pixels[index + channel]! - b.pixels[index + channel]!))
    if (levels <= 2)
      continue
    most = Math.max(most, levels)
    const [x, y] = [(index / 4) % a.width, Math.floor(index / 4 / a.width)]
    pixels++
    area.left = Math.min(area.left, x)
    area.top = Math.min(area.top, y)
    area.right = Math.max(area.right, x + 1)
    area.bottom = Math.max(area.bottom, y + 1)
  }
  return pixels > NOISE.pixels || most > NOISE.levels ? { pixels, area } : undefined
}

/** Each colour in a part of a picture, once. */
export function coloursIn(picture: Picture, { left, top, right, bottom }: Rect): Rgba[] {
  const found = new Map<number, Rgba>()
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(picture.height, Math.ceil(bottom)); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(picture.width, Math.ceil(right)); x++) {
      const at = (y * picture.width + x) * 4
      const [r, g, b] = picture.pixels.subarray(at, at + 3)
      found.set((r! << 16) | (g! << 8) | b!, [r!, g!, b!, 1])
    }
  }
  return [...found.values()]
}
