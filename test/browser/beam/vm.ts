import type { Buffer } from 'node:buffer'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-chromium'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../../scripts/site'

/** The built VM and the archive of compiled Elixir it runs. */
const BUILT = join(PROJECT_ROOT, 'public/beam')

/** What is served: nothing but the VM's own files and a page that starts it. */
const TYPES: Record<string, string> = {
  'AtomVM.mjs': 'text/javascript',
  'AtomVM.wasm': 'application/wasm',
  'real-world.avm': 'application/octet-stream',
}

/** The page has the strictest policy that the VM can live with, and is cross-origin isolated: the VM's threads share memory. */
const HEADERS = {
  'Content-Security-Policy': 'default-src \'none\'; script-src \'self\' \'wasm-unsafe-eval\'; worker-src \'self\'; connect-src \'self\'; img-src data:',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

const PAGE = '<!doctype html><html lang="en"><title>VM</title><link rel="icon" href="data:,"><script type="module" src="boot.js"></script>'

/** Starts the VM and keeps it where the tests reach it; it prints `ready` when its processes run. */
const BOOT = `
const asked = performance.now()
const said = []
const vm = globalThis.vm = { said, aborted: undefined, bootMs: undefined, pingMs: undefined, module: undefined }
vm.ready = new Promise((resolve, reject) => {
  const print = line => (said.push(line), line.trim() === 'ready' && resolve())
  const onAbort = reason => (vm.aborted = String(reason), reject(new Error('the VM aborted: ' + reason)))
  vm.start = async () => {
    const [{ default: start }, archive] = await Promise.all([import('./AtomVM.mjs'), fetch('real-world.avm').then(answer => answer.arrayBuffer())])
    const preRun = [({ FS }) => FS.writeFile('/real-world.avm', new Uint8Array(archive))]
    vm.module = await start({ preRun, arguments: ['/real-world.avm'], print, printErr: print, onAbort })
  }
  vm.start().catch(reject)
})
vm.booted = vm.ready.then(async () => {
  vm.bootMs = performance.now() - asked
  while (!vm.module) await new Promise(resolve => setTimeout(resolve, 1))
  await vm.module.call('bridge', 'ping')
  vm.pingMs = performance.now() - asked
})
vm.booted.catch(() => {})
`

/** Serves a page with the VM until it is closed. */
export async function serveVm(folder = BUILT): Promise<{ url: string, close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1)
    const answer = (type: string, body: string | Buffer): void => void response.writeHead(200, { ...HEADERS, 'Content-Type': type }).end(body)
    if (name === '')
      answer('text/html', PAGE)
    else if (name === 'boot.js')
      answer('text/javascript', BOOT)
    else if (Object.hasOwn(TYPES, name))
      answer(TYPES[name]!, await readFile(join(folder, name)))
    else
      response.writeHead(404).end()
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** What the page above keeps of its VM. */
interface PageVm {
  said: string[]
  aborted: string | undefined
  bootMs: number
  pingMs: number
  booted: Promise<void>
  module: { call: (process: string, text: string) => Promise<string>, cast: (process: string, text: string) => void }
}

/** A VM that runs in a page of its own. */
export interface Vm {
  page: Page
  /** Asks the bridge; answers what it replied, and throws what it called an error. */
  ask: <Reply = unknown>(words: string) => Promise<Reply>
  /** Asks the bridge; answers the reply as it is. */
  reply: (words: string) => Promise<unknown>
  /** Tells the bridge something that is not answered. */
  tell: (words: string) => Promise<void>
  /** Everything the VM has printed, and why it aborted if it did. */
  state: () => Promise<{ said: string[], aborted: string | undefined, bootMs: number, pingMs: number }>
  close: () => Promise<void>
}

/** Opens the page and waits until the VM answers. */
export async function openVm(browser: Browser, url: string): Promise<Vm> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const state: Vm['state'] = () => page.evaluate(() => {
    const { said, aborted, bootMs, pingMs } = (globalThis as unknown as { vm: PageVm }).vm
    return { said, aborted, bootMs, pingMs }
  })
  const reply: Vm['reply'] = async words => JSON.parse(await page.evaluate(
    words => (globalThis as unknown as { vm: PageVm }).vm.module.call('bridge', words),
    words,
  ))
  const tell: Vm['tell'] = words => page.evaluate(
    words => (globalThis as unknown as { vm: PageVm }).vm.module.cast('bridge', words),
    words,
  )
  const ask = async <Reply>(words: string): Promise<Reply> => {
    const answer = await reply(words) as { ok: Reply } | { error: string }
    if ('error' in answer)
      throw new Error(answer.error)
    return answer.ok
  }
  await page.goto(url)
  try {
    await page.evaluate(() => (globalThis as unknown as { vm: PageVm }).vm.booted)
  }
  catch (error) {
    throw new Error(`The VM did not start. It said:\n${(await state()).said.join('\n')}`, { cause: error })
  }
  return { page, ask, reply, tell, state, close: () => context.close() }
}
