import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-chromium'
import { createRequire } from 'node:module'

const AXE_PATH = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/**
 * Asks axe, with its default rules, best practices among them.
 *
 * @returns each violation with the first elements it was found on
 */
export async function axeFaults(page: Page): Promise<string[]> {
  if (!await page.evaluate(() => 'axe' in globalThis))
    await page.addScriptTag({ path: AXE_PATH })
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({ resultTypes: ['violations'], ancestry: true }))
  return violations.map(({ id, help, nodes }) => {
    const [first, ...more] = nodes
    const path = (first!.ancestry ?? first!.target).join(' ').split(' > ').slice(-4).join(' > ')
    return `axe finds "${help}" (${id}) at ${path}${more.length ? ` and ${more.length} more` : ''}: ${first!.html.replace(/\s+/g, ' ').slice(0, 100)}`
  })
}
