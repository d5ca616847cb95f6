import type { System } from '../systems'

/** A drawing of fine lines and dots on the 1280 x 720 canvas. Paths are SVG path data; dots are circles. */
export interface Motif {
  paths: string[]
  dots: { x: number, y: number, r: number }[]
}

const round = (value: number): number => Math.round(value * 10) / 10

/** A supervision tree seen from above: one root, three generations on circles around it. */
function tree(): Motif {
  const centre = { x: 1010, y: 92 }
  const rings = [{ nodes: 1, radius: 0, r: 17 }, { nodes: 6, radius: 124, r: 11 }, { nodes: 18, radius: 238, r: 8 }, { nodes: 54, radius: 346, r: 5 }]
  const at = (ring: number, index: number) => {
    const { nodes, radius } = rings[ring]!
    const turn = ((index + 0.5) / nodes) * 2 * Math.PI
    return { x: round(centre.x + radius * Math.cos(turn)), y: round(centre.y + radius * Math.sin(turn)) }
  }

  const motif: Motif = { paths: [], dots: [] }
  rings.forEach(({ nodes, r }, ring) => {
    for (let index = 0; index < nodes; index++) {
      const child = at(ring, index)
      motif.dots.push({ ...child, r })
      if (ring > 0) {
        const parent = at(ring - 1, Math.floor((index * rings[ring - 1]!.nodes) / nodes))
        motif.paths.push(`M${parent.x} ${parent.y}L${child.x} ${child.y}`)
      }
    }
  })
  return motif
}

/** A crowd of lines brought through one gate, leaving it one by one at an even pace. */
function gate(): Motif {
  const gateAt = { x: 880, y: 190 }
  const lines = 41
  const paths = Array.from({ length: lines }, (_, index) => {
    const start = round(-70 + index * (480 / (lines - 1)))
    return `M-10 ${start}H240C640 ${start} 700 ${gateAt.y} ${gateAt.x} ${gateAt.y}`
  })
  paths.push(`M${gateAt.x} ${gateAt.y - 70}V${gateAt.y + 70}`, `M${gateAt.x + 14} ${gateAt.y - 70}V${gateAt.y + 70}`)
  const dots = Array.from({ length: 9 }, (_, index) => ({ x: gateAt.x + 50 + index * 42, y: gateAt.y, r: 8 }))
  return { paths, dots }
}

/** Four orbits around one core, a satellite on each. */
function orbits(): Motif {
  const centre = { x: 985, y: 205 }
  const motif: Motif = { paths: [], dots: [{ ...centre, r: 30 }] }
  const satellites = [{ radius: 84, turn: 0.9 }, { radius: 150, turn: 2.6 }, { radius: 216, turn: 0.35 }, { radius: 282, turn: 2.2 }]
  for (const { radius, turn } of satellites) {
    motif.paths.push(`M${centre.x - radius} ${centre.y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`)
    motif.dots.push({ x: round(centre.x + radius * Math.cos(turn)), y: round(centre.y + radius * Math.sin(turn)), r: 11 })
  }
  return motif
}

/** Five databases under one board. */
function board(): Motif {
  const motif: Motif = { paths: [], dots: [] }
  const [left, top, width, height] = [700, 48, 500, 232]
  motif.paths.push(`M${left} ${top}h${width}v${height}h-${width}z`, `M${left} ${top + 44}h${width}`)
  for (const x of [24, 48, 72])
    motif.dots.push({ x: left + x, y: top + 22, r: 5 })
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 2; row++)
      motif.paths.push(`M${left + 22 + column * 117} ${top + 64 + row * 80}h105v66h-105z`)
  }
  for (let base = 0; base < 5; base++) {
    const [x, y] = [left + 50 + base * 100, 342]
    motif.paths.push(
      `M${x - 32} ${y}a32 11 0 1 0 64 0a32 11 0 1 0 -64 0v66a32 11 0 0 0 64 0v-66`,
      `M${x - 32} ${y + 33}a32 11 0 0 0 64 0`,
      `M${x} ${y - 11}V${top + height}`,
    )
  }
  return motif
}

/** The drawn motif of each part of the talk. */
export const motifs: Record<System, Motif> = {
  frame: tree(),
  marketing: gate(),
  orbitfour: orbits(),
  admin: board(),
}
