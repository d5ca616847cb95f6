/** One thing that happened in a tree, recorded from OTP or reported by the model. */
export interface Happened {
  /** Since the start of the scenario. */
  ms: number
  kind: string
  path: string
  /** Of the process it happened to, for `started`, `terminating`, `stopping` and `exited`. */
  pid: string
  /** What else belongs to it: a reason, a count. */
  rest: string
}

/** Reads what the recorder printed: what happened in each scenario. */
export function readRecording(text: string): Map<number, Happened[]> {
  const scenarios = new Map<number, Happened[]>()
  for (const line of text.split('\n').filter(line => line !== '')) {
    const [number, ms, kind, path, pid, rest] = line.split('\t') as [string, string, string, string, string, string]
    const happened = scenarios.get(Number(number)) ?? []
    scenarios.set(Number(number), happened)
    happened.push({ ms: Number(ms), kind, path, pid, rest })
  }
  return scenarios
}

const OF_A_PROCESS = new Set(['started', 'terminating', 'stopping', 'exited'])

/** The sequence of everything whose order is certain. */
const IN_ORDER = ''

/** What is known of a process. */
interface Known {
  path: string
  /** What it is called in a line. */
  name: string
  /** The sequence its lines belong to. */
  sequence: string
}

/**
 * What happened, one line each, so that two runs of one scenario can be compared.
 *
 * The order of the lines is the order of events, except that OTP leaves it open in one case: when a supervisor is killed,
 * the processes below it get to know by themselves and end side by side, while its own supervisor goes on. These lines
 * (marked `~`) come after all others, for each orphaned process in order. The last lines are what living supervisors have
 * listed at the end: their children, and which of them do not run.
 *
 * @param happened as it was recorded
 * @param gridMs where lines say when it was, the grid they say it on. OTP is never early, but a little late.
 */
export function canonical(happened: readonly Happened[], gridMs?: number): string[] {
  const generations = new Map<string, number>()
  const processes = new Map<string, Known>()
  const living = new Set<Known>()
  const lines = new Map<string, string[]>([[IN_ORDER, []]])

  const lists = new Map<string, string[]>()

  for (const { ms, kind, path, pid, rest } of happened) {
    if (kind === 'listed') {
      const [supervisor, what] = rest.split(' ') as [string, string]
      const id = path.slice(supervisor.length + 1)
      lists.set(supervisor, [...lists.get(supervisor) ?? [], what === 'running' ? id : `${id}(${what})`])
      continue
    }
    if (kind === 'started') {
      const generation = (generations.get(path) ?? 0) + 1
      generations.set(path, generation)
      const process = { path, name: `${path}#${generation}`, sequence: IN_ORDER }
      processes.set(pid, process)
      living.add(process)
    }
    const process = OF_A_PROCESS.has(kind) ? processes.get(pid) : undefined
    // A process whose start failed ends as well, at a time of its own.
    if (kind === 'exited' && !process)
      continue
    const time = gridMs ? ` @${Math.floor(ms / gridMs) * gridMs}` : ''
    const sequence = process?.sequence ?? IN_ORDER
    const line = `${sequence && '~'}${kind} ${process?.name ?? path}${rest && ` ${rest}`}${time}`
    lines.set(sequence, [...lines.get(sequence) ?? [], line])
    if (kind === 'exited') {
      living.delete(process!)
      if (rest === 'killed')
        orphan(process!, living)
    }
  }
  return [
    ...[...lines].sort(([one], [other]) => one < other ? -1 : 1).flatMap(([, ofSequence]) => ofSequence),
    ...[...lists].map(([supervisor, children]) => `lists ${supervisor}: ${children.join(' ')}`).sort(),
  ]
}

/** Gives each process just below one that was killed a sequence of its own, together with what is below it. */
function orphan(killed: Known, living: ReadonlySet<Known>): void {
  const below = [...living].filter(({ path, sequence }) => sequence === killed.sequence && path.startsWith(`${killed.path}/`))
  const depth = killed.path.split('/').length + 1
  for (const process of below) {
    const uppermost = process.path.split('/').slice(0, depth).join('/')
    process.sequence = below.find(({ path }) => path === uppermost)?.name ?? process.name
  }
}
