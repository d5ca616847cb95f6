import type { Browser } from 'playwright-chromium'
import { afterAll, beforeAll } from 'vitest'
import { launchBrowser } from '../../scripts/browser'

/**
 * Starts one browser for the tests of a file and closes it after them.
 *
 * @returns a function that gives it, to be called from a test or a hook
 */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())
  return () => {
    if (!browser)
      throw new Error('The browser is started before the first test, not earlier.')
    return browser
  }
}
