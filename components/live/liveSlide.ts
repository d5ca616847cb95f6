import type { InjectionKey, ShallowRef } from 'vue'
import { inject, onScopeDispose, provide, shallowRef, watch } from 'vue'

/** Whether a live run is drawn on this slide; given by the slide's layout, set by its panel. */
const liveSlideKey: InjectionKey<ShallowRef<boolean>> = Symbol('live slide')

/**
 * For a layout: whether its panel draws a live run, in this view. A step's sentence and the lines it lights do not stand
 * beside one.
 */
export function provideLiveSlide(): Readonly<ShallowRef<boolean>> {
  const isLive = shallowRef(false)
  provide(liveSlideKey, isLive)
  return isLive
}

/** For a panel: tells the layout, for as long as the panel is there. */
export function tellLiveSlide(isLive: () => boolean): void {
  const slide = inject(liveSlideKey, undefined)
  if (!slide)
    return
  watch(isLive, now => slide.value = now, { immediate: true })
  onScopeDispose(() => slide.value = false)
}
