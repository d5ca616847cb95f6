/** Geometry only: where a point of a room falls on its photograph. Metres; x right, y up, z from the back wall towards us. */

export type Point = readonly [x: number, y: number, z: number]
export type Pixel = readonly [x: number, y: number]

export interface Camera {
  at: Point
  /** Degrees to the right. */
  yaw?: number
  /** Degrees upwards. */
  pitch?: number
  /** Focal length as a share of the picture's width: 0.6 is a wide lens. */
  lens?: number
}

export const WIDTH = 480
export const HEIGHT = 320

const NEAR = 0.08

export class Space {
  private readonly turn: { sinYaw: number, cosYaw: number, sinPitch: number, cosPitch: number }
  private readonly focal: number

  constructor(private readonly camera: Camera) {
    const yaw = radians(camera.yaw ?? 0)
    const pitch = radians(camera.pitch ?? 0)
    this.turn = { sinYaw: Math.sin(yaw), cosYaw: Math.cos(yaw), sinPitch: Math.sin(pitch), cosPitch: Math.cos(pitch) }
    this.focal = (camera.lens ?? 0.62) * WIDTH
  }

  /** The outline of a flat shape, cut off at the lens; empty when it lies behind the camera. */
  outline(points: readonly Point[]): Pixel[] {
    return cutAtLens(points.map(point => this.seen(point))).map(point => this.flatten(point))
  }

  pixel(point: Point): Pixel {
    const [x, y, z] = this.seen(point)
    return this.flatten([x, y, Math.max(z, NEAR)])
  }

  /** How many pixels a metre takes at that place. */
  scale(point: Point): number {
    return this.focal / Math.max(this.seen(point)[2], NEAR)
  }

  private seen([x, y, z]: Point): Point {
    const { sinYaw, cosYaw, sinPitch, cosPitch } = this.turn
    const [dx, dy, dz] = [x - this.camera.at[0], y - this.camera.at[1], z - this.camera.at[2]]
    const ahead = dx * sinYaw - dz * cosYaw
    return [dx * cosYaw + dz * sinYaw, dy * cosPitch - ahead * sinPitch, dy * sinPitch + ahead * cosPitch]
  }

  private flatten([x, y, z]: Point): Pixel {
    return [WIDTH / 2 + x * this.focal / z, HEIGHT / 2 - y * this.focal / z]
  }
}

/** The convex outline around some pixels, in drawing order. */
export function hull(pixels: readonly Pixel[]): Pixel[] {
  const sorted = [...pixels].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return [...halfHull(sorted), ...halfHull(sorted.reverse())]
}

/** Positive when the outline runs clockwise on the screen. */
export function signedArea(pixels: readonly Pixel[]): number {
  return pixels.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = pixels[(index + 1) % pixels.length]!
    return sum + x * nextY - nextX * y
  }, 0) / 2
}

function halfHull(sorted: readonly Pixel[]): Pixel[] {
  const kept: Pixel[] = []
  for (const pixel of sorted) {
    while (kept.length > 1 && signedArea([kept.at(-2)!, kept.at(-1)!, pixel]) <= 0)
      kept.pop()
    kept.push(pixel)
  }
  return kept.slice(0, -1)
}

function cutAtLens(points: readonly Point[]): Point[] {
  return points.flatMap((point, index) => {
    const next = points[(index + 1) % points.length]!
    const crossing = (point[2] < NEAR) !== (next[2] < NEAR) ? [between(point, next)] : []
    return point[2] < NEAR ? crossing : [point, ...crossing]
  })
}

function between(from: Point, to: Point): Point {
  const share = (NEAR - from[2]) / (to[2] - from[2])
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, NEAR]
}

export function radians(degrees: number): number {
  return degrees * Math.PI / 180
}
