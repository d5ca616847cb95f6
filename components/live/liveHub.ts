import type { ShallowRef } from 'vue'
import type { Engine, LivePanel } from './engine'
import type { LiveMessage, LiveRun } from './liveMessages'
import { shallowRef } from 'vue'
import { readMessage } from './liveMessages'

/** Any panel that can run live, whatever its snapshots and actions are. */
export type AnyLivePanel = LivePanel<unknown, never>

/** What the hub needs of the window it lives in. */
export interface LiveSurroundings {
  /** Reaches the other windows of the talk. */
  channel: {
    post: (message: LiveMessage) => void
    listen: (listener: (data: unknown) => void) => void
  }
  /** Calls once before the next frame, with the time in milliseconds; returns how to call it off. */
  onNextFrame: (call: (timeMs: number) => void) => () => void
  /** Calls after so many milliseconds; returns how to call it off. */
  after: (delayMs: number, call: () => void) => () => void
  /** How many frames a run stands still after its start, so that the window can draw what comes with it: a few a frame. */
  settlingFrames: number
  /** Whether the visitor asked for less motion: then a run is shown in quiet steps. */
  wantsLessMotion: () => boolean
  newId: () => string
}

/**
 * The live run of a talk. There is one at most in all its windows: the window where it was started hosts it and is the
 * only one in which anything runs; the others draw the snapshots that it sends and send back what their controls ask.
 */
export interface LiveHub {
  /** The run that is on, here or elsewhere. */
  readonly run: Readonly<ShallowRef<LiveRun | undefined>>
  /** Whether this window hosts it. */
  isHost: () => boolean
  /** Starts a run in this window; one that is on anywhere ends. */
  start: (panel: AnyLivePanel) => void
  /** From here on for the run that is on, wherever its host is; without one they do nothing. */
  stop: () => void
  act: (action: unknown) => void
  setPaused: (isPaused: boolean) => void
}

/** A window that was hidden comes back as if no more than this had gone by. */
const LONGEST_FRAME_MS = 100
/** With less motion the picture changes this often. */
const QUIET_STEP_MS = 500
/** The other windows need not follow every frame. */
const SHARE_EVERY_MS = 33
/** When the host has been silent that long it is asked whether it is still there, and then given up. */
const SILENCE_MS = 2_000

/** Opens the hub of a window. */
export function createLiveHub(surroundings: LiveSurroundings): LiveHub {
  const { channel } = surroundings
  const run = shallowRef<LiveRun>()
  let engine: Engine<unknown, never> | undefined
  /** The run that was on when this window's own began: its host may not have heard yet. */
  let replaced: string | undefined
  let cancelFrame = (): void => {}
  let cancelSilence = (): void => {}
  let lastFrameMs: number | undefined
  let settlingFrames = 0
  let shownMs = -Infinity
  let sharedMs = -Infinity

  function publish(isUrgent: boolean): void {
    const now = lastFrameMs ?? 0
    if (!isUrgent && surroundings.wantsLessMotion() && now - shownMs < QUIET_STEP_MS)
      return
    const snapshot = engine!.snapshot()
    if (!isUrgent && snapshot === run.value!.snapshot)
      return
    run.value = { ...run.value!, snapshot }
    shownMs = now
    if (isUrgent || now - sharedMs >= SHARE_EVERY_MS) {
      channel.post({ kind: 'state', run: run.value })
      sharedMs = now
    }
  }

  function onFrame(timeMs: number): void {
    cancelFrame = surroundings.onNextFrame(onFrame)
    if (settlingFrames > 0) {
      settlingFrames--
      return
    }
    const elapsedMs = Math.min(timeMs - (lastFrameMs ?? timeMs), LONGEST_FRAME_MS)
    lastFrameMs = timeMs
    try {
      engine!.advance(Math.round(elapsedMs * 1000))
    }
    catch (error) {
      // Once, not sixty times a second; the click's snapshot stands there again.
      end()
      throw error
    }
    publish(false)
  }

  function setFrames(isRunning: boolean): void {
    cancelFrame()
    cancelFrame = () => {}
    lastFrameMs = undefined
    shownMs = sharedMs = -Infinity
    if (isRunning)
      cancelFrame = surroundings.onNextFrame(onFrame)
  }

  function forget(): void {
    setFrames(false)
    cancelSilence()
    engine?.stop?.()
    engine = undefined
    run.value = undefined
  }

  function end(): void {
    channel.post({ kind: 'ended', id: run.value!.id })
    forget()
  }

  function awaitHost(isAsked: boolean): void {
    cancelSilence()
    cancelSilence = surroundings.after(SILENCE_MS, () => {
      if (isAsked)
        return forget()
      channel.post({ kind: 'ask' })
      awaitHost(true)
    })
  }

  const isHost = (): boolean => engine !== undefined

  /** Does something to the run where it is hosted: here, or by telling the host. */
  function atHost(here: () => void, message: (id: string) => LiveMessage): void {
    if (isHost())
      here()
    else if (run.value)
      channel.post(message(run.value.id))
  }

  const hub: LiveHub = {
    run,
    isHost,

    start(panel) {
      replaced = run.value?.id
      hub.stop()
      forget()
      engine = panel.start()
      run.value = { id: surroundings.newId(), panel: panel.name, engine: panel.engine, isPaused: false, snapshot: engine.snapshot() }
      publish(true)
      settlingFrames = surroundings.settlingFrames
      setFrames(true)
    },

    stop() {
      atHost(end, id => ({ kind: 'stop', id }))
    },

    act(action) {
      atHost(() => {
        engine!.act(action as never)
        publish(true)
      }, id => ({ kind: 'act', id, action }))
    },

    setPaused(isPaused) {
      atHost(() => {
        run.value = { ...run.value!, isPaused }
        setFrames(!isPaused)
        publish(true)
      }, id => ({ kind: 'pause', id, isPaused }))
    },
  }

  /** What another window says to this one while it hosts. */
  function answer(message: LiveMessage): void {
    if (message.kind === 'ask')
      return publish(true)
    // Somebody started another run: of two, the one that was started last is on.
    if (message.kind === 'state')
      return message.run.id === replaced ? undefined : forget()
    if (message.id !== run.value!.id)
      return
    if (message.kind === 'act')
      hub.act(message.action)
    else if (message.kind === 'pause')
      hub.setPaused(message.isPaused)
    else if (message.kind === 'stop')
      hub.stop()
  }

  channel.listen((data) => {
    const message = readMessage(data)
    if (!message)
      return
    if (isHost())
      answer(message)
    if (isHost())
      return
    if (message.kind === 'state') {
      run.value = message.run
      awaitHost(false)
    }
    else if (message.kind === 'ended' && message.id === run.value?.id) {
      forget()
    }
  })
  channel.post({ kind: 'ask' })
  return hub
}
