import { describe, expect, it } from 'vitest'
import { CODE } from './fakeStage'
import { expectText, useRemote } from './remote'

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
    await page.goto(`${remote.stage.url}#an-old-code`)
    await page.locator('.drive').waitFor()
    expect(remote.stage.requests.filter(request => request === 'POST /remote/pair')).toHaveLength(2)
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
    ['throttled', { status: 429 }, 'Too many wrong codes were tried'],
    ['not a code', { status: 400 }, 'This code is wrong.'],
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
