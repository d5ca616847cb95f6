import type { EffectScope } from 'vue'
import type { LiveRun } from '../../../components/live/liveMessages'
import type { LiveView } from '../../../components/live/useLiveRun'
import type { Command } from '../../../stage/protocol'
import type { Heard } from '../../../stage/window/link'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { offerPanel, withdrawPanel } from '../../../components/live/currentPanel'
import { useRunSharing } from '../../../stage/window/runSharing'

const onPhone = { says: 'It runs.', controls: [] }
const panel = { onPhone, ask: vi.fn(), start: vi.fn(), stop: vi.fn(), setPaused: vi.fn() }
const view = panel as unknown as LiveView<unknown, never>
const run = shallowRef<LiveRun>()

let told: unknown[]
let isHost: boolean
let toRun: (command: Command) => void
let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  told = []
  isHost = true
  run.value = undefined
  const link = {
    tell: (message: unknown) => told.push(message),
    listen: (listener: (message: Heard) => void) => void (toRun = command => listener({ kind: 'toRun', command })),
  }
  scope = effectScope()
  scope.run(() => useRunSharing(link, { run, isHost: () => isHost }))
})
afterEach(() => {
  scope.stop()
  withdrawPanel(view)
  vi.useRealTimers()
})

async function show(snapshot: unknown): Promise<void> {
  run.value = { id: 'a', panel: 'mailer', engine: 'model', isPaused: false, snapshot }
  await nextTick()
}

it('tells whether there is something that runs on the slide', async () => {
  expect(told).toEqual([{ kind: 'canRun', canRun: false }])
  offerPanel(view)
  await nextTick()
  expect(told.at(-1)).toEqual({ kind: 'canRun', canRun: true })
})

it('shares the run that this window has, not more often than can be followed, and the last picture of it always', async () => {
  offerPanel(view)
  await show(1)
  await show(2)
  await show(3)
  const runs = (): unknown[] => told.filter(message => (message as { kind: string }).kind === 'run')
  expect(runs()).toEqual([{ kind: 'run', run: { id: 'a', isPaused: false, canPause: true, ...onPhone }, snapshot: run.value && { ...run.value, snapshot: 1 } }])
  await vi.advanceTimersByTimeAsync(200)
  expect(runs()).toHaveLength(2)
  expect(runs().at(-1)).toMatchObject({ snapshot: { snapshot: 3 } })
  run.value = undefined
  await vi.advanceTimersByTimeAsync(200)
  expect(runs().at(-1)).toEqual({ kind: 'run', run: null })
})

it('says nothing of a run that another window has', async () => {
  isHost = false
  offerPanel(view)
  await show(1)
  run.value = undefined
  await vi.advanceTimersByTimeAsync(200)
  expect(told.every(message => (message as { kind: string }).kind === 'canRun')).toBe(true)
})

it('does what a phone asks of the run, and nothing that was meant for one before it', async () => {
  offerPanel(view)
  await show(1)
  toRun({ kind: 'control', run: 'a', id: 'rate', value: 7 })
  toRun({ kind: 'control', run: 'before', id: 'rate', value: 9 })
  expect(panel.ask.mock.calls).toEqual([['rate', 7]])
  for (const deed of ['start', 'pause', 'resume', 'stop'] as const)
    toRun({ kind: 'run', deed })
  expect([panel.start, panel.stop].map(deed => deed.mock.calls.length)).toEqual([1, 1])
  expect(panel.setPaused.mock.calls).toEqual([[true], [false]])
})
