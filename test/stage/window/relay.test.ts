import type { EventEmitter } from 'node:events'
import type { TalkState } from '../../../stage/protocol'
import { EventEmitter as Emitter } from 'node:events'
import { beforeEach, expect, it, vi } from 'vitest'
import { stageRelay } from '../../../stage/window/relay'
import { STAGE_EVENT } from '../../../stage/window/windowMessages'

/** What went to the parent, and through it to the stage. */
let toStage: unknown[]
/** What went to all windows. */
let toAll: unknown[]
let ws: EventEmitter & { send: (event: string, data: unknown) => void }
let fromStage: (message: unknown) => void

const state: TalkState = {
  epoch: 1,
  revision: 3,
  position: { slide: 2, click: 1 },
  isBlank: false,
  timer: { isRunning: false, elapsedMs: 0 },
  canRun: false,
  run: null,
  followers: 0,
  hasWindow: true,
  heard: [],
}
const run = { id: 'a', isPaused: false, canPause: true, says: 'It runs.', controls: [] }

beforeEach(() => {
  toStage = []
  toAll = []
  ws = Object.assign(new Emitter(), { send: (_event: string, data: unknown) => void toAll.push(data) })
  const plugin = stageRelay(async () => [{ clicks: 3, plannedMs: 60_000 }], (listen) => {
    fromStage = listen as typeof fromStage
    return { send: (_to, message) => toStage.push(message), close: () => {} }
  })
  const configureServer = plugin.configureServer as (server: unknown) => void
  configureServer({ ws, config: { logger: { error: vi.fn() } } })
})

/** A window that has opened. */
function open(role: string): { heard: unknown[], say: (message: unknown) => void, close: () => void } {
  const heard: unknown[] = []
  const window = { send: (_event: string, data: unknown) => heard.push(data) }
  const say = (message: unknown): void => void ws.emit(STAGE_EVENT, message, window)
  say({ kind: 'hello', role })
  return { heard, say, close: () => void ws.emit('vite:client:disconnect', undefined, window) }
}

it('tells a window that opens how the talk stands, and the others what happens', async () => {
  fromStage({ kind: 'state', state })
  const { heard } = open('projector')
  await vi.waitFor(() => expect(heard).toEqual([{ kind: 'plan', slides: [{ clicks: 3, plannedMs: 60_000 }] }, { kind: 'state', state }]))
  fromStage({ kind: 'pointer', pointer: null })
  expect(toAll.at(-1)).toEqual({ kind: 'pointer', pointer: null })
})

it('tells the stage how many windows the room could see', () => {
  const projector = open('projector')
  const presenter = open('presenter')
  expect(toStage.at(-1)).toEqual({ kind: 'windows', count: 1 })
  presenter.say({ kind: 'hello', role: 'projector' })
  expect(toStage.at(-1)).toEqual({ kind: 'windows', count: 2 })
  projector.close()
  presenter.close()
  expect(toStage.at(-1)).toEqual({ kind: 'windows', count: 0 })
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

it('lets one window do what a phone asks of a run: the one that has it, else the projector', async () => {
  const presenter = open('presenter')
  const projector = open('projector')
  const start = { kind: 'toRun', command: { kind: 'run', deed: 'start' } }
  const stop = { kind: 'toRun', command: { kind: 'run', deed: 'stop' } }
  fromStage(start)
  expect([presenter.heard.includes(start), projector.heard.length]).toEqual([false, 1])
  presenter.say({ kind: 'run', run })
  fromStage(stop)
  expect(presenter.heard).toContainEqual(stop)
  expect(projector.heard).not.toContainEqual(stop)
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
