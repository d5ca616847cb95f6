import type { Random } from '../../../models/random'
import type { ChildDefinition, NodeSnapshot, Reason, Shutdown, StartAnswer, SupervisorDefinition, SupervisorSnapshot, TreeEvent, WorkerDefinition } from '../../../models/supervisor'
import type { Action, Scenario } from './scenario'
import { seededRandom } from '../../../models/random'
import { play } from './scenario'

/**
 * Makes up a scenario: the same seed gives the same one. Trees are small and up to three supervisors deep, and
 * everything in them is common that is rare in real ones.
 */
export function generate(mode: Scenario['mode'], seed: number): Scenario {
  const random = seededRandom(seed)
  return { instant, window: inWindow, timed }[mode](random)
}

/** How lively the workers of a tree are. */
interface Manner {
  /** Most supervisors below one another. */
  depth: number
  slow: boolean
  window: boolean
}

const RESTARTS = ['permanent', 'permanent', 'permanent', 'transient', 'transient', 'temporary'] as const
const SIGNALS: readonly Reason[] = ['kill', 'kill', 'kill', 'boom', 'boom', 'shutdown', 'normal', { shutdown: 'later' }]
const STOPS: readonly Reason[] = ['normal', 'normal', 'shutdown', { shutdown: 'done' }, 'boom', 'boom', 'kill']
const NOPE: StartAnswer = { error: 'nope' }
const STARTS: readonly StartAnswer[][] = [
  ['ok', NOPE],
  ['ok', NOPE, 'ok'],
  ['ok', NOPE, NOPE, 'ok'],
  ['ok', 'ok', NOPE],
  ['ok', { error: { shutdown: 'busy' } }, 'ok'],
  ['ok', 'ignore'],
  ['ok', 'ignore', 'ok'],
  ['ok', NOPE, 'ignore', 'ok'],
  ['ignore', 'ok'],
]

/** The longest that a timed scenario may last. */
const LONGEST_MS = 12_000

function instant(random: Random): Scenario {
  const tree = supervisor(random, 'top', { depth: random.integer(1, 3), slow: false, window: false })
  const script: Action[] = []
  const turns = random.integer(1, 6)
  for (let turn = 0; turn < turns; turn++)
    script.push(...random.chance(0.4) ? batch(random, tree) : [single(random, tree)])
  return { mode: 'instant', tree, script: script.map(action => ({ atMs: 0, ...action })) }
}

/** Actions at a distance from the ends of seconds, for several seconds. */
function inWindow(random: Random): Scenario {
  const tree = supervisor(random, 'top', { depth: random.integer(1, 2), slow: false, window: true })
  const script: Scenario['script'] = []
  const seconds = random.integer(2, 5)
  for (let second = 0; second < seconds; second++) {
    for (const part of [250, 400, 550, 700]) {
      if (random.chance(0.35)) {
        const actions = random.chance(0.2) ? batch(random, tree) : [single(random, tree)]
        script.push(...actions.map(action => ({ atMs: second * 1000 + part, ...action })))
      }
    }
  }
  return { mode: 'window', tree, script }
}

/**
 * Starts and stops that take their time, and actions in the middle of them. Durations are multiples of 400 ms (limits of
 * supervisors lie half-way), actions 50 ms off each other: what has different causes never falls together.
 */
function timed(random: Random): Scenario {
  const tree = supervisor(random, 'top', { depth: random.integer(1, 3), slow: true, window: false })
  const scenario: Scenario = { mode: 'timed', tree, script: [] }
  let turnMs = 400 * random.integer(0, 3)
  for (let turn = 1; turn <= random.integer(1, 3); turn++) {
    const atMs = turnMs + 50 * turn
    const action = single(random, tree)
    if (isCertain(action, at(scenario, atMs)))
      scenario.script.push({ atMs, ...action })
    turnMs += 400 * random.integer(0, 2)
  }
  const events: TreeEvent[] = []
  play(until(scenario, 60_000), event => events.push(event))
  const lastMs = Math.max(turnMs, ...events.map(({ timeUs }) => timeUs / 1000))
  // A child that needs its time to fail can be tried again for ever.
  return lastMs > LONGEST_MS ? timed(random) : until(scenario, lastMs + 300)
}

/**
 * Whether OTP leaves no doubt about what follows. What is told to end while it starts ends as soon as it has started, while
 * whoever started it goes on, and the order of the two is open. So it is with what ends below a supervisor that starts,
 * unless that is the top, and with all that a supervisor leaves behind that is killed while it starts.
 */
function isCertain(action: Action, top: SupervisorSnapshot): boolean {
  if (action.do === 'wait' || action.do === 'answers')
    return true
  const onTheWay = nodes(top).filter(({ path }) => `${action.node}/`.startsWith(`${path}/`))
  const target = onTheWay.pop()!
  return onTheWay.every(({ path, state }) => path === top.path || state !== 'starting')
    && (target.state !== 'starting' || (target.type === 'worker' && action.do === 'signal'))
}

function nodes(node: NodeSnapshot): NodeSnapshot[] {
  return node.type === 'worker' ? [node] : [node, ...node.children.flatMap(nodes)]
}

function until(scenario: Scenario, atMs: number): Scenario {
  return { ...scenario, script: [...scenario.script, { atMs, do: 'wait' }] }
}

function at(scenario: Scenario, atMs: number): SupervisorSnapshot {
  return play(until(scenario, atMs)).snapshot()
}

function supervisor(random: Random, id: string, manner: Manner): SupervisorDefinition {
  const autoShutdown = random.chance(0.3) ? pick(random, ['any_significant', 'all_significant'] as const) : undefined
  const ids = 'abcde'.slice(0, random.integer(id === 'top' ? 2 : 1, manner.depth > 1 ? 4 : 5))
  const children = [...ids].map((letter): ChildDefinition => {
    const below = manner.depth > 1 && random.chance(0.4)
    const child = below ? supervisor(random, letter, { ...manner, depth: manner.depth - 1 }) : worker(random, letter, manner)
    return autoShutdown && child.restart && random.chance(0.6) ? { ...child, significant: true } : child
  })
  const restart = pick(random, RESTARTS)
  return {
    type: 'supervisor',
    id,
    strategy: pick(random, ['one_for_one', 'one_for_all', 'rest_for_one'] as const),
    ...maybe(random, manner.window ? 1 : 0.5, { maxRestarts: random.integer(0, manner.window ? 3 : 5) }),
    ...maybe(random, manner.window ? 1 : 0.2, { maxSeconds: random.integer(1, 3) }),
    ...autoShutdown && { autoShutdown },
    children,
    ...restart !== 'permanent' && { restart },
    ...maybe(random, 0.25, { shutdown: pick<Shutdown>(random, ['brutal_kill', manner.slow ? { withinMs: 600 } : 'infinity']) }),
  }
}

function worker(random: Random, id: string, { slow, window }: Manner): WorkerDefinition {
  const restart = pick(random, RESTARTS)
  const stopMs = slow && random.chance(0.6) ? 400 * random.integer(1, 3) : 0
  const limits: Shutdown[] = ['brutal_kill', 'infinity']
  // One that needs exactly as long as it has could go either way.
  if (slow)
    limits.push(...[400, 800].filter(ms => ms !== stopMs).map(withinMs => ({ withinMs })))
  return {
    id,
    ...restart !== 'permanent' && { restart },
    ...maybe(random, slow ? 0.7 : 0.4, { traps: true }),
    ...maybe(random, slow ? 0.7 : 0.25, { shutdown: pick(random, limits) }),
    ...maybe(random, slow ? 0.4 : 0, { startUs: 400_000 * random.integer(1, 2) }),
    ...stopMs > 0 && { stopUs: stopMs * 1000 },
    ...maybe(random, window ? 0.1 : 0.2, { startAnswers: pick(random, STARTS) }),
    ...maybe(random, 0.01, { startAnswers: [NOPE] }),
  }
}

function single(random: Random, tree: SupervisorDefinition): Action {
  const nodes = [...pathsBelow(tree)]
  const node = random.chance(0.08) ? tree.id : pick(random, nodes.filter(({ type }) => type === 'worker' || random.chance(0.5))).path
  return onNode(random, node ?? tree.id, nodes)
}

/** What happens to children of a supervisor while it is suspended. */
function batch(random: Random, tree: SupervisorDefinition): Action[] {
  const nodes = [{ path: tree.id, type: 'supervisor' }, ...pathsBelow(tree)]
  const suspended = pick(random, nodes.filter(({ type }) => type === 'supervisor')).path
  const below = nodes.filter(({ path }) => path.startsWith(`${suspended}/`))
  const actions = Array.from({ length: random.integer(2, 4) }, () => onNode(random, pick(random, below).path, nodes))
  if (random.chance(0.1))
    actions.push({ do: 'stop', node: suspended, reason: pick(random, STOPS) })
  return [{ do: 'suspend', node: suspended }, ...actions, { do: 'resume', node: suspended }]
}

function onNode(random: Random, node: string, nodes: { path: string, type: string }[]): Action {
  const isWorker = nodes.some(({ path, type }) => path === node && type === 'worker')
  if (isWorker && random.chance(0.12))
    return { do: 'answers', node, answers: pick(random, STARTS).slice(1) }
  return random.chance(0.5)
    ? { do: 'signal', node, reason: pick(random, SIGNALS) }
    : { do: 'stop', node, reason: pick(random, STOPS) }
}

function* pathsBelow(supervisor: SupervisorDefinition, directory = `${supervisor.id}/`): Generator<{ path: string, type: string }> {
  for (const child of supervisor.children) {
    const path = directory + child.id
    yield { path, type: child.type ?? 'worker' }
    if (child.type === 'supervisor')
      yield* pathsBelow(child, `${path}/`)
  }
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.integer(0, from.length - 1)]!
}

function maybe<T extends object>(random: Random, probability: number, fields: T): Partial<T> {
  return random.chance(probability) ? fields : {}
}
