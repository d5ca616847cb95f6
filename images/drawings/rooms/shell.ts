import type { Colour } from '../colour.ts'
import type { Paint, Sketch } from './sketch.ts'
import type { Point } from './space.ts'
import { lit, mix } from '../colour.ts'
import { rectangle } from './sketch.ts'

/** The empty room: floor, walls, windows and what hangs on the walls. */

export interface Shell {
  width: number
  depth: number
  height: number
  walls: Colour
  /** Colours of single walls that differ. */
  accents?: Partial<Record<WallName, Colour>>
  floor: { kind: 'boards' | 'carpet' | 'tiles', colour: Colour }
  ceiling?: Colour
  /** How bright each wall is at its back and its front end (the back wall: left and right). */
  brightness: Record<WallName, readonly [from: number, to: number]>
  skirting?: Colour
}

export type WallName = 'back' | 'left' | 'right'

/** A place on a wall: metres along it, metres up, metres off it. */
export type OnWall = (along: number, up: number, off?: number) => Point

export function shell(sketch: Sketch, room: Shell): Record<WallName, OnWall> {
  const { width, depth, height } = room
  const half = width / 2
  const walls: Record<WallName, OnWall> = {
    back: (along, up, off = 0) => [along, up, off],
    left: (along, up, off = 0) => [-half + off, up, along],
    right: (along, up, off = 0) => [half - off, up, along],
  }
  // Shows as the fine dark line where two walls meet.
  sketch.wash(lit(room.walls, room.brightness.back[0] * 0.82), 1)
  drawFloor(sketch, room)
  sketch.flat([[-half, height, 0], [half, height, 0], [half, height, depth], [-half, height, depth]], { fill: room.ceiling ?? '#f4f1ea' })
  drawWall(sketch, room, 'left', walls.left, 0, depth)
  drawWall(sketch, room, 'right', walls.right, 0, depth)
  drawWall(sketch, room, 'back', walls.back, -half, half)
  drawCorners(sketch, room)
  return walls
}

function drawWall(sketch: Sketch, room: Shell, name: WallName, wall: OnWall, from: number, to: number): void {
  const colour = room.accents?.[name] ?? room.walls
  const [start, end] = room.brightness[name]
  sketch.shaded([wall(from, 0), wall(from, room.height), wall(to, room.height), wall(to, 0)], colour, start, end)
  const skirting = room.skirting ?? '#f3efe7'
  const light = (start + end) / 2
  sketch.flat([wall(from, 0, 0.015), wall(from, 0.11, 0.015), wall(to, 0.11, 0.015), wall(to, 0, 0.015)], { fill: lit(skirting, Math.min(1, light)) })
}

/** Light does not reach into corners. */
function drawCorners(sketch: Sketch, { width, depth, height }: Shell): void {
  const half = width / 2
  const soft: Paint = { fill: '#2a1d12', opacity: 0.2, blur: 7 }
  const thin = 0.13
  sketch.flat([[-half, 0, 0], [half, 0, 0], [half, 0, thin], [-half, 0, thin]], soft)
  sketch.flat([[-half, 0, 0], [-half + thin, 0, 0], [-half + thin, 0, depth], [-half, 0, depth]], soft)
  sketch.flat([[half, 0, 0], [half - thin, 0, 0], [half - thin, 0, depth], [half, 0, depth]], soft)
  for (const side of [-half, half])
    sketch.flat([[side, 0, 0], [side, height, 0], [side * 0.96, height, 0], [side * 0.96, 0, 0]], { ...soft, opacity: 0.13 })
  sketch.flat([[-half, height, 0], [half, height, 0], [half, height - 0.12, 0], [-half, height - 0.12, 0]], { ...soft, opacity: 0.14 })
}

function drawFloor(sketch: Sketch, { width, depth, floor }: Shell): void {
  const half = width / 2
  sketch.shaded([[-half, 0, 0], [half, 0, 0], [half, 0, depth], [-half, 0, depth]], floor.colour, 1.02, 0.84)
  if (floor.kind === 'boards')
    drawBoards(sketch, half, depth, floor.colour)
  if (floor.kind === 'tiles')
    drawTiles(sketch, half, depth, floor.colour)
}

function drawBoards(sketch: Sketch, half: number, depth: number, colour: Colour): void {
  const wide = 0.16
  for (let row = 0; row * wide < half * 2; row++) {
    const [x0, x1] = [-half + row * wide, Math.min(half, -half + (row + 1) * wide)]
    for (let z = -scatter(row, 1) * 1.2, piece = 0; z < depth; piece++) {
      const long = 0.9 + scatter(row, piece + 7)
      const tint = lit(colour, 0.9 + scatter(piece, row) * 0.17)
      sketch.flat([[x0, 0, Math.max(0, z)], [x1, 0, Math.max(0, z)], [x1, 0, Math.min(depth, z + long)], [x0, 0, Math.min(depth, z + long)]], { fill: tint, stroke: lit(colour, 0.76), strokeWidth: 0.35 })
      z += long
    }
  }
  sketch.flat([[-half, 0, 0], [half, 0, 0], [half, 0, depth * 0.5], [-half, 0, depth * 0.5]], { fill: '#fff4e0', opacity: 0.13, blur: 12 })
}

function drawTiles(sketch: Sketch, half: number, depth: number, colour: Colour): void {
  const side = 0.42
  for (let column = 0; column * side < half * 2; column++) {
    for (let row = 0; row * side < depth; row++) {
      const [x0, z0] = [-half + column * side, row * side]
      const tint = lit(colour, 0.95 + scatter(column, row) * 0.07)
      sketch.flat([[x0, 0, z0], [x0 + side, 0, z0], [x0 + side, 0, z0 + side], [x0, 0, z0 + side]], { fill: tint, stroke: lit(colour, 0.83), strokeWidth: 0.6 })
    }
  }
}

export interface WindowPlace { from: number, to: number, sill: number, top: number }

/** A window in daylight, too bright for the camera as windows are. */
export function daylight(sketch: Sketch, wall: OnWall, place: WindowPlace, options: { panes?: readonly [columns: number, rows: number], frame?: Colour, view?: Colour, sky?: Colour } = {}): void {
  const { from, to, sill, top } = place
  const { panes: [columns, rows] = [2, 2], frame = '#f7f4ee', view = '#a9bf9a', sky = '#f4f9fc' } = options
  const pane = (a: number, b: number, low: number, high: number, off = 0): Point[] => rectangle(a, b, low, high).map(([along, up]) => wall(along, up, off))
  sketch.flat(pane(from - 0.09, to + 0.09, sill - 0.09, top + 0.09, 0.02), { fill: lit(frame, 0.93) })
  sketch.flat(pane(from, to, sill, top, 0.01), { fill: sky })
  const high = top - sill
  for (const [share, width, up] of [[0.06, 0.5, 0.34], [0.42, 0.42, 0.46], [0.7, 0.3, 0.3]] as const) {
    const start = from + (to - from) * share
    sketch.flat(pane(start, Math.min(to, start + (to - from) * width), sill, sill + high * up, 0.01), { fill: mix(view, '#ffffff', share * 0.4), opacity: 0.75, blur: 3 })
  }
  sketch.flat(pane(from, to, sill + high * 0.5, top, 0.01), { fill: '#ffffff', opacity: 0.5, blur: 4 })
  const bar = 0.022
  for (let column = 1; column < columns; column++) {
    const along = from + (to - from) * column / columns
    sketch.flat(pane(along - bar, along + bar, sill, top, 0.02), { fill: lit(frame, 0.86) })
  }
  for (let row = 1; row < rows; row++) {
    const up = sill + high * row / rows
    sketch.flat(pane(from, to, up - bar, up + bar, 0.02), { fill: lit(frame, 0.86) })
  }
  sketch.flat([wall(from - 0.14, sill - 0.04, 0), wall(to + 0.14, sill - 0.04, 0), wall(to + 0.14, sill - 0.04, 0.14), wall(from - 0.14, sill - 0.04, 0.14)], { fill: '#fffdf8' })
  sketch.flat([wall(from - 0.14, sill - 0.04, 0.14), wall(to + 0.14, sill - 0.04, 0.14), wall(to + 0.14, sill - 0.09, 0.14), wall(from - 0.14, sill - 0.09, 0.14)], { fill: lit(frame, 0.88) })
}

/** The bloom of a bright window over what is around it; drawn after the furniture near it. */
export function bloom(sketch: Sketch, wall: OnWall, { from, to, sill, top }: WindowPlace, opacity = 0.45, colour = '#fff6e2'): void {
  sketch.flat(rectangle(from - 0.1, to + 0.1, sill - 0.1, top + 0.1).map(([along, up]) => wall(along, up, 0.05)), { fill: colour, opacity, blur: 22, blend: 'screen' })
}

/** Sunlight on the floor: a window's shape, laid down. */
export function sunPatch(sketch: Sketch, corners: readonly (readonly [x: number, z: number])[], opacity = 0.4, up = 0.004): void {
  sketch.flat(corners.map(([x, z]) => [x, up, z] as const), { fill: '#fff1cf', opacity, blur: 3, blend: 'soft-light' })
  sketch.flat(corners.map(([x, z]) => [x, up, z] as const), { fill: '#fff1cf', opacity: opacity * 0.5, blur: 4 })
}

/** A curtain in folds, hanging from `top` to `bottom`. */
export function curtain(sketch: Sketch, wall: OnWall, from: number, to: number, top: number, bottom: number, colour: Colour, opacity = 1): void {
  const folds = Math.max(4, Math.round(Math.abs(to - from) / 0.07))
  for (let fold = 0; fold < folds; fold++) {
    const [a, b] = [from + (to - from) * fold / folds, from + (to - from) * (fold + 1) / folds]
    const light = [0.98, 0.88, 1.03, 0.84][fold % 4]!
    const flare = (along: number): number => along + (along - (from + to) / 2) * 0.12
    sketch.flat([wall(a, top, 0.09), wall(b, top, 0.09), wall(flare(b), bottom, 0.11), wall(flare(a), bottom, 0.11)], { fill: lit(colour, light), opacity, stroke: lit(colour, light), strokeWidth: 0.3 })
  }
}

export function curtainRod(sketch: Sketch, wall: OnWall, from: number, to: number, up: number, colour: Colour = '#4a423a'): void {
  sketch.flat(rectangle(from, to, up - 0.015, up + 0.015).map(([along, high]) => wall(along, high, 0.1)), { fill: colour })
}

/** A framed picture; `art` draws inside the unit square (along, up from its lower left corner). */
export function picture(sketch: Sketch, wall: OnWall, from: number, to: number, bottom: number, top: number, options: { frame?: Colour, paper?: Colour, art?: readonly ArtShape[] } = {}): void {
  const { frame = '#3a332c', paper = '#f5f0e6', art = HILLS } = options
  const place = (inset: number, off: number): Point[] => rectangle(from + inset, to - inset, bottom + inset, top - inset).map(([along, up]) => wall(along, up, off))
  sketch.flat(rectangle(from + 0.03, to + 0.03, bottom - 0.05, top - 0.03).map(([along, up]) => wall(along, up)), { fill: '#1c120a', opacity: 0.28, blur: 3 })
  sketch.flat(place(0, 0.03), { fill: frame })
  sketch.flat(place(0.022, 0.03), { fill: paper })
  const mat = Math.min(to - from, top - bottom) * 0.17
  for (const { colour, points } of art)
    sketch.flat(points.map(([along, up]) => wall(from + mat + along * (to - from - mat * 2), bottom + mat + up * (top - bottom - mat * 2), 0.03)), { fill: colour })
}

export interface ArtShape { colour: Colour, points: readonly (readonly [along: number, up: number])[] }

const WHOLE = [[0, 0], [1, 0], [1, 1], [0, 1]] as const

export const HILLS: readonly ArtShape[] = [
  { colour: '#e7d9c0', points: WHOLE },
  { colour: '#c98d5f', points: disc(0.66, 0.7, 0.14) },
  { colour: '#8ea59a', points: [[0, 0.3], [0.3, 0.55], [0.6, 0.36], [1, 0.58], [1, 0], [0, 0]] },
  { colour: '#4f6b67', points: [[0, 0.16], [0.35, 0.3], [0.7, 0.18], [1, 0.3], [1, 0], [0, 0]] },
]

export const ARCHES: readonly ArtShape[] = [
  { colour: '#efe6d6', points: WHOLE },
  { colour: '#b9694b', points: arch(0.5, 0.42, 0.78) },
  { colour: '#e3b27f', points: arch(0.5, 0.28, 0.56) },
  { colour: '#7b3f35', points: arch(0.5, 0.14, 0.34) },
]

export const LEAF: readonly ArtShape[] = [
  { colour: '#f2eee4', points: WHOLE },
  { colour: '#6d8465', points: [[0.5, 0.08], [0.8, 0.34], [0.78, 0.7], [0.5, 0.94], [0.24, 0.66], [0.22, 0.34]] },
  { colour: '#4a6148', points: [[0.49, 0.05], [0.53, 0.05], [0.53, 0.9], [0.49, 0.9]] },
]

export const SEA: readonly ArtShape[] = [
  { colour: '#dfe7ea', points: WHOLE },
  { colour: '#7f9fb0', points: [[0, 0.48], [1, 0.48], [1, 0], [0, 0]] },
  { colour: '#3f647c', points: [[0, 0.28], [0.4, 0.33], [1, 0.25], [1, 0], [0, 0]] },
  { colour: '#f3efe4', points: [[0.42, 0.5], [0.62, 0.5], [0.53, 0.78]] },
]

function disc(x: number, y: number, radius: number): [number, number][] {
  return Array.from({ length: 20 }, (_, step) => [x + radius * Math.cos(step * Math.PI / 10), y + radius * Math.sin(step * Math.PI / 10)])
}

function arch(x: number, halfWidth: number, top: number): [number, number][] {
  const round = Array.from({ length: 13 }, (_, step): [number, number] => [x + halfWidth * Math.cos(step * Math.PI / 12), top - halfWidth + halfWidth * Math.sin(step * Math.PI / 12)])
  return [[x + halfWidth, 0], ...round, [x - halfWidth, 0]]
}

/** A fixed number between 0 and 1 for two whole ones: variety without chance. */
export function scatter(a: number, b: number): number {
  const mixed = Math.imul(Math.imul(a + 11, 0x9E3779B1) ^ Math.imul(b + 5, 0x85EBCA6B), 0xC2B2AE35)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 0xFFFFFFFF
}
