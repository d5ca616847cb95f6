import type { Colour } from '../colour.ts'
import type { OnWall } from './shell.ts'
import type { Sketch } from './sketch.ts'
import type { Point } from './space.ts'
import { lit, mix } from '../colour.ts'
import { rectangle } from './sketch.ts'

/** Windows, the light that comes through them, and curtains. */

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
