import type { LivePanel } from './engine'
import { useIsSlideActive, useNav, useSlideContext } from '@slidev/client'
import { computed, onScopeDispose, watch } from 'vue'
import { offerPanel, withdrawPanel } from './currentPanel'
import { tellLiveSlide } from './liveSlide'
import { windowHub } from './windowHub'

/** A panel's live run, as one view of it sees it; reading it in a template or a computed follows it. */
export interface LiveView<Snapshot, Action> {
  /** What the system runs on. */
  readonly engine: string
  /** Whether this view has controls: the slide that is shown, for the room or for the speaker, but no preview or print. */
  readonly hasControls: boolean
  /** What to draw; undefined when nothing runs, so that the click's snapshot is drawn. */
  readonly snapshot: Snapshot | undefined
  readonly isPaused: boolean
  start: () => void
  stop: () => void
  setPaused: (isPaused: boolean) => void
  act: (action: Action) => void
}

/**
 * The live run of a panel. It ends with the next click and when the slide is left: from then on the click's own snapshot
 * is drawn again.
 *
 *     const live = useLiveRun(limiterLive)
 *     const drawing = computed(() => live.snapshot ?? drawingOf(…))
 */
export function useLiveRun<Snapshot, Action>(panel: LivePanel<Snapshot, Action>): LiveView<Snapshot, Action> {
  const { $renderContext, $clicks } = useSlideContext()
  const { isPrintMode } = useNav()
  const isActive = useIsSlideActive()

  const hub = windowHub()
  const hasControls = computed(() => ['slide', 'presenter'].includes($renderContext.value) && !isPrintMode.value && isActive.value)
  const run = computed(() => {
    const current = hub.run.value
    return hasControls.value && current?.panel === panel.name ? current : undefined
  })

  const view: LiveView<Snapshot, Action> = {
    engine: panel.engine,
    get hasControls() { return hasControls.value },
    get snapshot() { return run.value?.snapshot as Snapshot | undefined },
    get isPaused() { return run.value?.isPaused ?? false },
    start() {
      const engine = panel.start()
      // To make an engine, to build its first picture, and to lay that out: a task of the browser's for each, none of them long.
      setTimeout(() => hasControls.value && hub.start({ ...panel, start: () => engine }))
    },
    stop: () => hub.stop(),
    setPaused: isPaused => hub.setPaused(isPaused),
    act: action => hub.act(action),
  }

  tellLiveSlide(() => run.value !== undefined)

  const stopHosting = (): void => {
    if (hub.isHost() && hub.run.value?.panel === panel.name)
      hub.stop()
  }
  watch(hasControls, isShown => isShown ? offerPanel(view) : withdrawPanel(view), { immediate: true, flush: 'sync' })
  // Only a view with controls can have started it; the others come and go as they like.
  watch([hasControls, $clicks], (_now, [hadControls]) => hadControls && stopHosting(), { flush: 'sync' })
  onScopeDispose(() => {
    withdrawPanel(view)
    if (hasControls.value)
      stopHosting()
  })
  return view
}
