import type { EngineName, LivePanel } from './engine'
import type { DrawnPhoneView, PhoneView } from './phoneControls'
import type { EngineNote } from './useEngine'
import { useIsSlideActive, useNav, useSlideContext } from '@slidev/client'
import { computed, onScopeDispose, watch } from 'vue'
import { offerPanel, withdrawPanel } from './currentPanel'
import { tellLiveSlide } from './liveSlide'
import { askedFor, drawn } from './phoneControls'
import { useEngine } from './useEngine'
import { windowHub } from './windowHub'

/** A panel's live run, as one view of it sees it; reading it in a template or a computed follows it. */
export interface LiveView<Snapshot, Action> {
  /** What it can run on. */
  readonly engines: readonly EngineName[]
  /** What it runs on; while nothing runs, what it would run on. */
  readonly engine: EngineName
  /** What there is to say about the choice of the engine. */
  readonly engineNote: EngineNote | undefined
  /** Whether this view has controls: the slide that is shown, for the room or for the speaker, but no preview or print. */
  readonly hasControls: boolean
  /** What to draw; undefined when nothing runs, so that the click's snapshot is drawn. */
  readonly snapshot: Snapshot | undefined
  readonly isPaused: boolean
  /** What a phone shows of the run; undefined when nothing runs. */
  readonly onPhone: DrawnPhoneView | undefined
  start: () => void
  stop: () => void
  setPaused: (isPaused: boolean) => void
  act: (action: Action) => void
  /** Does what a control on a phone asks for: see `askedFor`. */
  ask: (control: string, value: unknown) => void
  /** Chooses an engine; a run that is on begins anew on it. */
  chooseEngine: (engine: EngineName) => void
  /** Loads the page once more to have the BEAM; the run begins there. */
  reloadForEngine: () => void
}

/**
 * The live run of a panel. It ends with the next click and when the slide is left: from then on the click's own snapshot
 * is drawn again.
 *
 *     const live = useLiveRun(limiterLive, limiterOnPhone)
 *     const drawing = computed(() => live.snapshot ?? drawingOf(…))
 *
 * @param panel the panel on its model
 * @param phone its run as a phone shows it
 * @param settings what the slide has set, for a run on the BEAM
 */
export function useLiveRun<Snapshot, Action>(
  panel: LivePanel<Snapshot, Action>,
  phone: (snapshot: Snapshot, engine: EngineName) => PhoneView<Action>,
  settings?: unknown,
): LiveView<Snapshot, Action> {
  const { $renderContext, $clicks } = useSlideContext()
  const { isPrintMode } = useNav()
  const isActive = useIsSlideActive()

  const hub = windowHub()
  const hasControls = computed(() => ['slide', 'presenter'].includes($renderContext.value) && !isPrintMode.value && isActive.value)
  const run = computed(() => {
    const current = hub.run.value
    return hasControls.value && current?.panel === panel.name ? current : undefined
  })

  const viewOnPhone = (): PhoneView<Action> | undefined => run.value && phone(run.value.snapshot as Snapshot, run.value.engine)

  const choice = useEngine(panel, settings)

  function start(): void {
    const chosen = choice.panel(goOn)
    const engine = chosen.start()
    // To make an engine, to build its first picture, and to lay that out: a task of the browser's for each, none of them long.
    setTimeout(() => hasControls.value ? hub.start({ ...chosen, start: () => engine }) : engine.stop?.())
  }
  /** On the model, when the BEAM has failed in mid-run. */
  function goOn(): void {
    if (run.value)
      start()
  }

  const view: LiveView<Snapshot, Action> = {
    get engines() { return choice.engines },
    get engine() { return run.value?.engine ?? choice.chosen },
    get engineNote() { return choice.note },
    get hasControls() { return hasControls.value },
    get snapshot() { return run.value?.snapshot as Snapshot | undefined },
    get isPaused() { return run.value?.isPaused ?? false },
    get onPhone() {
      const view = viewOnPhone()
      return view && { says: view.says, controls: view.controls.map(drawn) }
    },
    start,
    stop: () => hub.stop(),
    setPaused: isPaused => hub.setPaused(isPaused),
    act: action => hub.act(action),
    ask(control, value) {
      const action = askedFor(viewOnPhone()?.controls ?? [], control, value)
      if (action !== undefined)
        hub.act(action)
    },
    async chooseEngine(engine) {
      if (await choice.choose(engine) && run.value && run.value.engine !== engine)
        start()
    },
    reloadForEngine: choice.reload,
  }

  tellLiveSlide(() => run.value !== undefined)

  const stopHosting = (): void => {
    if (hub.isHost() && hub.run.value?.panel === panel.name)
      hub.stop()
  }
  watch(hasControls, isShown => isShown ? offerPanel(view) : withdrawPanel(view), { immediate: true, flush: 'sync' })
  watch([hasControls, () => choice.engines.length], () => hasControls.value && choice.isResumed() && start(), { immediate: true })
  // Only a view with controls can have started it; the others come and go as they like.
  watch([hasControls, $clicks], (_now, [hadControls]) => hadControls && stopHosting(), { flush: 'sync' })
  onScopeDispose(() => {
    withdrawPanel(view)
    if (hasControls.value)
      stopHosting()
  })
  return view
}
