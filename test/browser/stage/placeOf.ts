import type { Page } from 'playwright-chromium'

/** The slide that a window of the deck shows and its clicks: `systems?clicks=1`. By its aliases, the first slide has two names. */
export function placeOf(page: Page): string {
  const { hash } = new URL(page.url())
  return hash.replace(/^#\/(presenter\/)?/, '').replace(/^1$/, 'intro').replace(/\?clicks=0$/, '')
}
