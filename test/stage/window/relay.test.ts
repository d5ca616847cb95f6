import type { EventEmitter } from 'node:events'
import { EventEmitter as Emitter } from 'node:events'
import { beforeEach, expect, it } from 'vitest'
import { stageRelay } from '../../../stage/window/relay'
import { STAGE_EVENT } from '../../../stage/window/windowMessages'
import { state } from './talkState'

/** What went to the parent, and through it to the stage. */
let toStage: unknown[]
/** What went to all windows. */
let toAll: unknown[]
let ws: EventEmitter & { send: (event: string, data: unknown) => void }
let fromStage: (message: unknown) => void

const run = { id: 'a', isPaused: false, canPause: true, says: 'It runs.', controls: [] }

beforeEach(() => {
  toStage = []
  toAll = []
  ws = Object.assign(new Emitter(), { send: (_event: string, data: unknown) => void toAll.push(data) })
  const plugin = stageRelay((listen) => {
    fromStage = listen as typeof fromStage
    return { send: (_to, message) => toStage.push(message), close: () => {} }
  })
  const configureServer = plugin.configureServer as (server: unknown) => void
  configureServer({ ws })
})

/** A window that has opened. */
function open(role: string): { heard: unknown[], say: (message: unknown) => void, close: () => void } {
  const heard: unknown[] = []
  const window = { send: (_event: string, data: unknown) => heard.push(data) }
  const say = (message: unknown): void => void ws.emit(STAGE_EVENT, message, window)
  say({ kind: 'hello', role })
  return { heard, say, close: () => void ws.emit('vite:client:disconnect', undefined, window) }
}

/** The last thing of its kind that the stage was told. */
function lastTold(kind: string): unknown {
  return toStage.findLast(message => (message as { kind: string }).kind === kind)
}

it('tells all windows what the stage says', () => {
  fromStage({ kind: 'state', state })
  fromStage({ kind: 'pointer', pointer: null })
  expect(toAll).toEqual([{ kind: 'state', state }, { kind: 'pointer', pointer: null }])
})

it('tells the stage how many windows the room could see, whenever one comes or goes', () => {
  const projector = open('projector')
  const presenter = open('presenter')
  expect(lastTold('windows')).toEqual({ kind: 'windows', count: 1 })
  presenter.say({ kind: 'hello', role: 'projector' })
  expect(lastTold('windows')).toEqual({ kind: 'windows', count: 2 })
  projector.say({ kind: 'hello', role: 'aside' })
  expect(lastTold('windows')).toEqual({ kind: 'windows', count: 1 })
  projector.close()
  presenter.close()
  expect(lastTold('windows')).toEqual({ kind: 'windows', count: 0 })
})

it('says that a run can be started as long as one window of the talk has something that runs', () => {
  const projector = open('projector')
  const presenter = open('presenter')
  projector.say({ kind: 'canRun', canRun: true })
  presenter.say({ kind: 'canRun', canRun: true })
  open('aside').say({ kind: 'canRun', canRun: false })
  expect(lastTold('canRun')).toEqual({ kind: 'canRun', canRun: true })
  projector.say({ kind: 'canRun', canRun: false })
  expect(lastTold('canRun')).toEqual({ kind: 'canRun', canRun: true })
  presenter.close()
  expect(lastTold('canRun')).toEqual({ kind: 'canRun', canRun: false })
})

it('passes on what windows may say, and nothing else', () => {
  const { say } = open('presenter')
  const before = toStage.length
  say({ kind: 'newCode' })
  expect(toStage.at(-1)).toEqual({ kind: 'newCode' })
  for (const nonsense of [undefined, null, 'x', {}, { kind: 'dance' }, { kind: 'windows', count: 9 }, { kind: 'revoke' }, { kind: 'begin', kept: {} }])
    say(nonsense)
  expect(toStage).toHaveLength(before + 1)
})

it('lets one window do what a phone asks of a run: the one that has it, else the projector', () => {
  const [aside, presenter, projector] = [open('aside'), open('presenter'), open('projector')]
  presenter.say({ kind: 'canRun', canRun: true })
  projector.say({ kind: 'canRun', canRun: true })
  const start = { kind: 'toRun', command: { kind: 'run', deed: 'start' } }
  const stop = { kind: 'toRun', command: { kind: 'run', deed: 'stop' } }
  fromStage(start)
  expect([aside.heard, presenter.heard, projector.heard]).toEqual([[], [], [start]])
  presenter.say({ kind: 'run', run })
  fromStage(stop)
  expect([aside.heard, presenter.heard, projector.heard]).toEqual([[], [stop], [start]])
})

it('starts a run where there is something to run', () => {
  const presenter = open('presenter')
  const projector = open('projector')
  presenter.say({ kind: 'canRun', canRun: true })
  const start = { kind: 'toRun', command: { kind: 'run', deed: 'start' } }
  fromStage(start)
  expect([presenter.heard, projector.heard]).toEqual([[start], []])
})

it('ends a run on the phones when its window goes away, and not when another does', () => {
  const presenter = open('presenter')
  const projector = open('projector')
  projector.say({ kind: 'run', run })
  presenter.close()
  expect(toStage).not.toContainEqual({ kind: 'run', run: null })
  projector.close()
  expect(toStage).toContainEqual({ kind: 'run', run: null })
})
