import type { ChildDefinition, NodeSnapshot, Reason, StartAnswer, SupervisionTree, SupervisorDefinition, TreeEvent } from '../../../models/supervisor'
import type { Happened } from './trace'
import { VirtualClock } from '../../../models/clock'
import { startTree } from '../../../models/supervisor'
import { complete } from '../../../models/supervisor/definition'

/** One thing that is done to a running tree; nodes are given by their paths. */
export type Action
  = | { do: 'signal', node: string, reason: Reason }
    | { do: 'stop', node: string, reason: Reason }
    | { do: 'suspend' | 'resume', node: string }
    | { do: 'answers', node: string, answers: StartAnswer[] }
    | { do: 'wait' }

/**
 * A tree and what is done to it.
 * - `instant`: one action after the other, each when all has come to rest after the one before; no time passes
 * - `window`: the same, but each at its time, counted from a whole second on
 * - `timed`: each at its time, whatever is going on
 */
export interface Scenario {
  mode: 'instant' | 'window' | 'timed'
  tree: SupervisorDefinition
  script: (Action & { atMs: number })[]
}

/** Plays a scenario on the model; answers the tree as it is at the end. */
export function play({ tree: definition, script }: Scenario, onEvent?: (event: TreeEvent) => void): SupervisionTree {
  const clock = new VirtualClock()
  const tree = startTree(definition, { clock, onEvent })
  for (const action of script) {
    clock.advanceTo(action.atMs * 1000)
    if (action.do === 'signal')
      tree.signal(action.node, action.reason)
    else if (action.do === 'stop')
      tree.stop(action.node, action.reason)
    else if (action.do === 'answers')
      tree.answerStarts(action.node, action.answers)
    else if (action.do !== 'wait')
      tree[action.do](action.node)
    clock.advanceBy(0)
  }
  return tree
}

/** What happens in the model when it plays a scenario. */
export function runOnModel(scenario: Scenario): Happened[] {
  const happened: Happened[] = []
  const tree = play(scenario, event => happened.push(...asHappened(event)))
  return [...happened, ...listed(tree.snapshot())]
}

function asHappened(event: TreeEvent): Happened[] {
  const base = { ms: event.timeUs / 1000, kind: event.kind, path: event.path, pid: 'pid' in event ? `${event.pid}` : '' }
  const directory = event.path.slice(0, -event.id.length)
  switch (event.kind) {
    // Three things that the recording does not see as such: they show in the children that are listed at the end.
    case 'finished':
    case 'dropped':
    case 'shutdown-timeout':
      return []
    case 'terminating':
      return [{ ...base, rest: `${event.cause} ${inWords(event.reason, directory)}` }]
    case 'stopping':
    case 'exited':
    case 'start-failed':
      return [{ ...base, rest: inWords(event.reason, `${event.path}/`) }]
    case 'restart':
    case 'retry':
    case 'gave-up':
      return [{ ...base, rest: `${event.count}` }]
    default:
      return [{ ...base, rest: '' }]
  }
}

/** The children that living supervisors have listed, as `listed` lines. */
function listed(node: NodeSnapshot): Happened[] {
  if (node.type === 'worker')
    return []
  const own = node.pid === undefined
    ? []
    : node.children.filter(child => child.state !== 'dropped').map((child) => {
        const what = child.pid !== undefined ? 'running' : child.state === 'restarting' ? 'restarting' : 'undefined'
        return { ms: 0, kind: 'listed', path: child.path, pid: '', rest: `${node.path} ${what}` }
      })
  return [...own, ...node.children.flatMap(listed)]
}

/** A reason as the recorder writes it. */
function inWords(reason: Reason, directory: string): string {
  if (typeof reason === 'string')
    return reason
  const { shutdown } = reason
  if (typeof shutdown === 'string')
    return `shutdown(${shutdown})`
  const path = directory + shutdown.failedToStartChild
  return `shutdown(${path}: ${inWords(shutdown.reason, `${path}/`)})`
}

/** A scenario as a term of Erlang, for the recorder. */
export function asTerm({ mode, tree, script }: Scenario, number: number): string {
  const actions = script.map(action => `{${action.atMs},${actionAsTerm(action, tree)}}`)
  return `{scenario,${number},${mode},${nodeAsTerm(tree, '')},[${actions.join(',')}]}.\n`
}

function nodeAsTerm(definition: ChildDefinition, directory: string): string {
  const node = complete(definition)
  const path = directory + node.id
  const shutdown = typeof node.shutdown === 'object' ? node.shutdown.withinMs : node.shutdown
  const toItsSupervisor = `${node.restart},${node.significant},${shutdown}`
  if (node.type === 'worker')
    return `{worker,<<"${path}">>,${toItsSupervisor},${node.traps},${node.startUs / 1000},${node.stopUs / 1000},${answersAsTerm(node.startAnswers)}}`
  const children = node.children.map(child => nodeAsTerm(child as ChildDefinition, `${path}/`))
  return `{supervisor,<<"${path}">>,${node.strategy},${node.maxRestarts},${node.maxSeconds},${node.autoShutdown},${toItsSupervisor},[${children.join(',')}]}`
}

function actionAsTerm(action: Action, tree: SupervisorDefinition): string {
  if (action.do === 'wait')
    return 'wait'
  const node = `<<"${action.node}">>`
  if (action.do === 'answers')
    return `{answers,${node},${answersAsTerm(action.answers)}}`
  if (action.do === 'signal')
    return `{signal,${node},${reasonAsTerm(action.reason)}}`
  if (action.do === 'stop')
    return `{${isSupervisor(tree, action.node) ? 'stop_supervisor' : 'stop'},${node},${reasonAsTerm(action.reason)}}`
  return `{${action.do},${node}}`
}

function answersAsTerm(answers: readonly StartAnswer[]): string {
  return `[${answers.map(answer => typeof answer === 'string' ? answer : `{error,${reasonAsTerm(answer.error)}}`).join(',')}]`
}

function reasonAsTerm(reason: Reason): string {
  if (typeof reason === 'string')
    return reason
  if (typeof reason.shutdown === 'string')
    return `{shutdown,${reason.shutdown}}`
  throw new TypeError('no scenario needs to send the reason of a failed start')
}

function isSupervisor(tree: SupervisorDefinition, path: string): boolean {
  let node: ChildDefinition | undefined = tree
  for (const id of path.split('/').slice(1))
    node = node?.type === 'supervisor' ? node.children.find(child => child.id === id) : undefined
  return node?.type === 'supervisor'
}
