import type { EngineSurroundings } from '../../beam/client/beamEngine'
import type { LimiterReading, TreeReading } from '../../beam/client/protocol'
import type { LimiterRun } from '../../components/rate-limiter/limiterLive'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { LimiterOnBeam } from '../../beam/client/limiterOnBeam'
import { VmProblem } from '../../beam/client/problem'
import { TreeOnBeam } from '../../beam/client/treeOnBeam'
import { FakeVm, settled } from './fakeVm'

const READ_US = 50_000
const settings = { rate: 100, burst: 10, load: 150 }

const reading: LimiterReading = {
  pid: '<0.9.0>',
  mailbox: 1,
  mailboxPeak: 3,
  state: { rate: 100, burst: 10, tokens: 2.5, last: 12 },
  nowUs: 250_000,
  on: true,
  load: 150,
  asked: 40,
  granted: 30,
  snoozed: 10,
  accepted: 29,
  lost: 1,
  asleep: 10,
  heldBack: 0,
  lastAnswer: 'not_ready',
}

let vms: FakeVm[]
let answer: (words: string) => unknown
const onFailed = vi.fn<(why: string) => void>()
let surroundings: EngineSurroundings

beforeEach(() => {
  vms = []
  answer = words => words === 'limiter read' ? reading : {}
  onFailed.mockReset()
  surroundings = {
    async vm() {
      const fresh = new FakeVm(words => answer(words))
      vms.push(fresh)
      return fresh
    },
    onFailed,
  }
})

async function startLimiter(): Promise<LimiterOnBeam> {
  const engine = new LimiterOnBeam(settings, surroundings)
  await settled()
  return engine
}

describe('a run on the BEAM', () => {
  it('shows that the VM is being started, then what it says', async () => {
    const engine = new LimiterOnBeam(settings, surroundings)
    expect(engine.snapshot()).toMatchObject({ elapsedMs: 0, process: { pid: undefined } })
    await settled()
    expect(vms[0]!.asked).toEqual(['limiter start 100 10 150', 'limiter read'])
    expect(engine.snapshot()).toMatchObject({
      tokens: 2.5,
      waiting: 3,
      granted: 30,
      snoozed: 10,
      lost: 1,
      asleep: 10,
      elapsedMs: 250,
      lastAnswer: { granted: false },
      process: { pid: '<0.9.0>', state: ['rate: 100.0', 'burst: 10.0', 'tokens: 2.50'] },
    })
  })

  it('asks again every twentieth of a second, and never before the last answer', async () => {
    const engine = await startLimiter()
    const reads = () => vms[0]!.asked.filter(words => words === 'limiter read').length
    engine.advance(READ_US - 1)
    expect(reads()).toBe(1)
    engine.advance(1)
    engine.advance(READ_US)
    expect(reads()).toBe(2)
    await settled()
    engine.advance(READ_US)
    expect(reads()).toBe(3)
  })

  it('passes on what the controls ask, within bounds, and nothing else', async () => {
    const engine = await startLimiter()
    vms[0]!.asked.length = 0
    engine.act({ kind: 'set', name: 'ratePerSecond', value: 50 })
    engine.act({ kind: 'set', name: 'capacity', value: 1e9 })
    engine.act({ kind: 'set', name: 'loadPerSecond', value: Number.NaN })
    engine.act({ kind: 'set', name: 'spoon', value: 1 } as never)
    engine.act({ kind: 'limiter', on: false })
    engine.act({ kind: 'crowd' })
    engine.act({ kind: 'kill' })
    engine.act({ kind: 'dance' } as never)
    const told = vms[0]!.asked.filter(words => words !== 'limiter read')
    expect(told).toEqual(['limiter set rate 50', 'limiter set burst 50', 'limiter off', 'limiter flood 12', 'limiter kill'])
  })

  it('goes on in a fresh VM, with what was set, when the VM dies', async () => {
    const engine = await startLimiter()
    engine.act({ kind: 'set', name: 'ratePerSecond', value: 50 })
    engine.act({ kind: 'limiter', on: false })
    vms[0]!.end('heap exhausted')
    await settled()
    expect(vms[1]!.asked).toEqual(['limiter start 50 10 150', 'limiter off', 'limiter read'])
    expect(engine.snapshot().process).toMatchObject({ deaths: 1 })
    expect(onFailed).not.toHaveBeenCalled()
  })

  /** Lets the limiter be read once more. */
  async function readNext(engine: LimiterOnBeam, change: Partial<LimiterReading>): Promise<LimiterRun> {
    answer = words => words === 'limiter read' ? { ...reading, ...change } : {}
    engine.advance(READ_US)
    await settled()
    return engine.snapshot()
  }

  it('shows how many of a crowd waited, for a second', async () => {
    const engine = await startLimiter()
    const waitingAt = async (nowUs: number, mailbox: number, mailboxPeak: number): Promise<number> =>
      (await readNext(engine, { nowUs, mailbox, mailboxPeak })).waiting
    expect(await waitingAt(300_000, 0, 12)).toBe(12)
    expect(await waitingAt(350_000, 1, 0)).toBe(12)
    expect(await waitingAt(1_299_999, 0, 0)).toBe(12)
    expect(await waitingAt(1_300_000, 1, 0)).toBe(1)
  })

  it('shows the largest crowd when another comes within the second, and what waits if that is more', async () => {
    const engine = await startLimiter()
    await readNext(engine, { nowUs: 300_000, mailboxPeak: 12 })
    expect((await readNext(engine, { nowUs: 400_000, mailboxPeak: 5 })).waiting).toBe(12)
    expect((await readNext(engine, { nowUs: 500_000, mailbox: 30, mailboxPeak: 0 })).waiting).toBe(30)
    await readNext(engine, { nowUs: 900_000, mailboxPeak: 12 })
    expect((await readNext(engine, { nowUs: 1_800_000, mailboxPeak: 0 })).waiting).toBe(12)
  })

  it('says for some seconds that a fresh process has taken the place of a killed one', async () => {
    const engine = await startLimiter()
    expect(engine.snapshot().process!.isFresh).toBe(false)
    // It is not there for a moment, or there and not yet to be asked.
    expect((await readNext(engine, { nowUs: 1_000_000, pid: null, state: null })).process!.isFresh).toBe(false)
    expect((await readNext(engine, { nowUs: 1_050_000, pid: '<0.12.0>', state: null })).process!.isFresh).toBe(false)
    expect((await readNext(engine, { nowUs: 1_100_000, pid: '<0.12.0>' })).process!.isFresh).toBe(true)
    expect((await readNext(engine, { nowUs: 4_000_000, pid: '<0.12.0>' })).process!.isFresh).toBe(true)
    expect((await readNext(engine, { nowUs: 9_000_000, pid: '<0.12.0>' })).process!.isFresh).toBe(false)
  })

  it('brings nothing back that a killed process took along, not even in a fresh VM', async () => {
    const engine = await startLimiter()
    engine.act({ kind: 'set', name: 'ratePerSecond', value: 50 })
    engine.act({ kind: 'set', name: 'capacity', value: 20 })
    engine.act({ kind: 'set', name: 'loadPerSecond', value: 200 })
    await settled()
    await readNext(engine, { nowUs: 1_100_000, pid: '<0.12.0>' })
    vms[0]!.end('heap exhausted')
    await settled()
    expect(vms[1]!.asked[0]).toBe('limiter start 100 10 200')
    // The first process of a VM is nobody's successor.
    expect(engine.snapshot().process!.isFresh).toBe(false)
  })

  it('gives up in one sentence when VMs keep dying', async () => {
    await startLimiter()
    for (let death = 0; death < 3; death++) {
      vms[death]!.end('heap exhausted')
      await settled()
    }
    expect(vms).toHaveLength(3)
    expect(onFailed.mock.calls).toEqual([['The VM has died 3 times: the run goes on on the model.']])
  })

  it('takes a VM that answers nonsense for dead', async () => {
    const engine = await startLimiter()
    const before = engine.snapshot()
    answer = words => words === 'limiter read' ? { ...reading, mailbox: -1 } : {}
    engine.advance(READ_US)
    await settled()
    expect(vms[0]!.hasEnded).toBe(true)
    expect(engine.snapshot()).toBe(before)
  })

  it('says why there is no VM to be had', async () => {
    surroundings.vm = () => Promise.reject(new VmProblem('The compiled Elixir is damaged.'))
    await startLimiter()
    expect(onFailed.mock.calls).toEqual([['The compiled Elixir is damaged.']])
  })

  it('leaves nothing running in the VM when it ends, and hears nothing more', async () => {
    const engine = await startLimiter()
    engine.stop()
    expect(vms[0]!.asked.at(-1)).toBe('limiter stop')
    vms[0]!.end('later')
    engine.advance(READ_US)
    await settled()
    expect(vms).toHaveLength(1)
    expect(onFailed).not.toHaveBeenCalled()
  })

  it('that ends before the VM is there starts nothing in it', async () => {
    const engine = new LimiterOnBeam(settings, surroundings)
    engine.stop()
    await settled()
    expect(vms.flatMap(({ asked }) => asked)).toEqual([])
  })
})

describe('the tree on the BEAM', () => {
  const names = ['VianetAdmin.Repo', 'PuppiesRepo', 'RRRepo', 'RoommatesRepo', 'GeocodeRepo', 'ConnectionMonitor', 'Presence']
  const tree: TreeReading = {
    nowUs: 2_000_000,
    supervisor: { pid: '<0.5.0>', alive: true, exitReason: null },
    maxRestarts: 3,
    maxSeconds: 5,
    restartsUsAgo: [],
    children: names.map((name, index) => ({ name, pid: `<0.${7 + index}.0>`, starting: false, generation: 1, type: 'worker' })),
  }

  beforeEach(() => void (answer = words => words === 'tree read' ? tree : {}))

  async function startTree(): Promise<TreeOnBeam> {
    const engine = new TreeOnBeam(surroundings)
    await settled()
    return engine
  }

  it('draws the processes that the VM names', async () => {
    const engine = await startTree()
    expect(engine.snapshot().supervisor.children.map(({ pid }) => pid)).toEqual(tree.children.map(({ pid }) => pid))
    expect(engine.snapshot().says).toBe('All seven run. Kill one and see what its supervisor does.')
  })

  it('draws the children start, one after the other', async () => {
    const begun = tree.children.map((child, index) => index < 2 ? child : { ...child, pid: null, generation: 0, starting: index === 2 })
    answer = words => words === 'tree read' ? { ...tree, children: begun } : {}
    const { supervisor, says } = (await startTree()).snapshot()
    expect(supervisor.children.slice(0, 4).map(({ state }) => state)).toEqual(['running', 'running', 'starting', 'not started'])
    expect(says).toBe('The children start one after the other, from top to bottom.')
  })

  it('draws a death and a new start as they are told', async () => {
    const engine = await startTree()
    engine.act({ kind: 'kill', child: 'RRRepo' })
    expect(vms[0]!.asked).toContain('tree kill RRRepo')
    vms[0]!.happen({ kind: 'exited', name: 'RRRepo', pid: '<0.9.0>', reason: 'killed', atUs: 2_100_000 })
    await settled()
    expect(engine.snapshot()).toMatchObject({ says: 'RRRepo is dead.', startedAgain: [] })
    expect(engine.snapshot().supervisor.children[2]).toMatchObject({ state: 'exited', pid: undefined })
    vms[0]!.happen({ kind: 'started', name: 'RRRepo', pid: '<0.20.0>', generation: 2, atUs: 2_400_000 })
    await settled()
    expect(engine.snapshot()).toMatchObject({ says: 'RRRepo was started again; nobody else noticed.', startedAgain: ['RRRepo'] })
    expect(engine.snapshot().supervisor.children[2]).toMatchObject({ state: 'running', pid: '<0.20.0>', generation: 2 })
  })

  it('draws the window from the supervisor’s own list of restarts', async () => {
    answer = words => words === 'tree read' ? { ...tree, restartsUsAgo: [500_000, 3_000_000, 6_000_000] } : {}
    const { supervisor } = (await startTree()).snapshot()
    expect(supervisor.restarts).toEqual([{ timeUs: -1_000_000, leavesAtUs: 5_000_000 }, { timeUs: 1_500_000, leavesAtUs: 7_500_000 }])
  })

  it('draws the end of the supervisor, and a fresh tree after a reset', async () => {
    const engine = await startTree()
    vms[0]!.happen({ kind: 'supervisorExited', reason: 'shutdown', atUs: 3_000_000 })
    await settled()
    expect(engine.snapshot().supervisor).toMatchObject({ state: 'exited', gaveUp: true })
    engine.act({ kind: 'reset' })
    expect(vms[0]!.asked).toContain('tree start 250')
    await settled()
    expect(engine.snapshot().supervisor).toMatchObject({ state: 'running', gaveUp: false })
  })

  it('takes no event away from the run that follows it in the same VM', async () => {
    const before = await startTree()
    before.stop()
    surroundings.vm = async () => vms[0]!
    const after = await startTree()
    await settled()
    expect(vms[0]!.polls).toBe(2)
    vms[0]!.happen({ kind: 'exited', name: 'RRRepo', pid: '<0.9.0>', reason: 'killed', atUs: 2_100_000 })
    await settled()
    expect(after.snapshot().says).toBe('RRRepo is dead.')
  })

  it('asks for nothing that is no child of the tree', async () => {
    const engine = await startTree()
    engine.act({ kind: 'kill', child: 'RRRepo; halt' })
    engine.act({ kind: 'strategy', strategy: 'one_for_all' })
    expect(vms[0]!.asked.filter(words => !/^tree (?:start|read)/.test(words))).toEqual([])
  })

  it('says that a fresh VM has taken the place of a dead one', async () => {
    const engine = await startTree()
    vms[0]!.end('heap exhausted')
    await settled()
    vms[1]!.happen({ kind: 'started', name: 'RRRepo', pid: '<0.9.0>', generation: 1, atUs: 2_100_000 })
    await settled()
    expect(engine.snapshot().says).toBe('The VM had died. A fresh one has taken its place, with a fresh tree.')
  })
})
