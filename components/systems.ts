/** A part of the talk: the frame around it, or one of the three production systems. */
export type System = 'frame' | 'marketing' | 'orbitfour' | 'admin'

/** What the running foot of a slide calls each part, in the order of the talk. */
export const systemNames: Record<System, string> = {
  frame: 'Real-World Code',
  marketing: 'Vianet Marketing',
  orbitfour: 'OrbitFour Domain Registry',
  admin: 'Internal Admin',
}

export const systems = Object.keys(systemNames) as System[]

/**
 * The system a slide belongs to, read from the `class` of its frontmatter.
 *
 * @param slideClass e.g. `'marketing'` or `'admin cards'`
 * @returns the system named in it; `'frame'` when none is
 */
export function systemOf(slideClass: unknown): System {
  const names = String(slideClass ?? '').split(/\s+/)
  return systems.find(system => names.includes(system)) ?? 'frame'
}
