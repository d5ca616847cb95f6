import type { LimiterReading, MemoryReading, StageEvent, TreeReading } from './beam/contract'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useVm } from './beam/useVm'
import { useBrowser } from './browser'

const { vm, another } = useVm(useBrowser())

beforeAll(() => {
  // It ends with the page.
  listen().catch(() => {})
})

/** Everything the VM has told by itself since it was last forgotten, fetched by a poll that never ends. */
const events: StageEvent[] = []

async function listen(): Promise<void> {
  for (;;)
    events.push(...await vm().ask<StageEvent[]>('next'))
}

const readLimiter = (): Promise<LimiterReading> => vm().ask('limiter read')
const readTree = (): Promise<TreeReading> => vm().ask('tree read')

describe('the bridge', () => {
  it('answers', async () => {
    expect(await vm().ask('ping')).toBe('pong')
  })

  it.each([
    ['', 'unknown command ""'],
    ['dance', 'unknown command "dance"'],
    ['ping pong', 'unknown command "ping"'],
    ['constructor "\\ \u0001 ü', 'unknown command "constructor"'],
    ['limiter', 'limiter what?'],
    ['limiter start 100 10', 'limiter start takes RATE BURST LOAD'],
    ['limiter start 0 10 100', 'the rate must be a number from 0.001 to 1000, not "0"'],
    ['limiter start 1e3 10 100', 'not "1e3"'],
    ['limiter start -1 10 100', 'not "-1"'],
    ['limiter start 100 0.5 100', 'the burst must be a number from 1 to 1000, not "0.5"'],
    ['limiter start 100 10 401', 'the load must be a number from 0 to 400, not "401"'],
    ['limiter start 100 10 1.5', 'not "1.5"'],
    ['limiter start 100 10 ü\n', 'not "???"'],
    [`limiter start 100 10 ${'9'.repeat(100)}`, `not "${'9'.repeat(40)}"`],
    ['tree', 'tree what?'],
    ['tree start 1 2', 'tree start takes nothing, or MS'],
    ['tree start soon', 'not "soon"'],
    ['bucket', 'bucket takes RATE BURST'],
    [`bucket 1 1${' 0'.repeat(51)}`, '0 to 50 gaps'],
    ['scenario', 'scenario what?'],
    ['scenario backwards', 'unknown mode "backwards"'],
    ['scenario instant worker Top', 'too few words'],
    ['scenario instant worker Top permanent false 5000 false 1 ok 0', 'not "Top"'],
    ['scenario instant worker top permanent false 5000 false 1 ok 1 0 wait on', 'too many words from "on"'],
    ['scenario instant worker top permanent false 5000 false 1 ok 1 0 stop top/x boom', 'no node has the path "top/x"'],
    ['x'.repeat(20_001), 'more than 20000 bytes'],
  ])('says what makes no sense: %j', async (words, told) => {
    expect(await vm().reply(words)).toEqual({ error: expect.stringContaining(told) })
    expect(await vm().ask('ping')).toBe('pong')
  })

  it('hears what wants no answer before what is asked after it', async () => {
    await vm().ask('limiter start 100 10 0')
    await vm().tell('limiter set load 37')
    expect(await readLimiter()).toMatchObject({ load: 37 })
    await vm().tell('limiter stop')
    expect(await vm().reply('limiter read')).toEqual({ error: 'the limiter has not been started' })
  })

  it.each(['', 'dance', 'ping', 'next', 'memory', 'limiter read', 'scenario what', 'bucket 1', 'x'.repeat(20_001)])('stands what makes no sense or could only be answered, and is not: %.20j', async (words) => {
    await vm().tell(words)
    expect(await vm().ask('ping')).toBe('pong')
  })

  it('tells how much of the VM is in use', async () => {
    const memory = await vm().ask<MemoryReading>('memory')
    for (const value of Object.values(memory))
      expect(value).toBeGreaterThanOrEqual(0)
    expect(memory.processes).toBeGreaterThan(4)
    expect(memory.heapBytes).toBeLessThan(1_000_000)
  })
})

describe('events', () => {
  it('are fetched by one poll at a time: a second one ends the first', async () => {
    const other = await another()
    const first = other.ask('next')
    const second = other.ask<StageEvent[]>('next')
    expect(await first).toEqual([])
    await other.ask('tree start 0')
    expect((await second)[0]).toMatchObject({ kind: 'started', name: 'VianetAdmin.Repo' })
    await other.close()
  })

  it('wait to be fetched: the latest 1000, and how many are gone', async () => {
    const other = await another()
    for (let starts = 1; starts <= 150; starts++) {
      await other.ask('tree start 0')
      await until(() => other.ask<TreeReading>('tree read'), ({ children }) => children.every(({ pid }) => pid !== null))
    }
    const [first, ...rest] = await other.ask<StageEvent[]>('next')
    expect(first).toEqual({ kind: 'dropped', count: 150 * 7 - 1000 })
    expect(rest).toHaveLength(1000)
    await other.close()
  })
})

describe('the limiter of slide 9', () => {
  it('has to be started first', async () => {
    expect(await vm().reply('limiter stop')).toEqual({ ok: {} })
    for (const words of ['limiter read', 'limiter kill', 'limiter set rate 5'])
      expect(await vm().reply(words)).toEqual({ error: 'the limiter has not been started' })
  })

  it('starts full, and grants no more than burst and rate allow', async () => {
    await vm().ask('limiter start 50 5 200')
    const first = await readLimiter()
    expect(first).toMatchObject({ on: true, load: 200, state: { rate: 50, burst: 5 } })
    await sleep(1500)
    const { granted, accepted, lost, snoozed, asked, failed, nowUs, lastAnswer } = await readLimiter()
    const most = 5 + 50 * nowUs / 1e6
    expect(granted).toBeLessThanOrEqual(most)
    expect(granted).toBeGreaterThan(0.8 * most)
    expect(asked).toBe(granted + snoozed + failed)
    expect([failed, lost]).toEqual([0, 0])
    expect(accepted).toBeLessThanOrEqual(granted)
    expect(lastAnswer).toMatch(/^(not_)?ready$/)
  })

  it('is changed while it runs, by a message', async () => {
    await vm().ask('limiter start 100 10 0')
    const { pid } = await readLimiter()
    await vm().ask('limiter set rate 2.5')
    await vm().ask('limiter set burst 3')
    await vm().ask('limiter flood 1')
    const changed = await until(readLimiter, ({ granted }) => granted === 1)
    expect(changed).toMatchObject({ pid, state: { rate: 2.5, burst: 3, tokens: 2 } })
    expect(changed.state.last).toBeLessThanOrEqual(changed.nowUs)
  })

  it('is restarted when it is killed: another process, a full bucket, the settings of its start', async () => {
    await vm().ask('limiter start 1 10 0')
    const { pid } = await readLimiter()
    await vm().ask('limiter set burst 20')
    await vm().ask('limiter flood 8')
    await until(readLimiter, ({ granted }) => granted === 8)
    expect(await vm().ask('limiter kill')).toEqual({ pid })
    const restarted = await readLimiter()
    expect(restarted).toMatchObject({ granted: 8, state: { rate: 1, burst: 10, tokens: 10 } })
    expect(restarted.pid).not.toBe(pid)
  })

  it('has the load it was told to, and does not matter when it is off', async () => {
    await vm().ask('limiter start 1 1 0')
    await vm().ask('limiter off')
    await vm().ask('limiter set load 300')
    const from = await readLimiter()
    await sleep(2000)
    const to = await readLimiter()
    const perSecond = (to.accepted + to.lost - from.accepted - from.lost) / (to.nowUs - from.nowUs) * 1e6
    expect(perSecond).toBeGreaterThan(270)
    expect(perSecond).toBeLessThan(330)
    expect(to.lost).toBeGreaterThan(200)
    expect(to.asked).toBe(0)
    await vm().ask('limiter on')
    expect((await until(readLimiter, ({ asked }) => asked > 0)).on).toBe(true)
  })

  it('holds jobs back rather than let them pile up', async () => {
    await vm().ask('limiter start 1 1 400')
    const { running, asleep } = await until(readLimiter, ({ heldBack }) => heldBack > 100)
    expect(running).toBeLessThanOrEqual(200)
    expect(asleep).toBeLessThanOrEqual(200)
  })

  it('has its mailbox filled by a flood', async () => {
    await vm().ask('limiter start 100 10 0')
    await vm().ask('limiter flood 200')
    const flooded = await until(readLimiter, ({ mailboxPeak }) => mailboxPeak > 0)
    expect(flooded.mailboxPeak).toBeGreaterThan(100)
    expect(flooded.mailboxPeak).toBeLessThanOrEqual(200)
    expect((await until(readLimiter, ({ asked }) => asked >= 200)).granted).toBeGreaterThanOrEqual(10)
  })

  it('ends with everything that belongs to it', async () => {
    const settled = async (): Promise<number> => (await vm().ask<MemoryReading>('memory')).processes
    await vm().ask('limiter stop')
    const before = await settled()
    await vm().ask('limiter start 1 1 400')
    await until(readLimiter, ({ asleep }) => asleep > 50)
    expect(await settled()).toBeGreaterThan(before + 50)
    await vm().ask('limiter stop')
    expect(await until(settled, processes => processes <= before)).toBe(before)
  })
})

describe('the tree of slide 19', () => {
  const names = ['VianetAdmin.Repo', 'PuppiesRepo', 'RRRepo', 'RoommatesRepo', 'GeocodeRepo', 'ConnectionMonitor', 'Presence']

  beforeEach(async () => {
    await vm().ask('tree stop')
  })

  beforeEach(() => {
    events.length = 0
  })

  /** Waits for so many events. */
  const told = (count: number): Promise<number> => until(async () => events.length, told => told >= count)

  /** Starts the tree and waits until all children run. */
  async function start(ms: number): Promise<TreeReading> {
    await vm().ask(`tree start ${ms}`)
    const tree = await until(readTree, ({ children }) => children.every(({ pid }) => pid !== null))
    await told(names.length)
    events.length = 0
    return tree
  }

  it('has to be started first', async () => {
    for (const words of ['tree read', 'tree kill Presence'])
      expect(await vm().reply(words)).toEqual({ error: 'the tree has not been started' })
  })

  it('starts its children one after the other, in the order of the listing', async () => {
    await vm().ask('tree start 30')
    await told(names.length)
    expect(events.map(event => event.kind === 'started' && `${event.name} ${event.generation}`)).toEqual(names.map(name => `${name} 1`))
    const tree = await readTree()
    expect(tree).toMatchObject({ supervisor: { alive: true, exitReason: null }, maxRestarts: 3, maxSeconds: 5, restartsUsAgo: [] })
    expect(tree.children.map(({ name }) => name)).toEqual(names)
    expect(tree.children.map(({ type }) => type)).toEqual(names.map(name => name === 'Presence' ? 'supervisor' : 'worker'))
    expect(new Set(tree.children.map(({ pid }) => pid)).size).toBe(names.length)
  })

  it.each(names)('%s is killed and restarted alone', async (name) => {
    const before = await start(0)
    const { pid } = await vm().ask<{ pid: string }>(`tree kill ${name}`)
    await told(2)
    const after = await until(readTree, ({ restartsUsAgo }) => restartsUsAgo.length === 1)
    const restarted = after.children.find(child => child.name === name)!
    expect(events).toMatchObject([{ kind: 'exited', name, pid, reason: 'killed' }, { kind: 'started', name, pid: restarted.pid, generation: 2 }])
    expect(restarted.pid).not.toBe(pid)
    for (const child of before.children.filter(child => child.name !== name))
      expect(after.children).toContainEqual(child)
    // The supervisor stamps whole seconds.
    expect(after.restartsUsAgo[0]).toBeGreaterThanOrEqual(0)
    expect(after.restartsUsAgo[0]).toBeLessThan(30e6)
  })

  it('is given up at the fourth restart within five seconds, and can be started anew', async () => {
    await start(0)
    for (let kill = 1; kill <= 4; kill++) {
      const { pid } = await vm().ask<{ pid: string }>('tree kill RRRepo')
      if (kill < 4)
        await until(readTree, ({ children }) => children.some(child => child.name === 'RRRepo' && child.pid !== null && child.pid !== pid))
    }
    // Four times RRRepo, three times again; then the others, and the supervisor.
    await told(4 + 3 + 6 + 1)
    expect(events.at(-1)).toMatchObject({ kind: 'supervisorExited', reason: 'shutdown' })
    // From the last child to the first; the one that was killed is not there any more.
    const stopped = events.slice(-7, -1).map(event => event.kind === 'exited' && `${event.name} ${event.reason}`)
    expect(stopped).toEqual(names.filter(name => name !== 'RRRepo').reverse().map(name => `${name} shutdown`))
    expect((await readTree()).supervisor).toMatchObject({ alive: false, exitReason: 'shutdown' })
    expect(await vm().reply('tree kill RRRepo')).toEqual({ error: 'RRRepo does not run' })
    expect((await start(0)).supervisor.alive).toBe(true)
  })

  it('can be read, killed and started anew while its children are starting', async () => {
    await vm().ask('tree start 2000')
    const from = performance.now()
    const { children, supervisor } = await until(readTree, ({ children }) => children.some(({ starting }) => starting))
    expect(children.filter(({ starting }) => starting)).toMatchObject([{ name: 'VianetAdmin.Repo', pid: null, generation: 0 }])
    expect(supervisor.alive).toBe(true)
    expect(await vm().reply('tree kill Presence')).toEqual({ error: 'Presence does not run' })
    expect(await vm().reply('tree kill Oracle')).toEqual({ error: 'no child is called "Oracle"' })
    expect(await vm().ask('ping')).toBe('pong')
    expect(performance.now() - from).toBeLessThan(1500)
    const again = await start(0)
    expect(again.supervisor.pid).not.toBe(supervisor.pid)
    expect(again.children.every(({ generation }) => generation === 1)).toBe(true)
  })
})

/** Reads until what was read is as it should be. */
async function until<Reading>(read: () => Promise<Reading>, isSo: (reading: Reading) => boolean): Promise<Reading> {
  const from = performance.now()
  for (;;) {
    const reading = await read()
    if (isSo(reading))
      return reading
    if (performance.now() - from > 10_000)
      throw new Error(`after 10 seconds it still was ${JSON.stringify(reading)}`)
    await sleep(20)
  }
}
