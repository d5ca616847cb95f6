import type { Colour } from '../colour.ts'
import type { Sketch } from './sketch.ts'

/** Lamps, lit. */

export function tableLamp(sketch: Sketch, x: number, y: number, z: number, shade: Colour = '#f6ead2', foot: Colour = '#8c6a4f'): void {
  sketch.drum([x, y, z], 0.07, 0.045, 0.17, foot)
  sketch.box([[x - 0.008, y + 0.16, z - 0.008], [x + 0.008, y + 0.24, z + 0.008]], '#5b4a3c')
  sketch.drum([x, y + 0.22, z], 0.16, 0.11, 0.2, shade, 1)
  sketch.glow([x, y + 0.3, z], 0.62, '#ffd9a0', 0.5)
}

export function floorLamp(sketch: Sketch, shade: Colour = '#f4ead6', pole: Colour = '#3b342d'): void {
  sketch.shadow(-0.15, 0.15, 0.05, 0.35, 0.35, 3)
  sketch.drum([0, 0, 0.2], 0.15, 0.15, 0.02, pole)
  sketch.box([[-0.012, 0, 0.188], [0.012, 1.4, 0.212]], pole)
  sketch.drum([0, 1.35, 0.2], 0.21, 0.15, 0.26, shade)
  sketch.glow([0, 1.45, 0.2], 0.75, '#ffdca6', 0.42)
}

export function pendant(sketch: Sketch, y: number, height: number, colour: Colour, radius = 0.2): void {
  sketch.box([[-0.006, y, -0.006], [0.006, height, 0.006]], '#3b342d')
  sketch.drum([0, y - 0.14, 0], radius, 0.05, 0.17, colour)
  sketch.disc([0, y - 0.14, 0], radius * 0.9, { fill: '#fff0cf' })
  sketch.glow([0, y - 0.16, 0], 0.55, '#ffdf9f', 0.5)
}
