import type { Page, Route } from 'playwright-chromium'
import { describe, expect, it } from 'vitest'
import { CODE } from './fakeStage'
import { expectText, placeOf, useRemote } from './remote'

const remote = useRemote()

describe('a phone that scans the code', () => {
  it('drives the talk, and the code is gone from its address and its history', async () => {
    const page = await remote.drive()
    expect(page.url()).toBe(remote.stage.url)
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2)
    await expectText(page, 'h1', 'A talk')
  })

  it('is still paired after a reload', async () => {
    const page = await remote.drive()
    await page.reload()
    await page.locator('.drive').waitFor()
  })

  it('drives the talk if it was paired before, whatever has become of the code', async () => {
    const page = await remote.drive()
    remote.stage.refusal = { status: 403, why: 'used' }
    const again = await page.context().newPage()
    await again.goto(`${remote.stage.url}#an-old-code`)
    await again.locator('.drive').waitFor()
    expect(remote.stage.requests.filter(request => request === 'POST /remote/pair')).toHaveLength(2)
  })
})

describe('a code that is scanned', () => {
  const pairingsTried = (): number => remote.stage.requests.filter(request => request === 'POST /remote/pair').length

  it('is handed in once more when the laptop did not hear of it', async () => {
    let isLost = true
    const page = await remote.open({ prepare: page => page.route('**/remote/pair', (route) => {
      const wasLost = isLost
      isLost = false
      return wasLost ? route.abort() : route.continue()
    }) })
    await page.locator('.drive').waitFor()
    expect(pairingsTried()).toBe(1)
    expect(page.url()).toBe(remote.stage.url)
  })

  it('is taken by a page that asks for one, as it is', async () => {
    const page = await remote.open({ code: 'wrong' })
    await page.getByRole('alert').waitFor()
    await page.evaluate(() => document.documentElement.dataset.isSame = 'yes')
    await page.evaluate(code => location.hash = code, CODE)
    await page.locator('.drive').waitFor()
    expect(page.url()).toBe(remote.stage.url)
    expect(await page.locator('html').getAttribute('data-is-same')).toBe('yes')
  })

  it('is not needed by a phone that drives, and does not stay in the address', async () => {
    const page = await remote.drive()
    await page.evaluate(() => location.hash = 'another')
    await expect.poll(() => page.url()).toBe(remote.stage.url)
    await page.locator('.go-next').tap()
    await expectText(page, '.waiting', '')
    expect(pairingsTried()).toBe(1)
  })
})

describe('a phone in a network where somebody else has the address of the laptop', () => {
  const asAStranger = (route: Route): Promise<void> => route.fulfill({ status: 403, contentType: 'text/html', body: '<h1>Log in to the router</h1>' })

  it('is still paired when it is back', async () => {
    const page = await remote.drive()
    await page.route('**/remote/command', asAStranger)
    await page.route('**/remote/info', asAStranger)
    await page.route('**/remote/state', asAStranger)
    await page.locator('.go-next').tap()
    await expectText(page, '.link', /^Offline/)
    await expectText(page, '.waiting', '1 tap waiting')
    await page.unrouteAll()
    await expect.poll(() => placeOf(remote.stage), { timeout: 10_000 }).toBe('2.0')
    await expectText(page, '.link', 'Connected')
  })

  it('does not call a code wrong that nobody has looked at', async () => {
    const page = await remote.open({ code: null })
    await page.route('**/remote/pair', asAStranger)
    await page.getByLabel('Or type or paste the code').fill(CODE)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('on the same Wi-Fi')
  })

  it('drives on by itself when it was asked for a code meanwhile', async () => {
    const page = await remote.drive()
    // Another laptop with a stage of its own.
    await page.route('**/remote/info', route => route.fulfill({ status: 403, headers: { Stage: 'refused' } }))
    await page.reload()
    await expectText(page, 'h1', 'Pair this phone')
    await page.unrouteAll()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await page.locator('.drive').waitFor()
    await expectText(page, '.link', 'Connected')
  })
})

describe('a phone that is not paired', () => {
  it('is told what to do', async () => {
    const page = await remote.open({ code: null })
    await expectText(page, 'h1', 'Pair this phone')
    await expect.poll(() => page.locator('main').textContent()).toContain('Scan the code that the laptop shows')
    expect(remote.stage.requests).not.toContain('POST /remote/pair')
  })

  it('takes a code that is typed', async () => {
    const page = await remote.open({ code: null })
    await page.getByLabel('Or type or paste the code').fill(` ${CODE} `)
    await page.getByRole('button', { name: 'Pair this phone' }).tap()
    await page.locator('.drive').waitFor()
  })

  it('takes a whole address that is pasted', async () => {
    const page = await remote.open({ code: null })
    await page.getByLabel('Or type or paste the code').fill(`http://192.168.1.7:8080/remote#${CODE}`)
    await page.keyboard.press('Enter')
    await page.locator('.drive').waitFor()
  })

  it.each([
    ['wrong', { status: 403, why: 'wrong' }, 'This code is wrong.'],
    ['used', { status: 403, why: 'used' }, 'This code has been used already.'],
    ['expired', { status: 403, why: 'expired' }, 'This code is too old.'],
    ['replaced', { status: 403, why: 'replaced' }, 'There is a newer code than this.'],
    ['throttled', { status: 429, why: 'throttled' }, 'Too many wrong codes were tried'],
    ['not a code', { status: 400 }, 'This code is wrong.'],
    ['a whole page of text', { status: 413 }, 'This code is wrong.'],
    ['on a laptop in trouble', { status: 500 }, 'The laptop could not answer.'],
  ])('is told when a code is %s, scanned or typed', async (_, refusal, sentence) => {
    remote.stage.refusal = refusal
    const page = await remote.open()
    const alert = page.getByRole('alert')
    await expect.poll(() => alert.textContent()).toContain(sentence)

    await page.getByLabel('Or type or paste the code').fill('another')
    await page.getByRole('button', { name: 'Pair this phone' }).tap()
    await expect.poll(() => remote.stage.requests.filter(request => request === 'POST /remote/pair').length).toBe(2)
    await expect.poll(() => alert.textContent()).toContain(sentence)
  })

  it('is told when the laptop is not to be reached', async () => {
    const page = await remote.open({ code: null })
    const input = page.getByLabel('Or type or paste the code')
    await input.fill(CODE)
    await remote.stage.go()
    await input.press('Enter')
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('on the same Wi-Fi')
    await remote.stage.come()
    await input.press('Enter')
    await page.locator('.drive').waitFor()
  })

  it('is told when its browser does not keep the pairing', async () => {
    const page = await remote.open({ prepare: page => page.route('**/remote/pair', route => route.fulfill({ status: 204 })) })
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('let it keep cookies')
  })
})

describe('a phone whose pairing is ended on the laptop', () => {
  it('says so at once, and can be paired anew', async () => {
    const page = await remote.drive()
    remote.stage.revoke()
    await expectText(page, 'h1', 'Not paired any more')
    await expect.poll(() => page.getByRole('alert').textContent()).toBe('The laptop has ended the pairing with this phone.')
    await page.getByLabel('Or type or paste the code').fill(CODE)
    await page.keyboard.press('Enter')
    await page.locator('.drive').waitFor()
    await expectText(page, '.link', 'Connected')
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    expect(await page.locator('.notices p').count()).toBe(0)
  })

  it('says how many taps were not delivered', async () => {
    const page = await remote.drive()
    await remote.stage.go()
    await page.getByRole('button', { name: 'Next' }).tap()
    await page.getByRole('button', { name: 'Next' }).tap()
    remote.stage.revoke()
    await remote.stage.come()
    await expect.poll(() => page.getByRole('alert').textContent(), { timeout: 10_000 }).toContain('2 taps were not delivered.')
  })
})

describe('a phone that is paired again in another tab', () => {
  async function pairInAnotherTab(page: Page): Promise<void> {
    const other = await page.context().newPage()
    await other.goto(`${remote.stage.url}#${CODE}`)
    await other.locator('.drive').waitFor()
    await other.close()
  }

  it('goes on in the old one', async () => {
    const page = await remote.drive()
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    await pairInAnotherTab(page)
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.1')
    expect(await page.locator('.notices p').count()).toBe(0)
  })

  it('is another phone after its pairing was ended: the old tab, which was offline, says which tap was lost, and goes on under a new name', async () => {
    const page = await remote.drive()
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.0')
    await page.route('**/remote/*', route => route.abort())
    remote.stage.revoke()
    await expectText(page, '.link', /^Offline/)
    await page.locator('.go-next').tap()
    await expectText(page, '.waiting', '1 tap waiting')
    await pairInAnotherTab(page)

    await page.unrouteAll()
    await page.getByText('1 tap from before may not have been sent.').waitFor()
    expect(placeOf(remote.stage)).toBe('2.0')
    await page.locator('.go-next').tap()
    await expect.poll(() => placeOf(remote.stage)).toBe('2.1')
  })
})
