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
      // A control that lies unseen over what is drawn for it has its ring there.
      const drawn = getComputedStyle(element).opacity === '0' ? [element.parentElement!, element.nextElementSibling!] : [element]
      const label = element instanceof HTMLInputElement ? element.labels?.[0] : element
      const name = element.getAttribute('aria-label') ?? label?.textContent ?? ''
      return { name: `${element.localName === 'input' ? (element as HTMLInputElement).type : element.localName} ${name.replace(/\s+/g, ' ').trim()}`, isRinged: drawn.some(part => getComputedStyle(part).outlineStyle !== 'none') }
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
    const isOn = async () => {
      await page.clock.runFor(1)
      return await toggle.getAttribute('aria-label') === 'End the live run'
    }
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
      'radio model',
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

  it('the scheduling is slowed down, hurried and begun again, and stands still at its end', async () => {
    const live = await openPanel('scheduling')
    await live.start()
    expect(await tabStops(live)).toEqual(['button Pause', 'button End the live run', 'radio 1×', 'button restart'])
    const progress = live.slide.getByRole('progressbar', { name: 'scheduled' })
    const done = async (): Promise<number> => Number(await progress.getAttribute('value')) / Number(await progress.getAttribute('max'))

    await live.pass(3000)
    const after3s = await done()
    expect(after3s).toBeGreaterThan(0.2)
    await live.slide.getByRole('radio', { name: '1×', exact: true }).focus()
    await live.page.keyboard.press('ArrowRight')
    expect(await live.slide.getByRole('radio', { name: '4×', exact: true }).isChecked()).toBe(true)
    await live.pass(1500)
    expect(await done() - after3s).toBeGreaterThan(0.25)
    await live.pass(3000)
    expect(await done()).toBe(1)
    expect(await live.status.textContent()).toContain('Committed: 500,000 jobs both ways.')
    expect(await live.slide.getByRole('row', { name: /^stream in chunks/ }).getByRole('cell').allTextContents()).toEqual(['0', '250', '500,000', '500,000'])
    await live.slide.getByRole('button', { name: 'restart' }).focus()
    await live.page.keyboard.press('Enter')
    await live.pass(50)
    expect(await done()).toBeLessThan(0.1)
  })

  it('the mailer meets each fault that is injected', async () => {
    const live = await openPanel('mailer')
    await live.start()
    const faults = ['rate exceeded', 'daily limit', 'already sent', 'invalid address', 'other error', 'crash', 'bounce']
    expect(await tabStops(live)).toEqual(['button Pause', 'button End the live run', ...faults.map(fault => `button ${fault}`), 'radio 1×'])
    await live.slide.getByRole('radio', { name: '1×' }).focus()
    await live.page.keyboard.press('ArrowRight')
    for (const [fault, told] of [['rate exceeded', 'no token left'], ['invalid address', 'nobody can be reached there'], ['crash', 'crashed in the window between send and record']] as const) {
      await live.slide.getByRole('button', { name: fault }).focus()
      await live.page.keyboard.press('Enter')
      let seen = ''
      for (let tenth = 0; tenth < 120 && !seen.includes(told); tenth++) {
        await live.pass(100)
        seen = await live.status.textContent() ?? ''
      }
      expect(seen).toContain(told)
    }
  })

  it('the rate limiter is set, and switched off: then mail is lost, and it says so', async () => {
    const live = await openPanel('rate-limiter')
    await live.start()
    expect(await tabStops(live)).toEqual(['radio model', 'button Pause', 'button End the live run', 'range rate', 'range burst', 'range load', expect.stringMatching(/^checkbox limiter/), 'radio 1×'])
    const lost = async (): Promise<string> => (await live.slide.locator('dd').last().textContent())!.trim()
    await live.pass(3000)
    expect(await lost()).toBe('0')

    await live.slide.getByRole('slider', { name: 'load' }).focus()
    await live.page.keyboard.press('End')
    await live.pass(200)
    expect(await live.slide.getByRole('slider', { name: 'load' }).inputValue()).toBe('300')
    await live.slide.getByRole('switch', { name: 'limiter' }).focus()
    await live.page.keyboard.press('Space')
    await live.pass(3000)
    expect(Number(await lost())).toBeGreaterThan(200)
    expect(await live.status.textContent()).toContain('lost in silence')

    // No hand on a slider gets it beyond its bounds.
    await live.slide.getByRole('slider', { name: 'rate' }).focus()
    for (const key of ['Home', 'ArrowLeft', 'PageDown'])
      await live.page.keyboard.press(key)
    await live.pass(200)
    expect(await live.slide.getByRole('slider', { name: 'rate' }).inputValue()).toBe('1')
    expect(await live.slide.getByRole('meter', { name: /tokens/ }).getAttribute('aria-valuetext')).toBeTruthy()
  })

  it('the EPP monitor loses a connection, and has it back', async () => {
    const live = await openPanel('epp-health')
    await live.start()
    await live.pass(1000)
    const drop = live.slide.getByRole('button', { name: 'Drop connection c4 to Verisign' })
    expect(await tabStops(live)).toHaveLength(2 + 10)
    await drop.focus()
    await live.page.keyboard.press('Enter')
    await live.pass(100)
    expect(await drop.isDisabled()).toBe(true)

    const row = live.slide.getByRole('table', { name: 'Connections to Verisign' }).getByRole('row', { name: /^c4/ })
    const told: string[] = []
    for (let second = 0; second < 45 && await drop.isDisabled(); second++) {
      await live.pass(1000)
      told.push(`${await row.textContent()} ${await live.status.textContent()}`.replace(/\s+/g, ' '))
    }
    // What it tells comes five seconds apart, and so a little after it has happened.
    await live.pass(5000)
    told.push(await live.status.textContent() ?? '')
    expect(told.some(text => text.includes('attempt 1'))).toBe(true)
    expect(told.some(text => text.includes('retry in'))).toBe(true)
    expect(told.some(text => text.includes('Verisign c4'))).toBe(true)
    expect(await drop.isDisabled()).toBe(false)
    expect(await live.slide.getByText('10/10').count()).toBe(1)
  })
})

describe('for a screen reader', () => {
  /** The panel as a screen reader meets it: roles and names, without figures. */
  const outlineOf = async (live: LiveSlide): Promise<string> => (await live.slide.locator('.panel').ariaSnapshot()).replace(/\d[\d,.]*/g, 'n')

  it('the tree is a nested list, its window a meter', async () => {
    const live = await openPanel('multi-database')
    expect(await outlineOf(live)).toMatchInlineSnapshot(`
      "- button "list"
      - group "what it runs on":
        - text: what it runs on
        - radio "model" [checked]
        - text: model
        - radio "BEAM"
        - text: BEAM
      - 'button "Run live: the supervision tree"': run live
      - status
      - list:
        - listitem:
          - text: VianetAdmin.Supervisor :one_for_one
          - list:
            - listitem: VianetAdmin.Repo the admin’s own running
            - listitem: PuppiesRepo Puppies.com running
            - listitem: RRRepo ReputableRooms running
            - listitem: RoommatesRepo gen. n Roommates running
            - listitem: GeocodeRepo geocoding running
            - listitem: ConnectionMonitor watches the pools running
            - listitem: Presence admins online running
      - meter "restarts that count":
        - paragraph: n of n restarts
        - paragraph: within n s"
    `)
  })

  it('the list is a table', async () => {
    const live = await openPanel('multi-database')
    await live.slide.getByRole('button', { name: 'list' }).click()
    const table = live.slide.getByRole('table', { name: /VianetAdmin\.Supervisor/ })
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['child', 'gen.', 'process', 'state'].map(name => expect.stringContaining(name)))
    expect(await table.getByRole('rowheader').count()).toBe(7)
  })

  it('the bucket is a meter, the chain a list, the charts have words, and the sentence of the step is announced', async () => {
    const limiter = await openPanel('rate-limiter')
    expect(await limiter.slide.getByRole('meter', { name: /tokens/ }).getAttribute('aria-valuenow')).toBe('0')
    expect(await limiter.slide.getByRole('img', { name: /.+/ }).first().getAttribute('aria-label')).toBeTruthy()
    expect(await limiter.slide.locator('figcaption').getAttribute('aria-live')).toBe('polite')
    await limiter.close()
    const mailer = await openPanel('mailer', { step: 2 })
    const stations = await mailer.slide.locator('.panel').getByRole('listitem').allTextContents()
    expect(stations.map(station => station.replace(/\s+/g, ' ').trim())).toEqual([
      expect.stringMatching(/member.*passed/),
      expect.stringMatching(/valid email.*passed/),
      expect.stringMatching(/campaign.*passed/),
      expect.stringMatching(/record reserved.*passed/),
      expect.stringMatching(/rate limiter ready.*failed/),
      expect.stringMatching(/send.*not reached/),
    ])
  })
})
