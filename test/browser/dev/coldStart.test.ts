import type { ChildProcess } from 'node:child_process'
import type { ProjectCopy } from '../../projectCopy'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../../scripts/ports'
import { endChild } from '../../../stage/present/child'
import { deckPart } from '../../../stage/present/parts'
import { windowUrls } from '../../../stage/present/windows'
import { copyProject } from '../../projectCopy'
import { useBrowser } from '../browser'

const browser = useBrowser()
let copy: ProjectCopy
let port: number
let deck: ChildProcess

beforeAll(async () => {
  // Vite has never seen it.
  copy = await copyProject()
  port = await freePort(8800)
  deck = deckPart(copy.root, port).start()
  const [said] = await once(deck, 'message')
  expect(said).toEqual({ to: 'parent', message: { kind: 'isUp' } })
})
afterAll(async () => {
  await endChild(deck, 3_000)
  await copy.remove()
})

it('no window is loaded a second time under the eyes of the room, not even at the first start', async () => {
  const loads: string[] = []
  const open = async (url: string, place: string): Promise<void> => {
    const page = await browser().newPage()
    page.on('request', request => request.isNavigationRequest() && loads.push(url))
    await page.goto(url, { timeout: 90_000 })
    await page.locator(place).first().waitFor({ timeout: 90_000 })
  }
  const { projector, presenter } = windowUrls(port)
  await open(projector, '.slidev-layout')
  // Nothing is needed later than the controls of the stage.
  await open(presenter, '.stage-controls')
  expect(loads).toEqual([projector, presenter])
})
