import type { LiveHub } from '../../components/live/liveHub'
import type { Command } from '../protocol'
import type { Link } from './link'
import { watchThrottled } from '@vueuse/core'
import { watch } from 'vue'
import { currentPanel } from '../../components/live/currentPanel'
import { windowHub } from '../../components/live/windowHub'

/** A phone and the followers need not see every frame. */
const SHARE_EVERY_MS = 200

/**
 * Tells the stage of the live run of this window, for phones and followers, and does what phones ask of it.
 *
 * @param link the window's line to the stage
 * @param hub the live runs of this window
 */
export function useRunSharing(link: Pick<Link, 'tell' | 'listen'>, hub: Pick<LiveHub, 'run' | 'isHost'> = windowHub()): void {
  watch(() => currentPanel() !== undefined, canRun => link.tell({ kind: 'canRun', canRun }), { immediate: true })

  let isSharing = false
  watchThrottled(hub.run, () => {
    const run = hub.run.value
    const onPhone = currentPanel()?.onPhone
    if (run && onPhone && hub.isHost()) {
      isSharing = true
      // A real VM does not stand still.
      link.tell({ kind: 'run', run: { id: run.id, isPaused: run.isPaused, canPause: run.engine === 'model', ...onPhone }, snapshot: run })
    }
    else if (isSharing) {
      isSharing = false
      link.tell({ kind: 'run', run: null })
    }
  }, { throttle: SHARE_EVERY_MS, trailing: true, leading: true })

  link.listen((message) => {
    if (message.kind === 'toRun')
      obey(message.command)
  })

  function obey(command: Command): void {
    const panel = currentPanel()
    if (command.kind === 'control' && hub.run.value?.id === command.run)
      panel?.ask(command.id, command.value)
    if (command.kind !== 'run')
      return
    if (command.deed === 'start')
      panel?.start()
    else if (command.deed === 'stop')
      panel?.stop()
    else
      panel?.setPaused(command.deed === 'pause')
  }
}
