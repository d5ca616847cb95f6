import type { OnWall } from '../shell.ts'
import type { Sketch } from '../sketch.ts'
import { lit } from '../../colour.ts'
import { baseUnits, bathtub, fridge, oven, roundMirror, subwayTiles, vanity, wallUnits } from '../fittings.ts'
import { armchair, bookcase, chair, laptop, roundRug, roundTable, rug, shelf, sofa, stool, table } from '../furniture.ts'
import { floorLamp, pendant, tableLamp } from '../lamps.ts'
import { ARCHES, HILLS, picture, SEA } from '../pictures.ts'
import { plant } from '../plants.ts'
import { scatter } from '../scatter.ts'
import { shell } from '../shell.ts'
import { rectangle, startSketch } from '../sketch.ts'
import { bloom, curtain, daylight, sunPatch } from '../windows.ts'

/** A green sofa, plants, afternoon. */
export function livingRoom(id: string): string {
  const room = startSketch(id, { at: [0.55, 1.36, 4.4], yaw: -7, pitch: -6, lens: 0.64 }, [-0.7, 0.6, 0.4])
  const walls = shell(room, {
    width: 4.6,
    depth: 4.8,
    height: 2.65,
    walls: '#ece6da',
    floor: { kind: 'boards', colour: '#b5875a' },
    brightness: { back: [1.03, 0.88], left: [0.9, 0.84], right: [0.9, 1.02] },
  })
  const window = { from: 0.7, to: 2.2, sill: 0.6, top: 2.3 }
  daylight(room, walls.left, window, { panes: [3, 2] })
  curtain(room, walls.left, 0.25, 0.66, 2.45, 0.06, '#efe6d6')
  curtain(room, walls.left, 2.25, 2.7, 2.45, 0.06, '#efe6d6')
  picture(room, walls.back, -0.3, 0.55, 1.25, 2.0, { art: HILLS, frame: '#2f2a25' })
  picture(room, walls.back, 0.7, 1.2, 1.25, 1.9, { art: ARCHES, frame: '#2f2a25' })
  rug(room, [-1.25, 0.8], [1.75, 3.1], '#e6dccb', '#c2a77d')
  plant(room, 'fig', -1.75, 0, 0.45, 1.35, '#cfc3b1')
  sofa(room.at(0.25, 0.1), { body: '#56705c', cushions: ['#d9a25a', '#ece4d6', '#efe8da'] }, 2.3)
  floorLamp(room.at(1.75, 0.1))
  roundTable(room.at(0.3, 1.5), 0.48, 0.38, '#8a5f3e')
  plant(room, 'trailing', 0.15, 0.38, 1.95, 0.45, '#efe9df')
  room.box([[0.36, 0.38, 2.0], [0.6, 0.41, 2.2]], '#3f5d73')
  room.box([[0.38, 0.41, 2.02], [0.58, 0.435, 2.19]], '#e7dcc6')
  sunPatch(room, [[-1.3, 1.5], [-0.1, 1.85], [-0.05, 2.9], [-1.3, 2.5]], 0.5)
  bloom(room, walls.left, window, 0.5)
  return finish(room)
}

/** Brick, leather, a tall window. */
export function brickLoft(id: string): string {
  const room = startSketch(id, { at: [-0.7, 1.38, 4.5], yaw: 9, pitch: -5, lens: 0.62 }, [0.7, 0.6, 0.4])
  const walls = shell(room, {
    width: 4.8,
    depth: 4.8,
    height: 2.9,
    walls: '#e7e3dc',
    accents: { back: '#9a5a41' },
    floor: { kind: 'boards', colour: '#8a6848' },
    brightness: { back: [0.8, 1.08], left: [0.9, 1.0], right: [0.9, 0.82] },
  })
  bricks(room, walls.back, -2.4, 2.4, 0.11, 2.9)
  const window = { from: 0.6, to: 2.3, sill: 0.5, top: 2.55 }
  daylight(room, walls.right, window, { panes: [4, 3], frame: '#3a3a3c' })
  picture(room, walls.back, -1.25, -0.35, 1.3, 2.05, { art: SEA, frame: '#1f1d1b' })
  rug(room, [-1.9, 0.8], [0.9, 3.1], '#c9c0b4', '#7b6a58')
  bookcase(room.at(1.3, 0.03), 0.95, 1.95, '#5a4636', 2)
  floorLamp(room.at(-2.1, 0.1), '#2f2c29', '#2f2c29')
  sofa(room.at(-0.75, 0.12), { body: '#8a5233', cushions: ['#d8cdbb', '#3f5560'] }, 2.1)
  roundTable(room.at(-0.65, 1.5), 0.42, 0.36, '#3f342b')
  room.box([[-0.8, 0.36, 1.85], [-0.54, 0.39, 2.05]], '#d9cfbf')
  armchair(room.at(1.35, 2.25, -115), '#5b6b70', '#d9a25a')
  sunPatch(room, [[0.1, 1.6], [1.3, 1.3], [1.4, 2.2], [0.1, 2.7]], 0.35)
  bloom(room, walls.right, window, 0.5)
  return finish(room)
}

/** White cupboards, an oak top, tiles. */
export function kitchen(id: string): string {
  const room = startSketch(id, { at: [0.35, 1.5, 3.6], yaw: -5, pitch: -8, lens: 0.6 }, [-0.6, 0.65, 0.5])
  const walls = shell(room, {
    width: 4.0,
    depth: 4.2,
    height: 2.5,
    walls: '#eef0ec',
    floor: { kind: 'tiles', colour: '#cfc8bc' },
    brightness: { back: [1.0, 0.92], left: [0.92, 0.86], right: [0.9, 1.0] },
  })
  const window = { from: 0.9, to: 2.0, sill: 1.0, top: 2.15 }
  daylight(room, walls.left, window)
  subwayTiles(room, -2.0, 1.25, 0.9, 1.5, '#f7f6f2')
  const doors = '#f3f1ea'
  wallUnits(room.at(0, 0), -1.35, [0.6, 0.6], 1.5, 2.3, doors)
  room.box([[-0.15, 1.62, 0], [0.45, 1.72, 0.4]], '#c3c6c9')
  room.box([[0.05, 1.72, 0], [0.25, 2.5, 0.24]], '#c3c6c9')
  wallUnits(room, 0.45, [0.4, 0.4], 1.5, 2.3, doors)
  baseUnits(room, -2.0, [0.6, 0.6, 0.62], { doors, counter: '#c79d6b' })
  oven(room, -0.17)
  baseUnits(room, 0.43, [0.42, 0.42], { doors, counter: '#c79d6b' })
  fridge(room, 1.27)
  room.drum([-1.5, 0.9, 0.3], 0.05, 0.07, 0.18, '#c9704f')
  plant(room, 'trailing', -1.72, 0.9, 0.25, 0.5, '#efe9df')
  room.drum([0.62, 0.9, 0.25], 0.09, 0.09, 0.22, '#3f5d73')
  room.box([[0.8, 0.9, 0.1], [1.1, 1.2, 0.13]], '#b98a5a')
  const island = room.at(-0.1, 1.75)
  island.shadow(-0.75, 0.75, 0, 0.75, 0.4, 6)
  stool(room.at(-1.0, 2.0, 0), '#c79d6b')
  island.box([[-0.62, 0, 0.06], [0.62, 0.86, 0.6]], '#5e7466')
  island.box([[-0.72, 0.86, 0], [0.72, 0.91, 0.7]], '#d3ab79')
  island.drum([0.2, 0.91, 0.35], 0.1, 0.17, 0.09, '#f4efe6')
  island.disc([0.2, 1.0, 0.35], 0.15, { fill: '#d98f3f' })
  pendant(room.at(-0.45, 2.05), 1.85, 2.5, '#2f3a36', 0.17)
  pendant(room.at(0.3, 2.05), 1.85, 2.5, '#2f3a36', 0.17)
  bloom(room, walls.left, window, 0.45)
  return finish(room, 0.25)
}

/** A table for four under a lamp. */
export function diningRoom(id: string): string {
  const room = startSketch(id, { at: [-0.55, 1.5, 4.3], yaw: 7, pitch: -8, lens: 0.62 }, [0.5, 0.65, 0.55])
  const walls = shell(room, {
    width: 4.2,
    depth: 4.6,
    height: 2.6,
    walls: '#e8e1d3',
    accents: { back: '#7b8f86' },
    floor: { kind: 'boards', colour: '#b78a5c' },
    brightness: { back: [0.92, 1.06], left: [0.9, 1.0], right: [0.9, 0.86] },
  })
  const window = { from: 0.9, to: 2.3, sill: 0.8, top: 2.25 }
  daylight(room, walls.right, window, { panes: [3, 2] })
  picture(room, walls.back, -1.2, -0.55, 1.2, 2.05, { art: ARCHES, frame: '#e9dcc6' })
  shelf(room, 0.25, 1.5, 1.65, '#8a5f3e', 6)
  room.at(0.85, 0.02).box([[-0.75, 0.14, 0], [0.75, 0.78, 0.42]], '#a8774b')
  room.at(0.85, 0.02).box([[-0.72, 0.18, 0.42], [-0.01, 0.74, 0.43]], '#b5855a')
  room.at(0.85, 0.02).box([[0.01, 0.18, 0.42], [0.72, 0.74, 0.43]], '#b5855a')
  tableLamp(room, 0.35, 0.78, 0.2, '#fbf0dc', '#5a7068')
  plant(room, 'trailing', 1.3, 0.78, 0.2, 0.6, '#d98f6a')
  roundRug(room.at(-0.25, 2.1), 1.35, '#ddd0ba')
  chair(room.at(-0.75, 1.1), '#3f342b', '#cbbfa9')
  chair(room.at(0.2, 1.1), '#3f342b', '#cbbfa9')
  table(room.at(-0.28, 1.5), 1.7, 0.95, 0.75, '#c59560', '#a87a4a')
  room.drum([-0.3, 0.75, 1.95], 0.06, 0.08, 0.2, '#e9e2d3')
  for (const lean of [-32, -12, 8, 26])
    room.upright([-0.3, 0.93, 1.95], m => `M0 0Q${m(-0.03)} ${m(-0.16)} 0 ${m(-0.32)}Q${m(0.05)} ${m(-0.16)} 0 0Z`, { fill: lean > 0 ? '#6d8465' : '#8da17a' }, lean)
  chair(room.at(-0.8, 2.85, 180), '#3f342b', '#cbbfa9')
  chair(room.at(0.2, 2.85, 180), '#3f342b', '#cbbfa9')
  pendant(room.at(-0.28, 1.95), 1.72, 2.6, '#c98a3c', 0.26)
  bloom(room, walls.right, window, 0.5)
  return finish(room)
}

/** Tiles, a round mirror, an oak vanity. */
export function bathroom(id: string): string {
  const room = startSketch(id, { at: [-0.35, 1.42, 2.95], yaw: 4, pitch: -7, lens: 0.6 }, [0.5, 0.65, 0.55])
  const walls = shell(room, {
    width: 2.9,
    depth: 3.4,
    height: 2.45,
    walls: '#eef0ed',
    floor: { kind: 'tiles', colour: '#8f9a98' },
    brightness: { back: [0.95, 1.02], left: [0.92, 1.0], right: [0.92, 0.86] },
  })
  subwayTiles(room, -1.45, 1.45, 0.11, 1.9, '#d4e0db', 0.9)
  const window = { from: 0.5, to: 1.2, sill: 1.15, top: 2.0 }
  daylight(room, walls.right, window, { panes: [1, 1] })
  roundMirror(room.at(-0.62, 0), 1.5, 0.34, '#b08a4e')
  vanity(room.at(-0.62, 0.02), 1.05, '#b98a5a')
  plant(room, 'trailing', -1.0, 0.82, 0.2, 0.4, '#f3efe6')
  room.drum([-0.25, 0.82, 0.2], 0.035, 0.035, 0.15, '#8a5f3e')
  bathtub(room.at(1.42, 1.05, -90).at(0.62, 0.02), 0.8)
  room.box([[0.35, 1.35, 0], [1.15, 1.385, 0.2]], '#b98a5a')
  for (const [x, radius, tall, colour] of [[0.46, 0.04, 0.19, '#8a5f3e'], [0.57, 0.035, 0.15, '#e9e2d3'], [0.98, 0.07, 0.1, '#f3efe6']] as const)
    room.drum([x, 1.385, 0.1], radius, radius, tall, colour)
  room.box([[0.5, 0.9, 0.02], [0.95, 0.93, 0.05]], '#b08a4e')
  room.flat([[0.56, 0.92, 0.06], [0.88, 0.92, 0.06], [0.88, 0.36, 0.06], [0.56, 0.36, 0.06]], { fill: '#f6f1e7' })
  room.flat([[0.56, 0.5, 0.062], [0.88, 0.5, 0.062], [0.88, 0.46, 0.062], [0.56, 0.46, 0.062]], { fill: '#c98463' })
  rug(room, [-1.1, 0.85], [-0.1, 1.5], '#f1ece2', '#c9bba4')
  bloom(room, walls.right, window, 0.45)
  return finish(room, 0.25)
}

/** A desk to work from home. */
export function study(id: string): string {
  const room = startSketch(id, { at: [0.6, 1.38, 3.6], yaw: -10, pitch: -5, lens: 0.64 }, [-0.7, 0.62, 0.4])
  const walls = shell(room, {
    width: 3.6,
    depth: 4,
    height: 2.5,
    walls: '#e4e0e6',
    accents: { back: '#d6cfc0' },
    floor: { kind: 'carpet', colour: '#a9a39b' },
    brightness: { back: [1.02, 0.88], left: [0.9, 0.84], right: [0.9, 1.0] },
  })
  const window = { from: 0.7, to: 1.8, sill: 0.85, top: 2.15 }
  daylight(room, walls.left, window)
  shelf(room, -0.6, 0.75, 1.5, '#7b5436', 9)
  shelf(room, -0.6, 0.75, 1.9, '#7b5436', 12)
  bookcase(room.at(1.3, 0.02), 0.75, 2.0, '#7b5436', 7)
  table(room.at(0.05, 0.03), 1.6, 0.7, 0.75, '#c79d6b', '#2f2c29')
  room.box([[-0.1, 0.75, 0.15], [0.1, 0.78, 0.3]], '#2f2c29')
  room.box([[-0.36, 0.86, 0.2], [0.36, 1.28, 0.23]], '#23262a')
  room.flat([[-0.34, 1.26, 0.235], [0.34, 1.26, 0.235], [0.34, 0.88, 0.235], [-0.34, 0.88, 0.235]], { fill: '#5f86a0' })
  room.flat([[-0.34, 1.02, 0.236], [0.0, 1.14, 0.236], [0.34, 0.98, 0.236], [0.34, 0.88, 0.236], [-0.34, 0.88, 0.236]], { fill: '#365a70' })
  tableLamp(room, 0.66, 0.75, 0.25, '#f6ead2', '#3f5d73')
  laptop(room, -0.55, 0.75, 0.3)
  plant(room, 'fig', -1.4, 0, 0.5, 1.1, '#d9cfc0')
  roundRug(room.at(0.1, 1.7), 0.95, '#c7b8a0')
  chair(room.at(0.05, 1.45, 180), '#3f342b', '#68795a')
  bloom(room, walls.left, window, 0.5)
  return finish(room)
}

/** The living room again, out of focus, with a phone number written over it. */
export function watermarked(id: string): string {
  const room = startSketch(id, { at: [0.1, 1.3, 4.1], yaw: 2, pitch: -6, lens: 0.62 }, [0.6, 0.6, 0.5])
  const walls = shell(room, {
    width: 4.2,
    depth: 4.6,
    height: 2.5,
    walls: '#e6ddca',
    floor: { kind: 'carpet', colour: '#b7a68e' },
    brightness: { back: [0.94, 1.0], left: [0.88, 0.98], right: [0.9, 0.84] },
  })
  daylight(room, walls.back, { from: 0.6, to: 1.7, sill: 0.9, top: 2.1 })
  curtain(room, walls.back, 0.3, 0.6, 2.25, 0.5, '#a3402f')
  curtain(room, walls.back, 1.7, 2.0, 2.25, 0.5, '#a3402f')
  sofa(room.at(-0.7, 0.1), { body: '#6b7285', cushions: ['#c8c2b4'] }, 2.0)
  armchair(room.at(1.5, 1.2, -40), '#6b7285')
  roundTable(room.at(-0.4, 1.5), 0.45, 0.38, '#7b5436')
  room.overlay('<g font-family="Inter" font-weight="700" text-anchor="middle"><rect x="60" y="128" width="360" height="72" fill="#ffe14a"/><text x="240" y="179" font-size="44" fill="#c3161c">CALL 555-0142</text></g>')
  return finish(room)
}

function bricks(room: Sketch, wall: OnWall, from: number, to: number, bottom: number, top: number): void {
  const [wide, high] = [0.26, 0.09]
  for (let row = 0; bottom + row * high < top; row++) {
    for (let along = from - (row % 2) * wide / 2, column = 0; along < to; along += wide, column++) {
      const corners = rectangle(Math.max(from, along + 0.007), Math.min(to, along + wide - 0.007), bottom + row * high + 0.007, Math.min(top, bottom + (row + 1) * high - 0.007))
      const tint = lit((['#a8664b', '#94543c', '#b3745a', '#8a4d38'] as const)[Math.floor(scatter(row, column) * 4)] ?? '#94543c', 0.86 + (along - from) / (to - from) * 0.2)
      room.flat(corners.map(([x, y]) => wall(x, y, 0.004)), { fill: tint, opacity: 0.75 })
    }
  }
}

function finish(room: Sketch, vignette = 0.3): string {
  room.vignette(vignette)
  return room.toSvg()
}
