import type { Theme } from './findings'
import type { LiveSlide } from './live/liveSlide'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { children } from '../../components/supervision/adminTree'
import { useBrowser } from './browser'
import { openLiveSlide } from './live/liveSlide'
import { axeFaults } from './measure/axe'
import { settle } from './measure/settle'
import { press } from './page'
import { measure } from './walk'

const browser = useBrowser()
const { url } = inject('deck')

const panels = ['scheduling', 'mailer', 'rate-limiter', 'epp-health', 'multi-database'] as const
type Panel = typeof panels[number]

let complaints: string[] = []
let open: LiveSlide | undefined
async function openPanel(panel: Panel, visitor: Parameters<typeof openLiveSlide>[3] = {}): Promise<LiveSlide> {
  complaints = []
  open = await openLiveSlide(browser(), url, panel, { onComplaint: ({ what }) => complaints.push(what), ...visitor })
  return open
}
afterEach(async () => {
  await open?.close()
  open = undefined
  expect(complaints).toEqual([])
})

/** Everything on a slide that can have the focus, in the order in which Tab reaches it, by role and name. */
async function tabStops({ page, slide }: LiveSlide): Promise<string[]> {
  const stops: string[] = []
  await slide.locator('.slidev-layout').evaluate((element) => {
    element.tabIndex = -1
    element.focus()
  })
  for (;;) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      if (!element.closest('#slide-content .slidev-page'))
        return undefined
      const { outlineStyle, opacity } = getComputedStyle(element)
      const box = opacity === '0' ? getComputedStyle(element.parentElement!).outlineStyle : outlineStyle
      const name = element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent ?? ''
      return { name: `${element.localName === 'input' ? (element as HTMLInputElement).type : element.localName} ${name.replace(/\s+/g, ' ').trim()}`, isRinged: box !== 'none' }
    })
    if (!stop || stops.includes(stop.name))
      return stops
    expect(stop.isRinged, `${stop.name} shows that it has the focus`).toBe(true)
    stops.push(stop.name)
  }
}

describe.each(panels)('the live run on slide %s', (panel) => {
  it.each<Theme>(['light', 'dark'])('fits, is large and clear enough and nothing that axe minds, in the %s', async (theme) => {
    const live = await openPanel(panel, { theme })
    await live.start()
    await live.pass(6000)
    const faults: string[] = []
    await measure(live.page, (check, ...found) => faults.push(...found.map(what => `${check}: ${what}`)))
    await live.page.clock.resume()
    faults.push(...await axeFaults(live.page))
    expect(faults).toEqual([])
  })

  it('begins and ends by its button, its key, a click on the slide and the way to another one', async () => {
    const live = await openPanel(panel)
    const { page, toggle } = live
    const isOn = () => toggle.getAttribute('aria-label').then(name => name === 'End the live run')
    const still = await live.slide.textContent()

    await toggle.focus()
    await page.keyboard.press('Enter')
    expect(await isOn()).toBe(true)
    await page.keyboard.press('Enter')
    expect(await isOn()).toBe(false)
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.keyboard.press('l')
    expect(await isOn()).toBe(true)
    await page.keyboard.press('l')
    expect(await isOn()).toBe(false)
    expect(await live.slide.textContent()).toBe(still)

    await page.keyboard.press('l')
    await press(page, 'ArrowLeft')
    await press(page, 'ArrowRight')
    if (panel !== 'epp-health')
      expect(await isOn()).toBe(false)
    await page.keyboard.press('l')
    await press(page, 'ArrowRight')
    await press(page, 'ArrowLeft')
    expect(await isOn()).toBe(false)
    expect(await live.slide.textContent()).toBe(still)
  })

  it('gives the keys back to the talk after a click by hand', async () => {
    const live = await openPanel(panel)
    await live.toggle.click()
    await live.page.waitForTimeout(0)
    await live.page.clock.runFor(1000)
    const control = live.slide.locator('.live-controls, .over-picture').getByRole('button').or(live.slide.locator('.live-controls label')).first()
    await control.click()
    const rest = await press(live.page, 'PageDown')
    expect(rest.no).toBeGreaterThan(0)
    expect(await live.page.evaluate(settle, '').then(({ no }) => no)).toBe(rest.no)
    expect(rest.click).toBe(0)
  })
})

describe('by the keyboard alone', () => {
  it('every control of the tree is reached, and kills, gives up and starts anew', async () => {
    const live = await openPanel('multi-database')
    await live.start()
    expect(await tabStops(live)).toEqual([
      'button list',
      'button Pause',
      'button End the live run',
      ...children.map(({ name, purpose }) => expect.stringMatching(new RegExp(`^button Kill ?${name} ?${purpose} ?running$`))),
      'radio :one_for_one',
      'button reset',
    ])

    const kill = async (name: string): Promise<void> => {
      await live.slide.getByRole('button', { name: `Kill ${name}` }).focus()
      await live.page.keyboard.press('Enter')
      await live.pass(1000)
    }
    await kill('PuppiesRepo')
    expect(await live.status.textContent()).toContain('PuppiesRepo was started again; nobody else noticed.')
    await kill('RRRepo')
    await kill('Presence')
    await kill('GeocodeRepo')
    await live.pass(3000)
    expect(await live.status.textContent()).toContain('Restart 4 within 5 seconds is one too many')
    expect(await live.slide.getByRole('meter', { name: 'restarts that count' }).getAttribute('aria-valuetext')).toBe('more than 3 in 5 seconds: over')

    await live.slide.getByRole('radio', { name: ':one_for_one' }).focus()
    await live.page.keyboard.press('ArrowRight')
    await live.pass(100)
    expect(await live.slide.getByRole('radio', { name: ':one_for_all' }).isChecked()).toBe(true)
    await live.page.keyboard.press('Escape')
    expect(await live.page.evaluate(() => document.activeElement?.localName)).toBe('body')
  })
})
