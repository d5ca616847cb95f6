/** A child of the tree: its name in the listing, and what it is there for. */
export interface Child { name: string, purpose: string }

/** The children of `VianetAdmin.Application`, in start order. */
export const children: Child[] = [
  { name: 'VianetAdmin.Repo', purpose: 'the admin’s own' },
  { name: 'PuppiesRepo', purpose: 'Puppies.com' },
  { name: 'RRRepo', purpose: 'ReputableRooms' },
  { name: 'RoommatesRepo', purpose: 'Roommates' },
  { name: 'GeocodeRepo', purpose: 'geocoding' },
  { name: 'ConnectionMonitor', purpose: 'watches them' },
  { name: 'Presence', purpose: 'admins online' },
]

/** How a child stands at a step. */
export type ChildState = 'running' | 'down' | 'restarted'

/** What the panel draws: which nodes the step speaks of, and what has become of the child that crashes. */
export interface TreeDrawing {
  lit: string[]
  crashed?: { name: string, state: Exclude<ChildState, 'running'> }
}

const names = children.map(child => child.name)

/** The supervisor itself, as a node that a step can speak of. */
export const supervisorName = 'VianetAdmin.Supervisor'

export const treeWalk: Record<string, TreeDrawing> = {
  'whole': { lit: [supervisorName, ...names] },
  'own-repo': { lit: ['VianetAdmin.Repo'] },
  'site-repos': { lit: ['PuppiesRepo', 'RRRepo', 'RoommatesRepo', 'GeocodeRepo'] },
  'helpers': { lit: ['ConnectionMonitor', 'Presence'] },
  'strategy': { lit: [supervisorName] },
  'crash': { lit: ['RoommatesRepo'], crashed: { name: 'RoommatesRepo', state: 'down' } },
  'restart': { lit: [supervisorName, 'RoommatesRepo'], crashed: { name: 'RoommatesRepo', state: 'restarted' } },
}

/** How a child stands in a drawing. */
export function stateOf(drawing: TreeDrawing, name: string): ChildState {
  return drawing.crashed?.name === name ? drawing.crashed.state : 'running'
}
