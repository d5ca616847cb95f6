import type { ChildProcess } from 'node:child_process'
import type { Part, SupervisorOptions } from '../../../stage/present/supervisor'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as v from 'valibot'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startChild } from '../../../stage/present/child'
import { Supervisor } from '../../../stage/present/supervisor'
import { isAlive } from './isAlive'

/*
The children are small Node programs. `tell` says something to the parent; what they hear they do: `die`, `hang`, or pass on.
*/
const CHILD = `
  const tell = (to, message) => process.send({ to, message })
  process.on('message', (message) => {
    tell('parent', { heard: message, pid: process.pid })
    if (message.kind === 'die') process.exit(7)
    if (message.kind === 'hang') { process.on('SIGTERM', () => {}); tell('parent', 'hangs') }
    if (message.kind === 'pass') tell(message.to, message.message)
  })
  tell('parent', { started: process.pid })
`
/** The beginning of a call that says something to the parent; what is to be done then follows. */
const SAY = 'process.send({ to: "parent", message: "up" },'
const PATIENCE = { timeout: 10_000, interval: 10 }
/** For a program of several modules, which takes its time to start. */
const TIMEOUT = { timeout: 30_000 }

/** Every pid ever started, to be sure that none is left. */
const pids: number[] = []
let supervisor: Supervisor | undefined

afterEach(async () => {
  vi.useRealTimers()
  await supervisor?.stop()
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), PATIENCE)
  pids.length = 0
})

interface Stand {
  supervisor: Supervisor
  /** What the parts said to the parent, with the part's name. */
  heard: [from: string, message: unknown][]
  said: string[]
  child: (name: string) => ChildProcess
  /** How often a part was started. */
  starts: (name: string) => number
}

/** Two parts that say anything as long as it has a kind. */
function stand(options: Partial<SupervisorOptions> = {}, parts: Partial<Record<'deck' | 'stage', Partial<Part>>> = {}): Stand {
  const children = new Map<string, ChildProcess[]>()
  const heard: Stand['heard'] = []
  const said: string[] = []
  supervisor = new Supervisor({
    parts: (['deck', 'stage'] as const).map(name => ({
      name,
      says: v.looseObject({ kind: v.string() }),
      start: () => {
        const child = startChild(['-e', CHILD], { cwd: process.cwd() })
        if (child.pid !== undefined)
          pids.push(child.pid)
        children.set(name, [...children.get(name) ?? [], child])
        return child
      },
      ...parts[name],
    })),
    onMessage: (from, message) => heard.push([from, message]),
    say: sentence => said.push(sentence),
    restartAfterMs: 10,
    ...options,
  })
  supervisor.start()
  return {
    supervisor,
    heard,
    said,
    child: name => children.get(name)!.at(-1)!,
    starts: name => children.get(name)?.length ?? 0,
  }
}

/** Waits until a part has said something to the parent. */
async function hears({ heard }: Stand, from: string, message: unknown): Promise<void> {
  await vi.waitFor(() => expect(heard).toContainEqual([from, message]), PATIENCE)
}

async function started(here: Stand, name: string): Promise<number> {
  const { pid } = here.child(name)
  await hears(here, name, { started: pid })
  return pid!
}

describe('a part that dies', () => {
  it('is started again, and the other never notices', async () => {
    const here = stand()
    const deck = await started(here, 'deck')
    await started(here, 'stage')
    here.supervisor.send('stage', { kind: 'die' })
    await vi.waitFor(() => expect(here.starts('stage')).toBe(2), PATIENCE)
    await started(here, 'stage')
    expect(here.said).toEqual(['The stage ended with exit code 7; it is started again.'])
    expect(here.child('deck').pid).toBe(deck)
    expect(isAlive(deck)).toBe(true)
  })

  it('is started again when it was killed', async () => {
    const here = stand()
    process.kill(await started(here, 'deck'), 'SIGKILL')
    await vi.waitFor(() => expect(here.starts('deck')).toBe(2), PATIENCE)
    expect(here.said).toEqual(['The deck was ended by SIGKILL; it is started again.'])
  })

  it('is handed what was kept, as its first message', async () => {
    let kept: unknown = null
    const here = stand({}, { stage: { greeting: () => [{ kind: 'begin', kept }] } })
    await hears(here, 'stage', { heard: { kind: 'begin', kept: null }, pid: await started(here, 'stage') })
    kept = { slide: 9 }
    here.supervisor.send('stage', { kind: 'die' })
    await vi.waitFor(() => expect(here.starts('stage')).toBe(2), PATIENCE)
    await hears(here, 'stage', { heard: { kind: 'begin', kept: { slide: 9 } }, pid: here.child('stage').pid })
  })

  it('is given up when it dies too often, and so is the other, with a sentence', async () => {
    const here = stand({ nowUs: () => 0, maxRestarts: 3, maxSeconds: 5 }, { deck: { start: () => startChild(['-e', `${SAY} () => process.exit(3))`], { cwd: process.cwd() }) } })
    const stage = await started(here, 'stage')
    expect(await here.supervisor.ended).toBe('The deck ended with exit code 3, and it was the 4th time within 5 seconds that a part of the presentation did: it is given up. What stands above may tell why.')
    expect(here.said).toHaveLength(3)
    expect(isAlive(stage)).toBe(false)
  })

  it('counts among the deaths of both, as with a supervisor of OTP', async () => {
    const here = stand({ nowUs: () => 0, maxRestarts: 2, maxSeconds: 5 })
    for (const [deaths, name] of ['stage', 'deck', 'stage'].entries()) {
      await started(here, name)
      here.supervisor.send(name, { kind: 'die' })
      if (deaths < 2)
        await vi.waitFor(() => expect(here.said).toHaveLength(deaths + 1), PATIENCE)
    }
    expect(await here.supervisor.ended).toMatch(/^The stage ended with exit code 7, and it was the 3th time within 5 seconds that a part/)
  })

  it('is not given up when there is time between its deaths', async () => {
    let now = 0
    let starts = 0
    const here = stand({ nowUs: () => now += 60_000_000, maxRestarts: 1, maxSeconds: 5 }, {
      deck: { start: () => {
        starts += 1
        return startChild(['-e', starts < 5 ? `${SAY} () => process.exit(1))` : CHILD], { cwd: process.cwd() })
      } },
    })
    await vi.waitFor(() => expect(starts).toBe(5), PATIENCE)
    expect(here.said).toHaveLength(4)
  })

  it('before it has said anything is the end: it cannot begin', async () => {
    const here = stand({}, { deck: { start: () => startChild(['-e', 'process.exit(1)'], { cwd: process.cwd() }) } })
    expect(await here.supervisor.ended).toBe('The deck ended with exit code 1, before anything had begun: see what stands above, and start the presentation again.')
    expect(here.said).toEqual([])
  })

  it('cannot begin when its program does not start', async () => {
    const here = stand({}, { deck: { start: () => spawn('/nowhere/node', [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }) } })
    expect(await here.supervisor.ended).toMatch(/^The deck could not be started: spawn \/nowhere\/node ENOENT, before anything/)
  })

  it('is one that closed its channel', async () => {
    const here = stand({}, { deck: { start: () => startChild(['-e', `${SAY} () => { process.removeAllListeners("disconnect"); process.disconnect(); setInterval(() => {}, 1000) })`], { cwd: process.cwd() }) } })
    await vi.waitFor(() => expect(here.said[0]).toBe('The deck was ended by SIGTERM; it is started again.'), PATIENCE)
  })
})

describe('mail', () => {
  it('is carried from one part to the other', async () => {
    const here = stand()
    const stage = await started(here, 'stage')
    here.supervisor.send('deck', { kind: 'pass', to: 'stage', message: { kind: 'greeting', n: 1 } })
    await hears(here, 'stage', { heard: { kind: 'greeting', n: 1 }, pid: stage })
  })

  it('that nobody understands goes nowhere', async () => {
    const here = stand({}, { deck: { says: v.strictObject({ kind: v.literal('right') }) } })
    const stage = await started(here, 'stage')
    for (const message of [{ kind: 'wrong' }, { kind: 'right', more: 1 }, null, 'text', { kind: 'right' }])
      here.supervisor.send('deck', { kind: 'pass', to: 'stage', message })
    here.supervisor.send('deck', { kind: 'pass', to: 'nobody', message: { kind: 'right' } })
    await hears(here, 'stage', { heard: { kind: 'right' }, pid: stage })
    expect(here.heard.filter(([from]) => from === 'stage')).toHaveLength(2)
    expect(here.said).toHaveLength(4)
  })

  it('that tells how things stand is told to who is started later, the last of its kind', async () => {
    const here = stand({}, { deck: { facts: ['windows'] } })
    await started(here, 'stage')
    await started(here, 'deck')
    for (const message of [{ kind: 'windows', count: 1 }, { kind: 'moment' }, { kind: 'windows', count: 2 }])
      here.supervisor.send('deck', { kind: 'pass', to: 'stage', message })
    await hears(here, 'stage', { heard: { kind: 'windows', count: 2 }, pid: here.child('stage').pid })
    here.supervisor.send('stage', { kind: 'die' })
    await vi.waitFor(() => expect(here.starts('stage')).toBe(2), PATIENCE)
    const fresh = await started(here, 'stage')
    await hears(here, 'stage', { heard: { kind: 'windows', count: 2 }, pid: fresh })
    expect(here.heard.flatMap(([, message]) => {
      const { heard, pid } = message as { heard?: { kind: string }, pid?: number }
      return pid === fresh && heard ? [heard.kind] : []
    })).toEqual(['windows'])
  })

  it('is written in the name of a part that died', async () => {
    const here = stand({}, { deck: { facts: ['windows'], gone: [{ kind: 'windows', count: 0 }] } })
    const stage = await started(here, 'stage')
    await started(here, 'deck')
    here.supervisor.send('deck', { kind: 'die' })
    await hears(here, 'stage', { heard: { kind: 'windows', count: 0 }, pid: stage })
  })
})

describe('the end', () => {
  it('is the end of both, and of nothing before they have ended', async () => {
    const here = stand()
    const both = [await started(here, 'deck'), await started(here, 'stage')]
    await here.supervisor.stop()
    expect(both.filter(isAlive)).toEqual([])
    expect(await here.supervisor.ended).toBeUndefined()
    expect(here.said).toEqual([])
  })

  it('comes by force to a part that hangs', async () => {
    const here = stand({ killAfterMs: 100 })
    await started(here, 'stage')
    here.supervisor.send('stage', { kind: 'hang' })
    await hears(here, 'stage', 'hangs')
    await here.supervisor.stop()
    expect(here.child('stage').signalCode).toBe('SIGKILL')
  })

  it('comes to a part that was about to be started again', async () => {
    const here = stand()
    await started(here, 'stage')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    here.supervisor.send('stage', { kind: 'die' })
    await once(here.child('stage'), 'exit')
    expect(here.said).toEqual([expect.stringContaining('it is started again')])
    await here.supervisor.stop()
    vi.advanceTimersByTime(60_000)
    expect(here.starts('stage')).toBe(1)
  })

  it('of a parent that is killed is the end of its children', TIMEOUT, async () => {
    const folder = pathToFileURL(fileURLToPath(new URL('../../../stage/present/', import.meta.url))).href
    const program = `
      import { startChild } from '${folder}child.ts'
      import { Supervisor } from '${folder}supervisor.ts'
      import * as v from 'valibot'
      const child = ${JSON.stringify(CHILD)}
      new Supervisor({
        parts: ['deck', 'stage'].map(name => ({ name, says: v.unknown(), start: () => startChild(['-e', child], { cwd: process.cwd() }) })),
        onMessage: (_from, { started }) => console.log(started),
        say: () => {},
      }).start()
    `
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    parent.stdout.setEncoding('utf8').on('data', (text: string) => printed += text)
    await vi.waitFor(() => expect(printed.trim().split('\n')).toHaveLength(2), PATIENCE)
    const children = printed.trim().split('\n').map(Number)
    expect(children.filter(isAlive)).toEqual(children)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), PATIENCE)
  })
})
