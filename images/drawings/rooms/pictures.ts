import type { Colour } from '../colour.ts'
import type { OnWall } from './shell.ts'
import type { Sketch } from './sketch.ts'
import type { Point } from './space.ts'
import { rectangle } from './sketch.ts'

/** Framed pictures on a wall, and what is painted on them. */

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

function disc(x: number, y: number, radius: number): [number, number][] {
  return Array.from({ length: 20 }, (_, step) => [x + radius * Math.cos(step * Math.PI / 10), y + radius * Math.sin(step * Math.PI / 10)])
}

function arch(x: number, halfWidth: number, top: number): [number, number][] {
  const round = Array.from({ length: 13 }, (_, step): [number, number] => [x + halfWidth * Math.cos(step * Math.PI / 12), top - halfWidth + halfWidth * Math.sin(step * Math.PI / 12)])
  return [[x + halfWidth, 0], ...round, [x - halfWidth, 0]]
}
