import type { Colour } from '../colour.ts'
import type { Sketch } from './sketch.ts'
import { lit } from '../colour.ts'
import { scatter } from './scatter.ts'

/** Kitchen and bathroom. Like furniture: the back at z 0 of the sketch's origin. */

export interface KitchenColours { doors: Colour, counter: Colour, handles?: Colour }

/** A run of base cupboards; `units` are their widths, from left to right. */
export function baseUnits(sketch: Sketch, from: number, units: readonly number[], { doors, counter, handles = '#3b342d' }: KitchenColours): void {
  const to = from + units.reduce((sum, unit) => sum + unit, 0)
  sketch.shadow(from, to, 0.5, 0.68, 0.35, 4)
  sketch.box([[from, 0, 0.02], [to, 0.1, 0.54]], lit(doors, 0.45))
  sketch.box([[from, 0.1, 0], [to, 0.86, 0.58]], lit(doors, 0.9))
  let x = from
  for (const unit of units) {
    for (const [low, high] of unit < 0.55 ? [[0.12, 0.34], [0.36, 0.58], [0.6, 0.84]] as const : [[0.12, 0.84]] as const) {
      sketch.box([[x + 0.012, low, 0.58], [x + unit - 0.012, high, 0.6]], doors)
      sketch.box([[x + unit * 0.32, high - 0.06, 0.6], [x + unit * 0.68, high - 0.045, 0.615]], handles)
    }
    x += unit
  }
  sketch.box([[from - 0.01, 0.86, 0], [to + 0.01, 0.9, 0.63]], counter)
}

export function wallUnits(sketch: Sketch, from: number, units: readonly number[], bottom: number, top: number, doors: Colour): void {
  const to = from + units.reduce((sum, unit) => sum + unit, 0)
  sketch.flat([[from, bottom - 0.14, 0], [to, bottom - 0.14, 0], [to, bottom, 0], [from, bottom, 0]], { fill: '#1c120a', opacity: 0.3, blur: 4 })
  sketch.box([[from, bottom, 0], [to, top, 0.32]], lit(doors, 0.92))
  let x = from
  for (const unit of units) {
    sketch.box([[x + 0.01, bottom + 0.01, 0.32], [x + unit - 0.01, top - 0.01, 0.34]], doors)
    x += unit
  }
}

export function oven(sketch: Sketch, from: number): void {
  sketch.box([[from, 0.1, 0.58], [from + 0.6, 0.86, 0.61]], '#c3c6c9')
  sketch.box([[from + 0.05, 0.2, 0.61], [from + 0.55, 0.62, 0.615]], '#2b2e31')
  sketch.box([[from + 0.05, 0.68, 0.61], [from + 0.55, 0.7, 0.65]], '#8d9195')
  for (const x of [0.12, 0.3, 0.48])
    sketch.box([[from + x - 0.02, 0.76, 0.61], [from + x + 0.02, 0.8, 0.63]], '#4a4e52')
  sketch.flat([[from + 0.04, 0.903, 0.06], [from + 0.56, 0.903, 0.06], [from + 0.56, 0.903, 0.56], [from + 0.04, 0.903, 0.56]], { fill: '#24272a' })
}

export function fridge(sketch: Sketch, from: number, colour: Colour = '#d5d8da'): void {
  sketch.shadow(from, from + 0.75, 0.5, 0.75, 0.35, 4)
  sketch.box([[from, 0.03, 0], [from + 0.72, 1.8, 0.66]], lit(colour, 0.92))
  sketch.box([[from + 0.005, 0.04, 0.66], [from + 0.715, 0.68, 0.69]], colour)
  sketch.box([[from + 0.005, 0.7, 0.66], [from + 0.715, 1.79, 0.69]], colour)
  sketch.box([[from + 0.05, 0.82, 0.69], [from + 0.075, 1.4, 0.73]], '#9da1a5')
  sketch.box([[from + 0.05, 0.36, 0.69], [from + 0.075, 0.62, 0.73]], '#9da1a5')
}

/** Small tiles in running bond on a stretch of the back wall. */
export function subwayTiles(sketch: Sketch, from: number, to: number, bottom: number, top: number, colour: Colour, grout = 0.88): void {
  const [wide, high] = [0.2, 0.1]
  sketch.flat([[from, top, 0.01], [to, top, 0.01], [to, bottom, 0.01], [from, bottom, 0.01]], { fill: lit(colour, grout) })
  for (let row = 0; bottom + row * high < top; row++) {
    for (let x = from - (row % 2) * wide / 2, column = 0; x < to; x += wide, column++) {
      const [x0, x1] = [Math.max(from, x + 0.005), Math.min(to, x + wide - 0.005)]
      const [y0, y1] = [bottom + row * high + 0.005, Math.min(top, bottom + (row + 1) * high - 0.005)]
      if (x1 > x0)
        sketch.flat([[x0, y1, 0.012], [x1, y1, 0.012], [x1, y0, 0.012], [x0, y0, 0.012]], { fill: lit(colour, 0.95 + scatter(row, column) * 0.09) })
    }
  }
}

export function vanity(sketch: Sketch, width: number, colour: Colour): void {
  const half = width / 2
  sketch.shadow(-half, half, 0.3, 0.56)
  sketch.box([[-half, 0.32, 0], [half, 0.78, 0.46]], colour)
  sketch.box([[-half + 0.02, 0.34, 0.46], [-0.01, 0.76, 0.475]], lit(colour, 1.05))
  sketch.box([[0.01, 0.34, 0.46], [half - 0.02, 0.76, 0.475]], lit(colour, 1.05))
  sketch.box([[-half - 0.01, 0.78, 0], [half + 0.01, 0.82, 0.49]], '#f4f2ee')
  sketch.drum([0, 0.82, 0.26], 0.15, 0.2, 0.11, '#fbfaf8')
  sketch.disc([0, 0.93, 0.26], 0.19, { fill: '#dfe3e4' })
  sketch.box([[-0.015, 0.82, 0.03], [0.015, 1.08, 0.06]], '#4a4e52')
  sketch.box([[-0.012, 1.06, 0.03], [0.012, 1.085, 0.2]], '#4a4e52')
}

export function bathtub(sketch: Sketch, length: number): void {
  sketch.shadow(0, length, 0.1, 0.82)
  sketch.soft([[0, 0.02, 0.02], [length, 0.58, 0.76]], '#f6f5f2', 0.1)
  sketch.flat([[0.08, 0.56, 0.1], [length - 0.08, 0.56, 0.1], [length - 0.08, 0.56, 0.68], [0.08, 0.56, 0.68]], { fill: '#cfd6d8', blur: 1.4 })
}

/** A round mirror on the back wall. */
export function roundMirror(sketch: Sketch, y: number, radius: number, frame: Colour = '#3b342d'): void {
  const circle = (size: number): [number, number, number][] => Array.from({ length: 32 }, (_, step) => [size * Math.cos(step * Math.PI / 16), y + size * Math.sin(step * Math.PI / 16), 0.03])
  sketch.flat(circle(radius + 0.04), { fill: '#1c120a', opacity: 0.25, blur: 3 })
  sketch.flat(circle(radius + 0.018), { fill: frame })
  sketch.flat(circle(radius), { fill: '#dfe8ea' })
  sketch.flat([[-radius * 0.5, y - radius * 0.75, 0.03], [-radius * 0.1, y - radius * 0.95, 0.03], [radius * 0.55, y + radius * 0.7, 0.03], [radius * 0.2, y + radius * 0.9, 0.03]], { fill: '#ffffff', opacity: 0.55, blur: 2 })
}
