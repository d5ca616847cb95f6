import type { Colour } from '../colour.ts'
import type { Sketch } from './sketch.ts'
import { mix } from '../colour.ts'
import { scatter } from './scatter.ts'

/** Plants in pots. */

export type PlantKind = 'fig' | 'snake' | 'trailing'

export function plant(sketch: Sketch, kind: PlantKind, x: number, y: number, z: number, size = 1, pot: Colour = '#d9cfc0'): void {
  const potHeight = 0.26 * size
  if (y < 0.05)
    sketch.disc([x, 0.003, z], 0.2 * size, { fill: '#1c120a', opacity: 0.4, blur: 4 })
  if (kind !== 'trailing')
    leaves(sketch, kind, x, y + potHeight, z, size)
  sketch.drum([x, y, z], 0.1 * size, 0.14 * size, potHeight, pot)
  sketch.disc([x, y + potHeight, z], 0.125 * size, { fill: '#3a2c20' })
  leaves(sketch, kind, x, y + potHeight, z, size, true)
}

const GREENS: readonly Colour[] = ['#3f6244', '#54794f', '#2f4d38', '#6a8d5c', '#46704b']

function leaves(sketch: Sketch, kind: PlantKind, x: number, y: number, z: number, size: number, front = false): void {
  const count = { fig: 11, snake: 8, trailing: 13 }[kind]
  for (let leaf = front ? 1 : 0; leaf < count; leaf += 2) {
    const chance = scatter(leaf, count)
    const green = GREENS[leaf % GREENS.length]!
    const spread = (leaf / (count - 1) - 0.5) * 2
    if (kind === 'snake') {
      const tall = (0.45 + chance * 0.35) * size
      sketch.upright([x + spread * 0.07 * size, y - 0.03, z], m => `M${m(-0.03)} 0Q${m(-0.05)} ${m(-tall * 0.6)} 0 ${m(-tall)}Q${m(0.05)} ${m(-tall * 0.6)} ${m(0.03)} 0Z`, { fill: green }, spread * 16)
    }
    else if (kind === 'fig') {
      const [stem, long, broad] = [(0.28 + chance * 0.55) * size, 0.3 * size, 0.085 * size]
      const lean = spread * 0.3 * size
      sketch.upright([x, y, z], m => `M0 0Q${m(lean * 0.2)} ${m(-stem * 0.6)} ${m(lean)} ${m(-stem)}`, { stroke: '#5b4c36', strokeWidth: 0.9 })
      sketch.upright([x + lean, y + stem - 0.04, z], m => `M0 0C${m(-broad)} ${m(-long * 0.3)} ${m(-broad)} ${m(-long * 0.8)} 0 ${m(-long)}C${m(broad)} ${m(-long * 0.8)} ${m(broad)} ${m(-long * 0.3)} 0 0Z`, { fill: green }, spread * 74 + (chance - 0.5) * 34)
      sketch.upright([x + lean, y + stem - 0.04, z], m => `M0 0L0 ${m(-long * 0.9)}`, { stroke: mix(green, '#dfe8c8', 0.4), strokeWidth: 0.35 }, spread * 74 + (chance - 0.5) * 34)
    }
    else {
      const fall = (0.1 + chance * 0.4) * size
      const side = spread * 0.17 * size
      sketch.upright([x, y, z], m => `M0 0Q${m(side * 1.2)} ${m(-0.07)} ${m(side * 1.4)} ${m(fall)}`, { stroke: green, strokeWidth: 1 })
      for (const share of [0.3, 0.55, 0.8, 1])
        sketch.upright([x + side * (0.6 + share * 0.8), y + 0.05 - fall * share, z], m => `M0 0C${m(-0.05)} ${m(-0.02)} ${m(-0.05)} ${m(0.06)} 0 ${m(0.09)}C${m(0.05)} ${m(0.06)} ${m(0.05)} ${m(-0.02)} 0 0Z`, { fill: GREENS[(leaf + Math.round(share * 10)) % GREENS.length]! }, spread * -40)
    }
  }
}
