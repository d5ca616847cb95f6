import type { Page } from 'playwright-chromium'
import { expect, inject, it } from 'vitest'
import { useBrowser } from './browser'

const browser = useBrowser()
const { url } = inject('deck')

/** What the pointer looks like where it is. */
const pointer = (page: Page): Promise<string> => page.evaluate(() => getComputedStyle([...document.querySelectorAll(':hover')].at(-1) ?? document.documentElement).cursor)

it('goes after two seconds of rest, also over what comes to lie under it, and is back when it moves', async () => {
  const context = await browser().newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    await page.goto(`${url}#/rate-limiter?clicks=99`)
    await page.locator('.live-bar').filter({ visible: true }).waitFor()
    await page.mouse.move(640, 300)
    await page.mouse.move(641, 301)
    expect(await pointer(page)).not.toBe('none')
    await expect.poll(() => pointer(page), { timeout: 10_000 }).toBe('none')
    await page.keyboard.press('PageDown')
    await page.waitForURL(/orbitfour/)
    await expect.poll(() => pointer(page), { timeout: 10_000 }).toBe('none')
    await page.mouse.move(645, 305)
    expect(await pointer(page)).not.toBe('none')
    expect(await page.locator('[data-hides-pointer]').count()).toBe(0)
  }
  finally {
    await context.close()
  }
})
