import type { ChildDefinition, NodeSnapshot, SupervisorDefinition, TreeEvent } from '../../models/supervisor'
import { VirtualClock } from '../../models/clock'
import { startTree } from '../../models/supervisor'

/** A running tree with its clock and what happened so far. */
export type Run = ReturnType<typeof start>

/** Starts a supervisor called `top` with such children and notes what happens. */
export function start(children: readonly (ChildDefinition | string)[], flags: Partial<SupervisorDefinition> = {}) {
  const clock = new VirtualClock()
  const events: TreeEvent[] = []
  const definition: SupervisorDefinition = { ...top(children), ...flags }
  const tree = startTree(definition, { clock, onEvent: event => events.push(event) })
  return {
    clock,
    tree,
    events,
    /** What happened since the last call, in short: kind, id, and the reason or count. */
    news: () => events.splice(0).map(inShort),
    /** Lets everybody react to what they were sent. */
    settle: () => clock.advanceBy(0),
    at: (path: string) => nodes(tree.snapshot()).find(node => node.path === path || node.id === path)!,
  }
}

/** A supervisor; children given by their id alone are permanent workers. */
export function top(children: readonly (ChildDefinition | string)[], id = 'top'): SupervisorDefinition {
  return {
    type: 'supervisor',
    id,
    strategy: 'one_for_one',
    children: children.map(child => typeof child === 'string' ? { id: child } : child),
  }
}

/** A node and all below it. */
export function nodes(node: NodeSnapshot): NodeSnapshot[] {
  return node.type === 'worker' ? [node] : [node, ...node.children.flatMap(nodes)]
}

function inShort(event: TreeEvent): string {
  const rest = 'reason' in event
    ? ` ${typeof event.reason === 'string' ? event.reason : JSON.stringify(event.reason)}`
    : 'count' in event ? ` ${event.count}` : ''
  return `${event.kind} ${event.id}${rest}`
}
