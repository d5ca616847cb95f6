import type { EngineName, LivePanel } from './engine'
import { useLocalStorage } from '@vueuse/core'
import { computed, shallowRef } from 'vue'
import { beamFor } from './engines'

/** What there is to say about the BEAM, when it cannot simply be had. */
export interface EngineNote {
  text: string
  /** Whether it can be had by loading the page once more. */
  canReload: boolean
}

/** On what a panel's next run is to run: the speaker's choice, the same for all panels and windows, as far as it can be had. */
export interface EngineChoice<Snapshot, Action> {
  readonly engines: readonly EngineName[]
  readonly chosen: EngineName
  readonly note: EngineNote | undefined
  /** Chooses; resolves to whether it can be had in this page. */
  choose: (engine: EngineName) => Promise<boolean>
  /** Loads the page once more, to have the BEAM. */
  reload: () => void
  /** Whether the page was loaded once more in order to run this panel. */
  isResumed: () => boolean
  /**
   * The panel on the chosen engine; on its model where the BEAM cannot be had, and then the note says why.
   *
   * @param onFailed is called when the BEAM fails afterwards; the note says why, and the model is chosen
   */
  panel: (onFailed: () => void) => LivePanel<Snapshot, Action>
}

const engineNames = ['model', 'BEAM'] as const satisfies EngineName[]

const stored = useLocalStorage<EngineName>('live-engine', 'model')

/**
 * The choice of a panel's engine.
 *
 * @param model the panel on its model
 * @param settings what the BEAM is told about the slide; of the panel's own shape
 */
export function useEngine<Snapshot, Action>(model: LivePanel<Snapshot, Action>, settings: unknown): EngineChoice<Snapshot, Action> {
  const beam = computed(() => beamFor(model.name))
  const note = shallowRef<EngineNote>()
  const chosen = computed<EngineName>(() => beam.value && stored.value === 'BEAM' ? 'BEAM' : 'model')

  function fallBack(text: string): void {
    stored.value = 'model'
    note.value = { text, canReload: false }
  }

  return {
    get engines() { return beam.value ? engineNames : ['model' as const] },
    get chosen() { return chosen.value },
    get note() { return note.value },
    async choose(engine) {
      note.value = undefined
      const why = engine === 'BEAM' ? beam.value?.whyNot() : undefined
      if (why === undefined) {
        stored.value = engine
        return true
      }
      note.value = { text: why, canReload: false }
      note.value = { text: why, canReload: await beam.value!.helpsToReload() }
      return false
    },
    reload() {
      const why = beam.value?.reloadFor(model.name)
      if (why !== undefined)
        note.value = { text: why, canReload: false }
    },
    isResumed() {
      const isResumed = beam.value?.takeResumed() === model.name
      if (isResumed)
        stored.value = 'BEAM'
      return isResumed
    },
    panel(onFailed) {
      const why = chosen.value === 'BEAM' ? beam.value!.whyNot() : undefined
      if (why !== undefined)
        fallBack(why)
      if (chosen.value === 'model')
        return model
      note.value = undefined
      return {
        ...model,
        engine: 'BEAM',
        start: () => beam.value!.start(model.name, settings, (reason) => {
          fallBack(reason)
          onFailed()
        }) as ReturnType<typeof model.start>,
      }
    },
  }
}
