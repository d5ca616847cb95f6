/** What the VM was made to do since the last report. */
export interface Deeds {
  calls: number
  /** Of children of the tree. */
  kills: number
  /** How often the tree's supervisor gave up. */
  supervisorDeaths: number
  limiterKills: number
  /** Milliseconds of each call. */
  latencies: number[]
  /** What the VM itself tells at the end. */
  vm: { processes: number, atoms: number, heapBytes: number, binaryBytes: number }
}

/** What the page keeps: its VM, and what became of it since it was last asked. */
export interface SoakPage {
  vm: { module: { call: (process: string, text: string) => Promise<string> } }
  soak: { report: () => Promise<Deeds> }
}

/**
 * Runs inside the page: kills and calls without a pause, until the page is closed. Everything is drawn from the seed, except
 * what the VM's own clock decides.
 */
export function startSoak(seed: number): void {
  const page = globalThis as unknown as SoakPage
  const children = ['VianetAdmin.Repo', 'PuppiesRepo', 'RRRepo', 'RoommatesRepo', 'GeocodeRepo', 'ConnectionMonitor', 'Presence']
  const fresh = (): Omit<Deeds, 'vm'> => ({ calls: 0, kills: 0, supervisorDeaths: 0, limiterKills: 0, latencies: [] })
  let deeds = fresh()
  let state = seed
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor(state / 2 ** 32 * below)
  }
  const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
  const ask = async <Ok>(words: string): Promise<Ok | undefined> => {
    const from = performance.now()
    const reply = JSON.parse(await page.vm.module.call('bridge', words)) as { ok?: Ok }
    deeds.calls++
    deeds.latencies.push(performance.now() - from)
    return reply.ok
  }

  /** Fetches events, and starts the tree anew when its supervisor has given up. */
  const follow = async (): Promise<never> => {
    for (;;) {
      const events = JSON.parse(await page.vm.module.call('bridge', 'next')) as { ok: { kind: string }[] }
      if (events.ok.some(({ kind }) => kind === 'supervisorExited')) {
        deeds.supervisorDeaths++
        await ask(`tree start ${draw(20)}`)
      }
    }
  }

  const act = async (): Promise<void> => {
    switch (draw(10)) {
      case 0:
        await ask('limiter read')
        break
      case 1:
        await ask('tree read')
        break
      case 2:
        await ask(`limiter set rate ${draw(400) + 1}`)
        break
      case 3:
        await ask(`limiter set burst ${draw(50) + 1}`)
        break
      case 4:
        await ask(draw(4) ? 'limiter on' : 'limiter off')
        break
      case 5:
        if (await ask('limiter kill'))
          deeds.limiterKills++
        break
      case 6:
        await ask('ping')
        break
      default:
        if (await ask(`tree kill ${children[draw(children.length)]}`))
          deeds.kills++
    }
  }

  const run = async (): Promise<never> => {
    await ask('limiter start 100 10 300')
    void follow()
    await ask('tree start 0')
    for (;;) {
      await act()
      await sleep(draw(30))
    }
  }

  page.soak = {
    report: async () => {
      const since = deeds
      deeds = fresh()
      const { ok } = JSON.parse(await page.vm.module.call('bridge', 'memory')) as { ok: Deeds['vm'] }
      return { ...since, vm: ok }
    },
  }
  void run()
}
