import type { Colour } from '../colour.ts'
import type { Paint, Sketch } from './sketch.ts'
import type { Point } from './space.ts'
import { lit } from '../colour.ts'
import { scatter } from './scatter.ts'

/** The empty room: floor, walls and ceiling. */

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
