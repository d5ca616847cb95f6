import type { Colour } from '../colour.ts'
import type { Sketch } from './sketch.ts'
import { lit } from '../colour.ts'
import { scatter } from './scatter.ts'

/** Furniture. Each piece is drawn around the sketch's origin: its back at z 0, its front towards positive z. */

const OAK: Colour = '#b98a5a'
const WALNUT: Colour = '#6b4a33'

export interface BedColours { sheet: Colour, duvet: Colour, throw?: Colour, pillows?: readonly Colour[], frame?: Colour, headboard?: Colour }

export function bed(sketch: Sketch, colours: BedColours, width = 1.5, length = 2): void {
  const { sheet, duvet, pillows = [sheet, sheet], frame = OAK, headboard = frame } = colours
  const half = width / 2
  sketch.shadow(-half - 0.12, half + 0.12, 0, length + 0.16, 0.5, 6)
  sketch.box([[-half - 0.05, 0.1, 0], [half + 0.05, 1.05, 0.07]], headboard)
  sketch.box([[-half - 0.03, 0.06, 0.05], [half + 0.03, 0.28, length + 0.02]], frame)
  sketch.soft([[-half, 0.24, 0.06], [half, 0.5, length]], sheet, 0.07)
  pillows.forEach((colour, index) => {
    const wide = width / pillows.length
    const x = -half + wide * index
    sketch.soft([[x + 0.04, 0.5, 0.1], [x + wide - 0.04, 0.82, 0.34]], lit(colour, 0.95), 0.13)
  })

  sketch.soft([[-half - 0.05, 0.2, 0.72], [half + 0.05, 0.6, length + 0.05]], duvet, 0.11)
  sketch.soft([[-half - 0.055, 0.4, 0.66], [half + 0.055, 0.615, 0.9]], lit(sheet, 1.02), 0.06)
  for (const share of [0.2, 0.55, 0.8]) {
    const x = -half + width * share
    sketch.flat([[x, 0.605, 0.95], [x + 0.05, 0.605, 0.95], [x + 0.16 * (share - 0.4), 0.605, length - 0.1]], { fill: lit(duvet, 0.78), opacity: 0.35, blur: 1.6 })
  }
  if (colours.throw)
    sketch.soft([[-half - 0.03, 0.585, length - 0.78], [half + 0.03, 0.645, length - 0.3]], colours.throw, 0.05)
}

export function nightstand(sketch: Sketch, colour: Colour = OAK): void {
  sketch.shadow(-0.24, 0.24, 0, 0.44)
  sketch.box([[-0.21, 0.12, 0.02], [0.21, 0.52, 0.4]], colour)
  sketch.box([[-0.18, 0.3, 0.4], [0.18, 0.48, 0.405]], lit(colour, 1.06))
  for (const x of [-0.19, 0.16])
    sketch.box([[x, 0, 0.34], [x + 0.03, 0.12, 0.38]], lit(colour, 0.7))
}

export interface SofaColours { body: Colour, cushions?: readonly Colour[], legs?: Colour }

export function sofa(sketch: Sketch, { body, cushions = [], legs = WALNUT }: SofaColours, width = 2.1, seats = 2): void {
  const half = width / 2
  sketch.shadow(-half - 0.06, half + 0.06, 0.02, 0.98, 0.5, 6)
  for (const x of [-half + 0.08, half - 0.12])
    sketch.box([[x, 0, 0.8], [x + 0.04, 0.16, 0.84]], legs)
  sketch.soft([[-half, 0.14, 0.02], [half, 0.86, 0.28]], lit(body, 0.95), 0.1)
  const wide = (width - 0.36) / seats
  for (let seat = 0; seat < seats; seat++) {
    const x = -half + 0.18 + wide * seat
    sketch.soft([[x + 0.01, 0.42, 0.18], [x + wide - 0.01, 0.83, 0.42]], body, 0.1)
  }
  sketch.soft([[-half + 0.14, 0.13, 0.2], [half - 0.14, 0.34, 0.9]], lit(body, 0.86), 0.05)
  for (let seat = 0; seat < seats; seat++) {
    const x = -half + 0.18 + wide * seat
    sketch.soft([[x + 0.005, 0.31, 0.3], [x + wide - 0.005, 0.48, 0.93]], lit(body, 1.04), 0.07)
  }
  for (const x of [-half, half - 0.18])
    sketch.soft([[x, 0.13, 0.04], [x + 0.18, 0.6, 0.92]], body, 0.08)
  cushions.forEach((colour, index) => {
    const x = index % 2 === 0 ? -half + 0.2 + index * 0.16 : half - 0.62 - index * 0.1
    sketch.soft([[x, 0.47, 0.36], [x + 0.42, 0.84, 0.52]], colour, 0.1)
  })
}

export function armchair(sketch: Sketch, body: Colour, cushion?: Colour): void {
  sofa(sketch, { body, cushions: cushion ? [cushion] : [] }, 0.86, 1)
}

export function roundTable(sketch: Sketch, radius = 0.4, height = 0.4, colour: Colour = OAK): void {
  sketch.disc([0, 0.003, radius], radius * 0.95, { fill: '#1c120a', opacity: 0.4, blur: 5 })
  for (const x of [-0.6, 0.6])
    sketch.box([[x * radius - 0.02, 0, radius], [x * radius + 0.02, height, radius + 0.04]], lit(colour, 0.6))
  sketch.drum([0, height - 0.035, radius], radius, radius, 0.035, lit(colour, 0.85))
  sketch.disc([0, height, radius], radius, { fill: lit(colour, 1.12) })
}

export function table(sketch: Sketch, width: number, depth: number, height: number, colour: Colour = OAK, legs: Colour = lit(colour, 0.7)): void {
  const half = width / 2
  sketch.shadow(-half, half, 0.02, depth, 0.32, 7)
  for (const x of [-half + 0.04, half - 0.08]) {
    sketch.box([[x, 0, 0.05], [x + 0.045, height, 0.095]], lit(legs, 0.8))
    sketch.box([[x, 0, depth - 0.1], [x + 0.045, height, depth - 0.055]], legs)
  }
  sketch.box([[-half, height - 0.045, 0], [half, height, depth]], colour)
}

/** A dining or desk chair. */
export function chair(sketch: Sketch, colour: Colour = WALNUT, seat: Colour = colour): void {
  sketch.shadow(-0.22, 0.22, 0.02, 0.46, 0.32, 3)
  const back = (): void => {
    for (const x of [-0.2, 0.165])
      sketch.box([[x, 0, 0.02], [x + 0.035, 0.88, 0.055]], colour)
    sketch.box([[-0.2, 0.66, 0.02], [0.2, 0.86, 0.05]], colour)
  }
  const front = (): void => {
    for (const x of [-0.2, 0.165])
      sketch.box([[x, 0, 0.38], [x + 0.035, 0.44, 0.415]], colour)
    sketch.soft([[-0.22, 0.42, 0.02], [0.22, 0.49, 0.44]], seat, 0.04)
  }
  for (const part of sketch.facesUs() ? [back, front] : [front, back])
    part()
}

export function stool(sketch: Sketch, colour: Colour = OAK): void {
  sketch.shadow(-0.17, 0.17, 0.02, 0.36, 0.3, 3)
  for (const x of [-0.15, 0.12])
    sketch.box([[x, 0, 0.3], [x + 0.03, 0.62, 0.33]], '#3b342d')
  sketch.drum([0, 0.62, 0.17], 0.18, 0.18, 0.05, colour)
  sketch.disc([0, 0.67, 0.17], 0.18, { fill: lit(colour, 1.15) })
}

export function bookcase(sketch: Sketch, width: number, height: number, colour: Colour = OAK, seed = 1): void {
  const half = width / 2
  sketch.shadow(-half - 0.04, half + 0.04, 0, 0.38)
  sketch.box([[-half, 0, 0], [half, height, 0.03]], lit(colour, 0.62))
  const shelves = Math.round(height / 0.38)
  for (let shelf = 0; shelf < shelves; shelf++)
    books(sketch, -half + 0.05, half - 0.06, 0.03 + shelf * (height - 0.03) / shelves + 0.02, seed * 10 + shelf)
  for (let shelf = 0; shelf <= shelves; shelf++) {
    const y = shelf * (height - 0.03) / shelves
    sketch.box([[-half, y, 0.02], [half, y + 0.03, 0.3]], colour)
  }
  for (const x of [-half, half - 0.03])
    sketch.box([[x, 0, 0.02], [x + 0.03, height, 0.31]], colour)
}

const SPINES: readonly Colour[] = ['#b5533c', '#e0d6c2', '#3f5d73', '#d9a24b', '#68795a', '#8c4a5b', '#efe9dc', '#34424a', '#a98f74']

export function books(sketch: Sketch, from: number, to: number, y: number, seed: number): void {
  let x = from
  for (let book = 0; x < to - 0.05; book++) {
    const wide = 0.025 + scatter(seed, book) * 0.035
    if (scatter(book, seed + 3) > 0.88) {
      x += 0.14
      continue
    }
    sketch.box([[x, y, 0.05], [Math.min(to, x + wide), y + 0.17 + scatter(seed + 1, book) * 0.1, 0.22]], SPINES[Math.floor(scatter(seed, book + 40) * SPINES.length)] ?? '#e0d6c2')
    x += wide + 0.002
  }
}

export function shelf(sketch: Sketch, from: number, to: number, y: number, colour: Colour = OAK, seed = 3): void {
  sketch.flat([[from, y - 0.1, 0], [to, y - 0.1, 0], [to, y, 0], [from, y, 0]], { fill: '#1c120a', opacity: 0.25, blur: 3 })
  sketch.box([[from, y, 0], [to, y + 0.035, 0.22]], colour)
  books(sketch, from + 0.06, from + (to - from) * 0.6, y + 0.035, seed)
  sketch.drum([to - 0.2, y + 0.035, 0.11], 0.05, 0.07, 0.13, '#c9bba4')
}

export function laptop(sketch: Sketch, x: number, y: number, z: number): void {
  sketch.box([[x - 0.17, y, z], [x + 0.17, y + 0.012, z + 0.23]], '#c9ccd0')
  sketch.flat([[x - 0.17, y + 0.012, z], [x + 0.17, y + 0.012, z], [x + 0.17, y + 0.22, z - 0.06], [x - 0.17, y + 0.22, z - 0.06]], { fill: '#2a3038' })
  sketch.flat([[x - 0.155, y + 0.03, z], [x + 0.155, y + 0.03, z], [x + 0.155, y + 0.21, z - 0.055], [x - 0.155, y + 0.21, z - 0.055]], { fill: '#8fb0c4' })
}

export function rug(sketch: Sketch, from: readonly [x: number, z: number], to: readonly [x: number, z: number], colour: Colour, pattern: Colour = lit(colour, 0.8)): void {
  const level = (x0: number, x1: number, z0: number, z1: number): readonly (readonly [number, number, number])[] => [[x0, 0.006, z0], [x1, 0.006, z0], [x1, 0.006, z1], [x0, 0.006, z1]]
  const [[x0, z0], [x1, z1]] = [from, to]
  sketch.flat(level(x0 - 0.03, x1 + 0.03, z0 - 0.02, z1 + 0.04), { fill: '#1c120a', opacity: 0.25, blur: 2.5 })
  sketch.flat(level(x0, x1, z0, z1), { fill: colour })
  sketch.flat(level(x0 + 0.1, x1 - 0.1, z0 + 0.1, z1 - 0.1), { fill: 'none', stroke: pattern, strokeWidth: 1.4 })
  for (let z = z0 + 0.24; z < z1 - 0.2; z += 0.24)
    sketch.flat(level(x0 + 0.18, x1 - 0.18, z, z + 0.05), { fill: pattern, opacity: 0.5 })
}

export function roundRug(sketch: Sketch, radius: number, colour: Colour): void {
  sketch.disc([0, 0.004, 0], radius * 1.03, { fill: '#1c120a', opacity: 0.22, blur: 2.5 })
  for (const [share, light] of [[1, 0.96], [0.82, 1.04], [0.6, 0.94], [0.36, 1.03]] as const)
    sketch.disc([0, 0.006, 0], radius * share, { fill: lit(colour, light) })
}
