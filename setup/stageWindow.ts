import type { ClicksContext, SlideInfo, SlideRoute } from '@slidev/types'
import type { RouteLocationNormalized } from 'vue-router'
import type { Position } from '../stage/protocol'
import type { SpeakerWindow } from '../stage/window/deckWindow'
import { sharedState, useNav } from '@slidev/client'
import { computed, shallowRef, watch } from 'vue'
import { isNavigationFailure, NavigationFailureType } from 'vue-router'
import { slides } from '#slidev/slides'
import { stagePlace } from './stagePlace'

/** A timer that is off by less is left alone. */
const TIMER_DRIFT_MS = 1_000

/** This window, as the stage moves it. Slidev's own state is its means. Only inside `setup`. */
export function slidevWindow(): SpeakerWindow {
  const { isPlaying, isPresenter, router } = useNav()
  const role = computed(() => isPlaying.value ? 'projector' : isPresenter.value ? 'presenter' : 'aside')

  // The route changes in one go; what Slidev computes from it changes one after the other.
  const position = shallowRef<Position>()
  const look = (): void => void (position.value = role.value === 'aside' ? undefined : positionOf(router.currentRoute.value))
  look()
  router.afterEach((_to, _from, failure) => {
    // One that was overtaken by another is told as well; one that led to where the window is has arrived.
    if (!failure || isNavigationFailure(failure, NavigationFailureType.duplicated))
      look()
  })
  // Where the same address leads among other slides is to be seen.
  watch(slides, () => position.value = undefined, { flush: 'sync' })

  return {
    position,
    role,
    looksSame: (one, other) => one.slide === other.slide && clicksShown(one) === clicksShown(other),
    goTo({ slide, click }) {
      const route = slides.value[slide - 1]
      if (role.value === 'aside' || !route)
        return false
      const { name, query } = router.currentRoute.value
      router.replace({ name, params: { no: nameOf(route, slide) }, query: { ...query, clicks: click === 0 ? undefined : click } })
      return true
    },
    point(pointer) {
      sharedState.cursor = pointer ? { x: 100 * pointer.x, y: 100 * pointer.y, style: 'laser' } : undefined
    },
    setTimer({ startedAtMs, elapsedMs }) {
      const { timer } = sharedState
      const isRunning = startedAtMs !== null
      const status = isRunning ? 'running' : elapsedMs > 0 ? 'paused' : 'stopped'
      const nowMs = Date.now()
      const shownMs = (isRunning ? nowMs : timer.pausedAt) - timer.startedAt
      // Every window writes this, and each hears what the others wrote: only what differs is written.
      if (timer.status !== status || (status !== 'stopped' && Math.abs(shownMs - elapsedMs) > TIMER_DRIFT_MS))
        sharedState.timer = { ...timer, status, startedAt: status === 'stopped' ? 0 : nowMs - elapsedMs, pausedAt: status === 'paused' ? nowMs : 0 }
    },
    tell({ slide, click, clicks }) {
      Object.assign(stagePlace, { page: slide, clicks: click, clicksTotal: clicks })
    },
  }
}

const frontmatterOf = ({ meta }: SlideRoute): Record<string, unknown> => (meta.slide as SlideInfo).frontmatter

/** The slide's name in an address. */
function nameOf(route: SlideRoute, no: number): string {
  return String(frontmatterOf(route).routeAlias ?? no)
}

/** The place that an address leads to; undefined when that is no slide. */
function positionOf({ params, query }: RouteLocationNormalized): Position | undefined {
  const index = slides.value.findIndex((slide, index) => index + 1 === Number(params.no) || frontmatterOf(slide).routeAlias === params.no)
  return index < 0 ? undefined : { slide: index + 1, click: Math.max(0, Math.trunc(Number(query.clicks ?? 0)) || 0) }
}

/** How many clicks a slide can show of a place; until it stands, all of them. */
function clicksShown({ slide, click }: Position): number {
  const context = slides.value[slide - 1]?.meta.__clicksContext as ClicksContext | undefined
  return context?.isMounted ? Math.min(click, context.total) : click
}
