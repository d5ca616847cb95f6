import type { Strategy, SupervisorDefinition } from '../../models/supervisor'

/** A child of the tree: its name in the listing, and what it is there for. */
export interface Child { name: string, purpose: string }

/** The children of `VianetAdmin.Application`, in start order. */
export const children: Child[] = [
  { name: 'VianetAdmin.Repo', purpose: 'the admin’s own' },
  { name: 'PuppiesRepo', purpose: 'Puppies.com' },
  { name: 'RRRepo', purpose: 'ReputableRooms' },
  { name: 'RoommatesRepo', purpose: 'Roommates' },
  { name: 'GeocodeRepo', purpose: 'geocoding' },
  { name: 'ConnectionMonitor', purpose: 'watches the pools' },
  { name: 'Presence', purpose: 'admins online' },
]

/** The supervisor itself. */
export const supervisorName = 'VianetAdmin.Supervisor'

/** How the supervisor is set up; the listing leaves the intensity to Elixir's defaults. */
export interface TreeSettings {
  strategy: Strategy
  maxRestarts: number
  maxSeconds: number
}

/**
 * The tree of `VianetAdmin.Application` for the model. A start and a stop take as long here as an eye needs to follow
 * their order; on a machine both are done in a few milliseconds.
 */
export function adminTree(settings: TreeSettings): SupervisorDefinition {
  return {
    type: 'supervisor',
    id: supervisorName,
    ...settings,
    // A Repo is a supervisor itself and the two helpers are servers with something to clean up: all of them trap exits.
    children: children.map(({ name }) => ({ id: name, traps: true, startUs: 320_000, stopUs: 200_000 })),
  }
}
