/**
 * What the deck uses of Slidev's client, typed. Slidev ships that client as source for its own bundler; checked with
 * our compiler options it fails on lines that are not ours. tsconfig.json points `@slidev/client` here.
 */
import type { RenderContext } from '@slidev/types'
import type { Ref } from 'vue'
import type { Router } from 'vue-router'

/** The slide that a component stands on. Only inside `setup` of something placed on a slide. */
export function useSlideContext(): {
  /** Clicks made on this slide, in this view of it. */
  $clicks: Readonly<Ref<number>>
  $frontmatter: Record<string, unknown>
  /** The slide's number, from 1. */
  $page: Readonly<Ref<number>>
  /** Which view this is: a slide is mounted several times. */
  $renderContext: Readonly<Ref<RenderContext>>
}

/** Whether the slide that a component stands on is the one that is shown. Only inside `setup` of something on a slide. */
export function useIsSlideActive(): Readonly<Ref<boolean>>

/** Where this view of the deck is. Only inside `setup`. */
export function useNav(): {
  /** Clicks made on the current slide. */
  clicks: Readonly<Ref<number>>
  /** The current slide's number, from 1. */
  currentSlideNo: Readonly<Ref<number>>
  /** Whether this is the page that the PDF is printed from. */
  isPrintMode: Readonly<Ref<boolean>>
  /** Whether this is the view of the slides alone. */
  isPlaying: Readonly<Ref<boolean>>
  /** Whether this is the presenter view. */
  isPresenter: Readonly<Ref<boolean>>
  router: Router
}

/** What the windows of one talk share, of which the deck uses this. */
export const sharedState: {
  timer: { status: 'stopped' | 'running' | 'paused', slides: object, startedAt: number, pausedAt: number }
  /** In hundredths of the slide. */
  cursor?: { x: number, y: number, style?: 'cursor' | 'laser' }
}
