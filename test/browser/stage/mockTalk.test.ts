import type { BrowserContext, Locator, Page } from 'playwright-chromium'
import type { Presentation } from './presentation'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { useBrowser } from '../browser'
import { placeOf } from './placeOf'
import { present } from './presentation'

const browser = useBrowser()
let presentation: Presentation
let contexts: BrowserContext[]
let projector: Page
let presenter: Page
let phone: Page
let follower: Page

const nextButton = (): Locator => phone.getByRole('button', { name: /^Next/ })
const backButton = (): Locator => phone.getByRole('button', { name: /^(?:Back|Previous)/ })

beforeAll(async () => {
  presentation = await present()
  const laptop = await browser().newContext({ viewport: { width: 1280, height: 720 } })
  const hand = await browser().newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const room = await browser().newContext({ viewport: { width: 1280, height: 720 } })
  contexts = [laptop, hand, room]
  projector = await open(laptop, presentation.projectorUrl)
  presenter = await open(laptop, presentation.presenterUrl)
  await presenter.locator('.stage-controls').waitFor({ timeout: 120_000 })
  phone = await open(hand, presentation.phoneUrl())
  await nextButton().waitFor()
  follower = await open(room, presentation.audienceUrl)
  await all('intro')
})

afterAll(async () => {
  await Promise.all((contexts ?? []).map(context => context.close()))
  await presentation?.end()
})

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url, { timeout: 120_000 })
  return page
}

const places = (): string[] => [projector, presenter, follower].map(placeOf)

/** Waits until every screen shows the same place, and answers it. */
function agreed(): Promise<string> {
  return vi.waitFor(async () => {
    const [place, ...others] = places()
    expect(others).toEqual([place, place])
    return place!
  }, { timeout: 60_000, interval: 50 })
}

/** Waits until every screen is at a place: the alias of a slide, with its clicks. */
async function all(place: string): Promise<void> {
  await vi.waitFor(async () => expect(places()).toEqual([place, place, place]), { timeout: 60_000, interval: 50 })
}

describe('a talk that is driven from a phone', () => {
  it('goes to every screen, step by step and back', async () => {
    await nextButton().tap()
    await all('systems')
    await nextButton().tap()
    await all('systems?clicks=1')
    await backButton().tap()
    await all('systems')
  })

  it('is driven from the laptop as well, in both of its windows', async () => {
    await projector.bringToFront()
    await projector.keyboard.press('ArrowRight')
    await all('systems?clicks=1')
    await presenter.bringToFront()
    await presenter.keyboard.press('PageDown')
    await all('systems?clicks=2')
  })

  it('counts every tap once, when phone and laptop tap at the same time', async () => {
    // From slide 2 after two clicks: 1 to its last, 1 to slide 3, 1 to slide 4, 1 to slide 5, 7 to its last, 1 to slide 6.
    const taps = async (): Promise<void> => {
      for (let tap = 0; tap < 6; tap++)
        await nextButton().tap()
    }
    const keys = async (): Promise<void> => {
      for (let key = 0; key < 6; key++)
        await presenter.keyboard.press('PageDown')
    }
    await Promise.all([taps(), keys()])
    await all('solution')
  })

  it('loses nothing that was tapped while the phone had no network', async () => {
    const [, hand] = contexts
    await hand!.setOffline(true)
    await nextButton().tap()
    await nextButton().tap()
    await hand!.setOffline(false)
    await all('solution?clicks=2')
  })

  it('adds up what was done on both sides of a second cut, for the room as well', async () => {
    const [, hand, room] = contexts
    await Promise.all([hand!.setOffline(true), room!.setOffline(true)])
    await presenter.keyboard.press('PageDown')
    await backButton().tap()
    await Promise.all([hand!.setOffline(false), room!.setOffline(false)])
    await all('solution?clicks=2')
    await phone.getByText('Connected').first().waitFor()
  })

  it('is not moved by a window that is loaded again, nor by one that opens at another slide', async () => {
    await projector.reload()
    await presenter.reload()
    const another = await open(contexts[0]!, presentation.presenterUrl.replace(/presenter\/.*/, 'presenter/20'))
    await vi.waitFor(async () => expect(placeOf(another)).toBe('solution?clicks=2'), { timeout: 60_000, interval: 50 })
    await another.close()
    await all('solution?clicks=2')
  })

  it('has a clock that goes on in a window that is loaded again', async () => {
    await presenter.getByRole('button', { name: 'Start the timer' }).click()
    const startedAtMs = Date.now()
    await presenter.getByRole('timer').filter({ hasText: '0:05' }).waitFor()
    await presenter.reload()
    await vi.waitFor(async () => {
      const [minutes, seconds] = (await presenter.getByRole('timer').textContent())!.split(':').map(Number)
      expect(Math.abs(60 * minutes! + seconds! - (Date.now() - startedAtMs) / 1000)).toBeLessThan(2)
    }, { timeout: 30_000, interval: 50 })
  })

  it('can be blanked, for the room and not for the speaker', async () => {
    await phone.getByRole('button', { name: /blank/i }).first().tap()
    await Promise.all([projector, follower].map(page => page.locator('.blank-screen').waitFor()))
    expect(await presenter.locator('.blank-screen').count()).toBe(0)
    await follower.getByRole('button', { name: 'Keep reading' }).click()
    await follower.locator('.blank-screen').waitFor({ state: 'detached' })
    await follower.getByRole('button', { name: /^Back to live/ }).click()
    await follower.locator('.blank-screen').waitFor()
    await nextButton().tap()
    await Promise.all([projector, follower].map(page => page.locator('.blank-screen').waitFor({ state: 'detached' })))
  })

  it('runs a panel for everybody, by the phone’s controls', async () => {
    await presenter.bringToFront()
    await presenter.keyboard.press('g')
    await presenter.locator('#slidev-goto-input').fill('19')
    await presenter.keyboard.press('Enter')
    await all('multi-database')
    // A window with another page has nothing that runs, which says nothing of the others.
    const overview = await open(contexts[0]!, new URL('#/overview', presentation.projectorUrl).href)
    await overview.getByRole('heading', { name: 'Challenge' }).first().waitFor({ state: 'attached', timeout: 60_000 })
    await phone.getByRole('button', { name: /^Live/ }).tap()
    await phone.getByRole('button', { name: /start|run/i }).last().tap()
    await follower.getByText('All seven run.').filter({ visible: true }).waitFor({ timeout: 30_000 })
    await phone.getByRole('button', { name: 'Kill RRRepo' }).tap()
    for (const page of [projector, presenter, follower])
      await page.getByText('RRRepo was started again; nobody else noticed.').filter({ visible: true }).first().waitFor({ timeout: 30_000 })
    await overview.close()
  })

  it('goes on without a window that shows another page meanwhile, and takes it along when it is back', async () => {
    const noWindow = phone.getByText('No window on the laptop shows the talk')
    await projector.evaluate(() => location.hash = '#/overview')
    await noWindow.waitFor()
    await nextButton().tap()
    await vi.waitFor(async () => expect(placeOf(presenter)).toBe('multi-database?clicks=1'), { timeout: 30_000, interval: 50 })
    await projector.goBack()
    await noWindow.waitFor({ state: 'hidden' })
    await all('multi-database?clicks=1')
  })

  it('is where Slidev’s page of notes is, too', async () => {
    const notes = await open(contexts[0]!, new URL('#/notes', presentation.projectorUrl).href)
    await notes.getByText('19', { exact: true }).waitFor({ timeout: 60_000 })
    await presenter.keyboard.press('ArrowDown')
    await notes.getByText('20', { exact: true }).waitFor()
    await notes.close()
  })

  it('goes on after the stage has crashed, with the same phone at the same place', async () => {
    const place = await agreed()
    presentation.crash('stage')
    await nextButton().tap()
    await vi.waitFor(async () => expect(await agreed()).not.toBe(place), { timeout: 90_000, interval: 100 })
  })

  it('goes on after the deck has crashed, with its windows at the same place and the timer running', async () => {
    const place = await agreed()
    presentation.crash('deck')
    await phone.getByText('No window on the laptop shows the talk').waitFor()
    await presenter.keyboard.press('PageDown')
    await presenter.getByText('1 key press from before was not sent.').waitFor({ timeout: 90_000 })
    await phone.getByText('No window on the laptop shows the talk').waitFor({ state: 'hidden', timeout: 90_000 })
    await all(place)
    await presenter.getByRole('button', { name: 'Pause the timer' }).waitFor({ timeout: 30_000 })
    await nextButton().tap()
    await vi.waitFor(async () => expect(await agreed()).not.toBe(place), { timeout: 30_000, interval: 100 })
  })
})

describe('a follower', () => {
  it('may leaf alone, and comes back with one tap', async () => {
    const live = await agreed()
    await follower.bringToFront()
    await follower.keyboard.press('ArrowLeft')
    await follower.getByRole('button', { name: /^Back to live/ }).waitFor()
    expect(placeOf(projector)).toBe(live)
    await follower.getByRole('button', { name: /^Back to live/ }).click()
    await all(live)
  })

  it('never gets a note, not in the presenter view of their site either', async () => {
    const place = await agreed()
    const notesIn = async (page: Page): Promise<string> => (await page.locator('.grid-section.note .slidev-note').textContent())!.trim()
    expect((await notesIn(presenter)).length, 'what the speaker reads there').toBeGreaterThan(40)
    const desk = await open(contexts[2]!, `${presentation.audienceUrl}#/presenter/1`)
    await vi.waitFor(() => expect(placeOf(desk)).toBe(place), { timeout: 60_000, interval: 50 })
    expect(await notesIn(desk)).toBe('No notes.')
    await desk.close()
  })

  it('does not put what it says of the talk on paper', async () => {
    const paper = await open(contexts[2]!, `${presentation.audienceUrl}?print#/print`)
    await paper.locator('.print-slide-container').first().waitFor({ timeout: 60_000 })
    expect(await paper.locator('.follow-bar').count()).toBe(0)
    await paper.close()
  })
})

it('a phone that the speaker sends away can do nothing more', async () => {
  const place = await agreed()
  await presenter.getByRole('button', { name: /^1 phone/ }).click()
  await presenter.getByText(/paired \d\d:\d\d, connected/).waitFor()
  await contexts[1]!.setOffline(true)
  await presenter.getByText(/paired \d\d:\d\d, last seen \d\d:\d\d/).waitFor({ timeout: 60_000 })
  await contexts[1]!.setOffline(false)
  await presenter.getByText(/paired \d\d:\d\d, connected/).waitFor()
  await presenter.getByRole('button', { name: /^Revoke/ }).click()
  await presenter.getByText('None is paired.').waitFor()
  await phone.getByRole('textbox').or(phone.getByText(/scan/i)).first().waitFor({ timeout: 30_000 })
  expect(await agreed()).toBe(place)
})
