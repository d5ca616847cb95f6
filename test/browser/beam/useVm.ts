import type { Browser } from 'playwright-chromium'
import type { Vm } from './vm'
import { afterAll, beforeAll, expect } from 'vitest'
import { openVm, serveVm } from './vm'

/** A VM for the tests of a file, to be asked for from a test or a hook. */
export interface VmForTests {
  vm: () => Vm
  /** Another VM, in a page of its own; who opens it closes it. */
  another: () => Promise<Vm>
}

/** Serves the VM and opens one for the tests of a file. After them both end, and the VM must not have aborted. */
export function useVm(browser: () => Browser): VmForTests {
  let server: Awaited<ReturnType<typeof serveVm>> | undefined
  let vm: Vm | undefined
  beforeAll(async () => {
    server = await serveVm()
    vm = await openVm(browser(), server.url)
  })
  afterAll(async () => {
    const state = await vm?.state()
    await vm?.close()
    await server?.close()
    expect(state?.aborted).toBeUndefined()
  })
  return {
    vm: () => vm!,
    another: () => openVm(browser(), server!.url),
  }
}
