import { chmod, readdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { launchBrowser, resolveBrowser } from '../../scripts/browser'
import { unpackBundledChromium } from '../../scripts/bundled-chromium'
import { makeFolder } from '../folder'

let folder: string
beforeEach(async () => {
  folder = await makeFolder()
})
afterEach(() => {
  vi.unstubAllEnvs()
})

async function program(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  await chmod(path, 0o755)
  return path
}

it('takes the browser that is named, before any other', async () => {
  const mine = await program('mine', '')
  vi.stubEnv('BROWSER_PATH', mine)
  expect(await resolveBrowser()).toMatchObject({ executablePath: mine, source: 'explicit' })
  const other = await program('other', '')
  expect(await resolveBrowser({ executablePath: other })).toMatchObject({ executablePath: other, source: 'explicit' })
})

it('names a browser that is named but missing, rather than take another', async () => {
  vi.stubEnv('BROWSER_PATH', join(folder, 'none'))
  await expect(resolveBrowser()).rejects.toThrow(`The browser ${join(folder, 'none')} (from BROWSER_PATH) is not a program`)
})

it('says in one line that a named browser does not start', async () => {
  const broken = await program('broken', '#!/bin/sh\necho "error while loading shared libraries: libnss3.so" >&2\nexit 127\n')
  await expect(launchBrowser({ executablePath: broken })).rejects.toThrow(/^The browser .*broken did not start: .*libnss3\.so.*$/)
})

it.runIf(process.platform === 'linux')('passes over a system browser that does not start', async () => {
  await program('google-chrome-stable', '#!/bin/sh\nexit 1\n')
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`)
  vi.stubEnv('BROWSER_PATH', undefined)
  const browser = await launchBrowser()
  const page = await browser.newPage()
  await page.setContent('<h1>It runs</h1>')
  expect(await page.textContent('h1')).toBe('It runs')
  await browser.close()
}, 60_000)

it.runIf(process.platform === 'linux' && process.arch === 'x64')('unpacks the browser of the npm package past a copy that broke off', async () => {
  vi.stubEnv('TMPDIR', folder)
  const first = await unpackBundledChromium()
  expect(first?.executablePath.startsWith(folder)).toBe(true)
  const whole = (await stat(first?.executablePath ?? '')).size
  await writeFile(first?.executablePath ?? '', 'half')
  // And what the package itself would take for a browser, because it has that name.
  await program('chromium', 'somebody else\'s')

  expect(await unpackBundledChromium()).toEqual(first)
  expect((await stat(first?.executablePath ?? '')).size).toBe(whole)
  // Nothing is left beside it.
  expect((await readdir(folder)).sort()).toEqual(['chromium', basename(dirname(first?.executablePath ?? ''))].sort())
}, 60_000)
