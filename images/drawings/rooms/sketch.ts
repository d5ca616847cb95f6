import type { Colour } from '../colour.ts'
import type { Camera, Pixel, Point } from './space.ts'
import { lit } from '../colour.ts'
import { HEIGHT, hull, radians, signedArea, Space, WIDTH } from './space.ts'

export interface Paint {
  fill?: string
  stroke?: string
  strokeWidth?: number
  opacity?: number
  /** Softness of the edge in pixels. */
  blur?: number
  blend?: 'screen' | 'multiply' | 'soft-light'
}

/** The least and the greatest corner of an upright box. */
export type Box = readonly [from: Point, to: Point]

/** Where light comes from, as a direction towards it. */
export type Light = Point

/** What all sketches of one picture share. */
interface Picture {
  /** Prefix of the picture's SVG ids. */
  id: string
  space: Space
  light: Light
  shapes: string[]
  /** Gradients and filters, each to its id. */
  definitions: Map<string, string>
}

interface Origin { x: number, z: number, sin: number, cos: number }

/** Starts the picture of a room. `id` must be its own on the page. */
export function startSketch(id: string, camera: Camera, light: Light): Sketch {
  const picture = { id, space: new Space(camera), light, shapes: [], definitions: new Map() }
  return new Sketch(picture, { x: 0, z: 0, sin: 0, cos: 1 })
}

/**
 * A drawing of a room in progress: shapes given in metres go in, from back to front, an SVG picture comes out.
 * `at` gives the same picture with another origin, so that furniture is written once and stands anywhere.
 */
export class Sketch {
  constructor(private readonly picture: Picture, private readonly origin: Origin) {}

  /**
   * The same picture, seen from a piece of furniture: its back stands at (x, z), its own z points out from there.
   * `turn` is in degrees: 0 stands against the back wall, 90 against the left one, -90 against the right one.
   */
  at(x: number, z: number, turn = 0): Sketch {
    return new Sketch(this.picture, { x, z, sin: Math.sin(radians(turn)), cos: Math.cos(radians(turn)) })
  }

  /** Whether the front of what stands here is turned to the camera. */
  facesUs(): boolean {
    return this.picture.space.scale(this.world([0, 0, 0.1])) > this.picture.space.scale(this.world([0, 0, 0]))
  }

  /** A flat shape. */
  flat(points: readonly Point[], paint: Paint): void {
    this.path(this.outline(points), paint)
  }

  /** A flat shape whose colour runs from its first to its second pair of points, as light does along a wall. */
  shaded(points: readonly Point[], colour: Colour, from: number, to: number): void {
    const outline = this.outline(points)
    this.path(outline, { fill: this.gradient(middle(outline, 0), middle(outline, outline.length >> 1), lit(colour, from), lit(colour, to)) })
  }

  /** An upright box with hard edges: cupboards, tables, frames. */
  box([from, to]: Box, colour: Colour, paint: Paint = {}): void {
    for (const face of faces(from, to)) {
      const outline = this.outline(face.points)
      if (signedArea(outline) <= 0)
        continue
      const light = this.lightOn(face.normal)
      const foot = face.normal[1] === 0 ? 0.86 : 0.97
      this.path(outline, {
        ...paint,
        fill: this.gradient(middle(outline, 0), middle(outline, outline.length >> 1), lit(colour, light), lit(colour, light * foot)),
      })
    }
  }

  /** A stuffed box: pillows, cushions, bedding. `round` is the radius of its corners in metres. */
  soft([from, to]: Box, colour: Colour, round = 0.08): void {
    const all = faces(from, to)
    const silhouette = hull(all.flatMap(face => this.outline(face.points)))
    const radius = round * this.picture.space.scale(this.world(centre(from, to)))
    const side = this.lightOn([0, 0, 1])
    const [top, bottom] = [extreme(silhouette, Math.min), extreme(silhouette, Math.max)]
    this.path(silhouette, { fill: this.gradient(top, bottom, lit(colour, Math.min(1.1, side + 0.12)), lit(colour, side * 0.8)) }, radius)
    const lid = this.outline(all.find(face => face.normal[1] === 1)!.points)
    if (signedArea(lid) > 0)
      this.path(shrink(lid, 0.94), { fill: lit(colour, this.lightOn([0, 1, 0])), opacity: 0.8, blur: Math.max(0.6, radius * 0.3) }, radius)
  }

  /** The dark that a thing leaves on the floor around its feet. */
  shadow(fromX: number, toX: number, fromZ: number, toZ: number, opacity = 0.4, blur = 5): void {
    const { sin, cos } = this.origin
    const [lightX, , lightZ] = this.picture.light
    const [dx, dz] = [-0.12 * (lightX * cos - lightZ * sin), -0.12 * (lightX * sin + lightZ * cos)]
    this.flat(rectangle(fromX, toX, fromZ, toZ).map(([x, z]) => [x + dx, 0.002, z + dz] as const), { fill: '#1c120a', opacity, blur })
  }

  /** A level disc, for table tops, pots, lampshades and stools. */
  disc(at: Point, radius: number, paint: Paint): void {
    this.flat(ring(at, radius), paint)
  }

  /** An upright round body between two discs, lit from the side. */
  drum(at: Point, bottomRadius: number, topRadius: number, height: number, colour: Colour, light = 1): void {
    const top: Point = [at[0], at[1] + height, at[2]]
    const outline = hull([...this.outline(ring(at, bottomRadius)), ...this.outline(ring(top, topRadius))])
    const [left, right] = [extremeX(outline, Math.min), extremeX(outline, Math.max)]
    const fromLeft = this.picture.light[0] < 0
    this.path(outline, { fill: this.gradient(left, right, lit(colour, light * (fromLeft ? 1.05 : 0.7)), lit(colour, light * (fromLeft ? 0.7 : 1.05))) })
  }

  /** A shape drawn in the picture's plane at a place of the room, in metres around it: leaves, cables, handles. */
  upright(at: Point, path: (metre: (value: number) => string) => string, paint: Paint, turn = 0): void {
    const world = this.world(at)
    const [x, y] = this.picture.space.pixel(world)
    const scale = this.picture.space.scale(world)
    this.picture.shapes.push(`<path transform="translate(${round(x)} ${round(y)}) rotate(${round(turn)})" d="${path(value => String(round(value * scale)))}"${this.attributes(paint)}/>`)
  }

  /** A soft round light. */
  glow(at: Point, radius: number, colour: Colour, opacity: number): void {
    const id = this.define('radialGradient', '', `<stop offset="0" stop-color="${colour}" stop-opacity="${opacity}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/>`)
    const world = this.world(at)
    const [x, y] = this.picture.space.pixel(world)
    this.picture.shapes.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius * this.picture.space.scale(world))}" fill="url(#${id})" style="mix-blend-mode:screen"/>`)
  }

  /** A colour over the whole photograph, as a lens or a bad exposure leaves it. */
  wash(fill: string, opacity: number, blend?: Paint['blend']): void {
    this.picture.shapes.push(`<rect width="${WIDTH}" height="${HEIGHT}"${this.attributes({ fill, opacity, blend })}/>`)
  }

  /** Darker corners. */
  vignette(opacity: number): void {
    const id = this.define('radialGradient', 'r=".78"', `<stop offset=".55" stop-color="#1a1008" stop-opacity="0"/><stop offset="1" stop-color="#1a1008" stop-opacity="${opacity}"/>`)
    this.picture.shapes.push(`<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#${id})"/>`)
  }

  /** Something drawn straight on the photograph, in its pixels. */
  overlay(svg: string): void {
    this.picture.shapes.push(svg)
  }

  /** The finished picture. `blur` is the softness of the whole of it: a lens out of focus. */
  toSvg(blur = 0): string {
    const filter = blur ? ` filter="url(#${this.blurId(blur)})"` : ''
    const definitions = [...this.picture.definitions].map(([body, id]) => body.replace(' ', ` id="${id}" `)).join('')
    return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="xMidYMid slice" aria-hidden="true"><defs>${definitions}</defs><g${filter}>${this.picture.shapes.join('')}</g></svg>`
  }

  private outline(points: readonly Point[]): Pixel[] {
    return this.picture.space.outline(points.map(point => this.world(point)))
  }

  private world([x, y, z]: Point): Point {
    const { sin, cos } = this.origin
    return [this.origin.x + x * cos + z * sin, y, this.origin.z - x * sin + z * cos]
  }

  private lightOn([x, y, z]: Point): number {
    const { sin, cos } = this.origin
    const { light } = this.picture
    const facing = (x * cos + z * sin) * light[0] + y * light[1] + (z * cos - x * sin) * light[2]
    return 0.74 + 0.3 * facing
  }

  private path(outline: readonly Pixel[], paint: Paint, radius = 0): void {
    if (outline.length > 2)
      this.picture.shapes.push(`<path d="${radius > 0.3 ? roundedPath(outline, radius) : straightPath(outline)}"${this.attributes(paint)}/>`)
  }

  private attributes({ fill = 'none', stroke, strokeWidth = 1, opacity, blur, blend }: Paint): string {
    return ` fill="${fill}"${stroke ? ` stroke="${stroke}" stroke-width="${round(strokeWidth)}" stroke-linecap="round" stroke-linejoin="round"` : ''}`
      + `${opacity === undefined ? '' : ` opacity="${round(opacity)}"`}${blur ? ` filter="url(#${this.blurId(blur)})"` : ''}${blend ? ` style="mix-blend-mode:${blend}"` : ''}`
  }

  private gradient([x1, y1]: Pixel, [x2, y2]: Pixel, from: Colour, to: Colour): string {
    const ends = `gradientUnits="userSpaceOnUse" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"`
    return `url(#${this.define('linearGradient', ends, `<stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/>`)})`
  }

  private blurId(pixels: number): string {
    return this.define('filter', 'x="-50%" y="-50%" width="200%" height="200%"', `<feGaussianBlur stdDeviation="${round(pixels)}"/>`)
  }

  private define(tag: string, attributes: string, body: string): string {
    const definition = `<${tag} ${attributes}>${body}</${tag}>`
    const id = this.picture.definitions.get(definition) ?? `${this.picture.id}-${this.picture.definitions.size}`
    this.picture.definitions.set(definition, id)
    return id
  }
}

/** The four corners of an upright or level rectangle, as pairs. */
export function rectangle(fromX: number, toX: number, fromY: number, toY: number): [number, number][] {
  return [[fromX, toY], [toX, toY], [toX, fromY], [fromX, fromY]]
}

/** Points of a circle lying level. */
export function ring([x, y, z]: Point, radius: number): Point[] {
  return Array.from({ length: 24 }, (_, step) => {
    const angle = step * Math.PI / 12
    return [x + radius * Math.cos(angle), y, z + radius * Math.sin(angle)]
  })
}

interface Face { points: Point[], normal: Point }

/** The faces of a box; each starts with its upper edge, so that gradients run downwards. */
function faces([x0, y0, z0]: Point, [x1, y1, z1]: Point): Face[] {
  return [
    { normal: [0, 0, 1], points: [[x0, y1, z1], [x1, y1, z1], [x1, y0, z1], [x0, y0, z1]] },
    { normal: [0, 0, -1], points: [[x1, y1, z0], [x0, y1, z0], [x0, y0, z0], [x1, y0, z0]] },
    { normal: [-1, 0, 0], points: [[x0, y1, z0], [x0, y1, z1], [x0, y0, z1], [x0, y0, z0]] },
    { normal: [1, 0, 0], points: [[x1, y1, z1], [x1, y1, z0], [x1, y0, z0], [x1, y0, z1]] },
    { normal: [0, 1, 0], points: [[x0, y1, z0], [x1, y1, z0], [x1, y1, z1], [x0, y1, z1]] },
    { normal: [0, -1, 0], points: [[x0, y0, z1], [x1, y0, z1], [x1, y0, z0], [x0, y0, z0]] },
  ]
}

function centre(from: Point, to: Point): Point {
  return [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2]
}

function middle(outline: readonly Pixel[], start: number): Pixel {
  if (outline.length < 2)
    return [0, 0]
  const [a, b] = [outline[start % outline.length]!, outline[(start + 1) % outline.length]!]
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

function extreme(outline: readonly Pixel[], pick: (...values: number[]) => number): Pixel {
  return [0, pick(...outline.map(pixel => pixel[1]))]
}

function extremeX(outline: readonly Pixel[], pick: (...values: number[]) => number): Pixel {
  return [pick(...outline.map(pixel => pixel[0])), 0]
}

function shrink(outline: readonly Pixel[], share: number): Pixel[] {
  const x = outline.reduce((sum, pixel) => sum + pixel[0], 0) / outline.length
  const y = outline.reduce((sum, pixel) => sum + pixel[1], 0) / outline.length
  return outline.map(pixel => [x + (pixel[0] - x) * share, y + (pixel[1] - y) * share])
}

function straightPath(outline: readonly Pixel[]): string {
  return `M${outline.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`
}

function roundedPath(outline: readonly Pixel[], radius: number): string {
  const corners = outline.map((corner, index) => {
    const before = outline[(index + outline.length - 1) % outline.length]!
    const after = outline[(index + 1) % outline.length]!
    return `${towards(corner, before, radius)}Q${round(corner[0])} ${round(corner[1])} ${towards(corner, after, radius)}`
  })
  return `M${corners.join('L')}Z`
}

function towards(from: Pixel, to: Pixel, length: number): string {
  const distance = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1
  const share = Math.min(0.5, length / distance)
  return `${round(from[0] + (to[0] - from[0]) * share)} ${round(from[1] + (to[1] - from[1]) * share)}`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
