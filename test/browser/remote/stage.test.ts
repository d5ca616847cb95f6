import type { Stage } from '../../../stage/server/stage'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Admission } from '../../../stage/pairing/admission'
import { buildRemote } from '../../../stage/remote/build'
import { createStage } from '../../../stage/server/stage'
import { clicksOf } from '../../../stage/talk/position'
import { Talk } from '../../../stage/talk/talk'
import { useBrowser } from '../browser'
import { expectText } from './remote'
import { TALK } from './talk'

/* The same page before the stage server itself: what the other files hold of a fake has to be true of that. */

const browser = useBrowser()
const talk = new Talk({ clicks: clicksOf(TALK.slides), edition: TALK.edition, nowMs: Date.now() })
let stage: Stage
let admission: Admission
let dir: string
let pictures: string
let address: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'phone-remote-'))
  await buildRemote({ out: dir })
  pictures = await mkdtemp(join(tmpdir(), 'phone-pictures-'))
  await writeFile(join(pictures, '1-0.webp'), 'not looked at here')
  admission = new Admission({ random: randomBytes })
  stage = await createStage({ talk, admission, info: () => TALK, remoteFolder: dir, siteFolder: null, picturesFolder: pictures })
  const port = await stage.listen('127.0.0.1', 0)
  stage.setHosts([`127.0.0.1:${port}`])
  address = `http://127.0.0.1:${port}/remote`
})
afterAll(async () => {
  await stage.close()
  await Promise.all([dir, pictures].map(folder => rm(folder, { recursive: true, force: true })))
})

it('a phone is paired with the code of the laptop, drives the talk, and is sent away', async () => {
  const context = await browser().newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  const violations: string[] = []
  page.on('console', message => /content security policy/i.test(message.text()) && violations.push(message.text()))

  const { text: code } = admission.newCode(Date.now())
  const picture = page.waitForResponse(response => response.url().endsWith('/remote/picture/1-0.webp?first'))
  await page.goto(`${address}#${code}`)
  await expectText(page, '.link', 'Connected')
  expect((await picture).status()).toBe(200)
  await page.locator('.go-next').tap()
  await page.locator('.go-next').tap()
  await expect.poll(() => talk.state(Date.now()).position).toEqual({ slide: 2, click: 1 })
  await expectText(page, '.said[data-is="now"]', /^Its state is a struct/)

  const [phone] = admission.phones()
  admission.revoke(phone!.id)
  await expectText(page, 'h1', 'Not paired any more')

  // The code works once.
  await page.getByLabel('Or type or paste the code').fill(code)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('This code has been used already.')
  expect(violations).toEqual([])
  await context.close()
})
