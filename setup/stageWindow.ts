import type { SlideInfo, SlideRoute } from '@slidev/types'
import type { RouteLocationNormalized } from 'vue-router'
import type { Position } from '../stage/protocol'
import type { SpeakerWindow } from '../stage/window/deckWindow'
import { sharedState, useNav } from '@slidev/client'
import { shallowRef } from 'vue'
import { slides } from '#slidev/slides'

/** A timer that is off by less is left alone. */
const TIMER_DRIFT_MS = 1_000

/** This window, as the stage moves it. Slidev's own state is its means. Only inside `setup`. */
export function slidevWindow(): SpeakerWindow {
  const { isPresenter, router } = useNav()

  // The route changes in one go; what Slidev computes from it changes one after the other.
  const position = shallowRef<Position>(positionOf(router.currentRoute.value) ?? { slide: 1, click: 0 })
  router.afterEach((to, _from, failure) => {
    // One that was overtaken by another is told as well.
    if (!failure)
      position.value = positionOf(to) ?? position.value
  })

  return {
    position,
    whenReady: router.isReady(),
    isPresenter,
    goTo({ slide, click }) {
      const { name, query } = router.currentRoute.value
      // The overview and the notes are pages of their own, on which nothing moves.
      if (name === 'play' || name === 'presenter')
        router.replace({ name, params: { no: nameOf(slide) }, query: { ...query, clicks: click === 0 ? undefined : click } })
    },
    point(pointer) {
      sharedState.cursor = pointer ? { x: 100 * pointer.x, y: 100 * pointer.y, style: 'laser' } : undefined
    },
    setTimer({ isRunning, elapsedMs }) {
      const { timer } = sharedState
      const status = isRunning ? 'running' : elapsedMs > 0 ? 'paused' : 'stopped'
      const nowMs = Date.now()
      const shownMs = (isRunning ? nowMs : timer.pausedAt) - timer.startedAt
      // Every window writes this, and each hears what the others wrote: only what differs is written.
      if (timer.status !== status || (status !== 'stopped' && Math.abs(shownMs - elapsedMs) > TIMER_DRIFT_MS))
        sharedState.timer = { ...timer, status, startedAt: status === 'stopped' ? 0 : nowMs - elapsedMs, pausedAt: status === 'paused' ? nowMs : 0 }
    },
  }
}

const frontmatterOf = ({ meta }: SlideRoute): Record<string, unknown> => (meta.slide as SlideInfo).frontmatter

/** The slide's name in an address. */
function nameOf(slide: number): string {
  const { routeAlias } = frontmatterOf(slides.value[slide - 1]!)
  return String(routeAlias ?? slide)
}

/** The place that an address leads to; undefined when that is no slide. */
function positionOf({ params, query }: RouteLocationNormalized): Position | undefined {
  const index = slides.value.findIndex((slide, index) => index + 1 === Number(params.no) || frontmatterOf(slide).routeAlias === params.no)
  return index < 0 ? undefined : { slide: index + 1, click: Math.max(0, Math.trunc(Number(query.clicks ?? 0)) || 0) }
}
