import type { Sketch } from '../sketch.ts'
import { bed, bookcase, chair, laptop, nightstand, rug, shelf, table } from '../furniture.ts'
import { floorLamp, tableLamp } from '../lamps.ts'
import { ARCHES, HILLS, LEAF, picture, SEA } from '../pictures.ts'
import { plant } from '../plants.ts'
import { shell } from '../shell.ts'
import { startSketch } from '../sketch.ts'
import { bloom, curtain, curtainRod, daylight, sunPatch } from '../windows.ts'

/** White linen, a window on the left, morning. */
export function linenBedroom(id: string): string {
  const room = startSketch(id, { at: [0.75, 1.42, 4.15], yaw: -13, pitch: -6, lens: 0.66 }, [-0.75, 0.6, 0.35])
  const walls = shell(room, {
    width: 3.8,
    depth: 4.4,
    height: 2.6,
    walls: '#e9e2d6',
    floor: { kind: 'boards', colour: '#b98d62' },
    brightness: { back: [1.02, 0.86], left: [0.9, 0.82], right: [0.94, 1.04] },
  })
  const window = { from: 0.85, to: 2.05, sill: 0.85, top: 2.2 }
  daylight(room, walls.left, window, { panes: [2, 3] })
  curtainRod(room, walls.left, 0.35, 2.55, 2.36)
  curtain(room, walls.left, 0.4, 0.82, 2.35, 0.08, '#f4eee3', 0.95)
  curtain(room, walls.left, 2.1, 2.5, 2.35, 0.08, '#f4eee3', 0.95)
  picture(room, walls.back, 0.0, 0.5, 1.42, 2.06, { art: LEAF, frame: '#b08a5e' })
  picture(room, walls.back, 0.62, 1.12, 1.42, 2.06, { art: HILLS, frame: '#b08a5e' })
  rug(room, [-0.7, 0.75], [1.85, 2.9], '#ddd2c0', '#bda98a')
  nightstand(room.at(-0.62, 0.02))
  tableLamp(room, -0.62, 0.52, 0.22)
  nightstand(room.at(1.62, 0.02))
  plant(room, 'snake', 1.62, 0.52, 0.2, 0.5, '#a8693f')
  bed(room.at(0.55, 0.02), { sheet: '#fbf8f2', duvet: '#f0ebe1', throw: '#b9855d', pillows: ['#ffffff', '#f4efe6'], headboard: '#c9b394' })
  plant(room, 'fig', -1.5, 0, 0.45, 1.15, '#d8cdbc')
  sunPatch(room, [[-0.95, 1.5], [0.25, 1.85], [0.3, 2.75], [-0.95, 2.5]], 0.5)
  bloom(room, walls.left, window, 0.5)
  return finish(room)
}

/** A deep blue wall, a desk by the window. */
export function blueBedroom(id: string): string {
  const room = startSketch(id, { at: [-0.85, 1.42, 4.1], yaw: 14, pitch: -6, lens: 0.64 }, [0.72, 0.62, 0.35])
  const walls = shell(room, {
    width: 3.9,
    depth: 4.4,
    height: 2.55,
    walls: '#e6e4df',
    accents: { back: '#3f5a70' },
    floor: { kind: 'carpet', colour: '#b9b2a6' },
    brightness: { back: [0.86, 1.1], left: [0.94, 1.02], right: [0.9, 0.84] },
  })
  const window = { from: 0.75, to: 2.1, sill: 0.88, top: 2.2 }
  daylight(room, walls.right, window, { panes: [2, 1], view: '#9db7a4' })
  picture(room, walls.back, -1.15, -0.2, 1.38, 2.02, { art: SEA, frame: '#e9dfcf' })
  nightstand(room.at(-1.62, 0.02), '#e7e0d3')
  tableLamp(room, -1.62, 0.52, 0.22, '#fbf3e2', '#3f5a70')
  nightstand(room.at(0.36, 0.02), '#e7e0d3')
  plant(room, 'trailing', 0.36, 0.52, 0.2, 0.55, '#f1ece3')
  bed(room.at(-0.66, 0.02), { sheet: '#f6f4f0', duvet: '#c7d0d6', throw: '#d29a4a', pillows: ['#fbfaf7', '#8ea6b5'], frame: '#5a4636', headboard: '#6a5240' }, 1.4)
  plant(room, 'snake', 1.5, 0, 0.35, 1.15, '#6f6a62')
  const desk = room.at(1.93, 1.55, -90)
  table(desk, 1.25, 0.56, 0.74, '#c39a6b', '#3b342d')
  laptop(desk, 0.05, 0.74, 0.2)
  chair(room.at(0.78, 1.5, 90), '#4a4038', '#d7cfc2')
  sunPatch(room, [[0.2, 1.75], [1.25, 1.5], [1.25, 2.35], [0.2, 2.75]], 0.42)
  bloom(room, walls.right, window, 0.5)
  return finish(room)
}

/** Terracotta and rattan, late light. */
export function terracottaBedroom(id: string): string {
  const room = startSketch(id, { at: [0.15, 1.36, 4.05], yaw: -2, pitch: -5, lens: 0.66 }, [-0.5, 0.62, 0.6])
  const walls = shell(room, {
    width: 3.9,
    depth: 4.4,
    height: 2.55,
    walls: '#f0e3d3',
    accents: { back: '#c98463' },
    floor: { kind: 'boards', colour: '#a97b50' },
    brightness: { back: [1.08, 0.9], left: [0.92, 0.86], right: [0.9, 1.02] },
  })
  const window = { from: 0.9, to: 2.0, sill: 0.8, top: 2.15 }
  daylight(room, walls.left, window, { panes: [2, 2], sky: '#fff6e6', view: '#b7b98d' })
  curtain(room, walls.left, 2.05, 2.5, 2.32, 0.06, '#e9d3b6')
  curtain(room, walls.left, 0.42, 0.85, 2.32, 0.06, '#e9d3b6')
  picture(room, walls.back, -0.32, 0.34, 1.34, 2.16, { art: ARCHES, frame: '#ead9c2' })
  rug(room, [-1.2, 0.9], [1.25, 3.0], '#e7d3b5', '#b66b45')
  nightstand(room.at(-1.12, 0.02), '#8a5f3e')
  tableLamp(room, -1.12, 0.52, 0.22, '#ffeac4', '#d9c3a3')
  nightstand(room.at(1.12, 0.02), '#8a5f3e')
  plant(room, 'trailing', 1.12, 0.52, 0.2, 0.55, '#c98463')
  bed(room.at(0, 0.02), { sheet: '#fdf7ee', duvet: '#efe2cf', throw: '#8c4a33', pillows: ['#fbf3e6', '#d8926c'], frame: '#8a5f3e', headboard: '#d9b98f' }, 1.6)
  plant(room, 'fig', 1.62, 0, 0.5, 1.2, '#efe0cb')
  sunPatch(room, [[-1.0, 2.0], [0.3, 2.3], [0.3, 3.0], [-1.0, 2.75]], 0.5)
  bloom(room, walls.left, window, 0.6, '#ffe6bd')
  room.wash('#f2b266', 0.12, 'soft-light')
  return finish(room)
}

/** A student's room: narrow bed along the wall, shelf above. */
export function shelfBedroom(id: string): string {
  const room = startSketch(id, { at: [0.7, 1.4, 3.75], yaw: -15, pitch: -7, lens: 0.62 }, [0.35, 0.62, 0.7])
  const walls = shell(room, {
    width: 3.2,
    depth: 4.2,
    height: 2.5,
    walls: '#eae8e1',
    accents: { left: '#a8b79d' },
    floor: { kind: 'boards', colour: '#c7a57c' },
    brightness: { back: [0.9, 0.96], left: [0.86, 1.0], right: [0.9, 0.98] },
  })
  const window = { from: 0.1, to: 1.05, sill: 0.9, top: 2.15 }
  daylight(room, walls.back, window, { panes: [2, 1] })
  curtain(room, walls.back, -0.22, 0.08, 2.28, 0.62, '#f3efe6', 0.96)
  curtain(room, walls.back, 1.08, 1.38, 2.28, 0.62, '#f3efe6', 0.96)
  const leftWall = room.at(-1.6, 1.05, 90)
  shelf(leftWall, -0.75, 0.75, 1.52, '#b98a5a', 8)
  bed(room.at(-1.08, 0.03), { sheet: '#fbf9f4', duvet: '#7f957a', throw: '#e4c489', pillows: ['#ffffff'], frame: '#d8bd95' }, 0.95, 1.95)
  table(room.at(0.6, 0.03), 1.2, 0.55, 0.74, '#d8bd95', '#f1ede4')
  tableLamp(room, 1.02, 0.74, 0.2, '#f3c66b', '#3b342d')
  laptop(room, 0.48, 0.74, 0.2)
  plant(room, 'trailing', 0.1, 0.74, 0.2, 0.5, '#c9704f')
  rug(room, [-0.45, 1.1], [1.2, 2.6], '#efe8da', '#c7b692')
  chair(room.at(0.55, 1.25, 180), '#c9ab80', '#7f957a')
  bloom(room, walls.back, window, 0.5)
  return finish(room)
}

/** Taken at night without enough light. */
export function dimBedroom(id: string): string {
  const room = startSketch(id, { at: [-0.5, 1.3, 3.9], yaw: 9, pitch: -4, lens: 0.62 }, [0.5, 0.7, 0.4])
  const walls = shell(room, {
    width: 3.7,
    depth: 4.2,
    height: 2.5,
    walls: '#8d7f70',
    floor: { kind: 'carpet', colour: '#6e6257' },
    ceiling: '#7d7166',
    brightness: { back: [0.5, 0.8], left: [0.5, 0.42], right: [0.75, 0.5] },
    skirting: '#8a8076',
  })
  daylight(room, walls.left, { from: 0.9, to: 1.9, sill: 0.9, top: 2.1 }, { sky: '#2c3542', view: '#202832', frame: '#6e655b' })
  picture(room, walls.back, -0.9, -0.1, 1.35, 1.95, { frame: '#2c2620', paper: '#8f8373' })
  nightstand(room.at(0.52, 0.02), '#5c4635')
  tableLamp(room, 0.52, 0.52, 0.22, '#ffdc9c', '#4c3a2d')
  bed(room.at(-0.5, 0.02), { sheet: '#a79a8a', duvet: '#6f6a78', pillows: ['#a89c8e', '#968b80'], frame: '#4c3a2d' }, 1.4)
  bookcase(room.at(1.35, 0.02), 0.8, 1.75, '#5c4635', 4)
  room.wash('#0d0a12', 0.36, 'multiply')
  room.glow([0.52, 0.85, 0.25], 1.5, '#e89a48', 0.5)
  room.glow([0.52, 0.85, 0.25], 0.4, '#ffd9a0', 0.8)
  return finish(room, 0.5, 0.45)
}

/** Unfurnished, two windows: ready to move in. */
export function emptyRoom(id: string): string {
  const room = startSketch(id, { at: [-0.9, 1.4, 4.3], yaw: 11, pitch: -5, lens: 0.6 }, [0.25, 0.6, 0.75])
  const walls = shell(room, {
    width: 4.4,
    depth: 4.6,
    height: 2.75,
    walls: '#efece4',
    accents: { left: '#e2e5e0' },
    floor: { kind: 'boards', colour: '#c08f5e' },
    brightness: { back: [0.9, 0.94], left: [0.86, 1.0], right: [0.88, 0.97] },
  })
  const [left, right] = [{ from: -1.25, to: -0.3, sill: 0.65, top: 2.3 }, { from: 0.35, to: 1.3, sill: 0.65, top: 2.3 }]
  daylight(room, walls.back, left, { panes: [1, 2] })
  daylight(room, walls.back, right, { panes: [1, 2], view: '#b8c49a' })
  room.box([[-1.2, 0.1, 0.05], [-0.35, 0.52, 0.15]], '#f6f4ef')
  room.box([[0.4, 0.1, 0.05], [1.25, 0.52, 0.15]], '#f6f4ef')
  door(room)
  sunPatch(room, [[-1.3, 1.1], [-0.4, 1.1], [-0.75, 2.5], [-1.75, 2.5]], 0.6)
  sunPatch(room, [[0.25, 1.1], [1.15, 1.1], [0.75, 2.5], [-0.25, 2.5]], 0.6)
  bloom(room, walls.back, left, 0.5)
  bloom(room, walls.back, right, 0.5)
  return finish(room)
}

function door(room: Sketch): void {
  const right = room.at(2.2, 1.5, -90)
  right.box([[-0.5, 0, 0], [0.5, 2.12, 0.03]], '#e4dfd4')
  right.box([[-0.42, 0.02, 0.03], [0.42, 2.04, 0.05]], '#f5f2ea')
  for (const [low, high] of [[0.18, 0.92], [1.08, 1.9]] as const)
    right.box([[-0.3, low, 0.05], [0.3, high, 0.055]], '#e9e4d9')
  right.box([[0.3, 0.98, 0.05], [0.36, 1.02, 0.11]], '#6b5a44')
}

/** Grey-green walls, a dark floor, a lamp in the corner. */
export function cornerLampBedroom(id: string): string {
  const room = startSketch(id, { at: [-0.2, 1.38, 3.9], yaw: 3, pitch: -6, lens: 0.6 }, [0.6, 0.62, 0.5])
  const walls = shell(room, {
    width: 3.6,
    depth: 4.2,
    height: 2.5,
    walls: '#dfe3dd',
    floor: { kind: 'boards', colour: '#8f6846' },
    brightness: { back: [0.9, 1.03], left: [0.88, 0.98], right: [0.86, 0.8] },
  })
  const window = { from: 0.8, to: 1.9, sill: 0.85, top: 2.15 }
  daylight(room, walls.right, window)
  curtain(room, walls.right, 0.4, 0.78, 2.3, 0.08, '#cdbfa6')
  curtain(room, walls.right, 1.95, 2.35, 2.3, 0.08, '#cdbfa6')
  picture(room, walls.back, -0.95, -0.45, 1.4, 2.0, { art: LEAF })
  picture(room, walls.back, -0.3, 0.2, 1.4, 2.0, { art: ARCHES })
  floorLamp(room.at(-1.5, 0.05))
  nightstand(room.at(0.72, 0.02), '#3f342b')
  bed(room.at(-0.38, 0.02), { sheet: '#fdfbf7', duvet: '#dfe1df', throw: '#5c7266', pillows: ['#ffffff', '#c9d2cb'], frame: '#3f342b' }, 1.5)
  plant(room, 'fig', 1.35, 0, 0.45, 1.1, '#efe9df')
  bloom(room, walls.right, window, 0.5)
  return finish(room)
}

function finish(room: Sketch, vignette = 0.3, blur = 0): string {
  room.vignette(vignette)
  return room.toSvg(blur)
}
