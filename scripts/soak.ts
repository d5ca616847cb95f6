import type { Deeds, SoakPage } from './soak/in-page'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { openVm, serveVm } from '../test/browser/beam/vm'
import { readArgs } from './args'
import { launchBrowser } from './browser'
import { Problem, runScript } from './problem'
import { startSoak } from './soak/in-page'
import { quantile } from './soak/statistics'

/** What is told of half a minute. */
interface Report extends Deeds {
  jsHeapBytes: number
}

const BOOTS = 5
const REPORT_MS = 30_000
/** How long a VM that does not answer is waited for. */
const PATIENCE_MS = 20_000
/** What the VM's memory may grow by from the first minute to the last: jobs come and go with the load. */
const MOST_GROWTH_BYTES = 256 * 1024

/** Kills and calls, in a VM in a real browser, for minutes. */
await runScript(async () => {
  const { minutes: text } = readArgs(process.argv.slice(2), 'npm run soak -- [--minutes 10]', { minutes: { type: 'string', default: '10' } })
  const minutes = Number(text)
  if (!(minutes >= 1.5 && minutes <= 1440))
    throw new Problem(`--minutes takes a number from 1.5 to 1440, not "${text}".`, 2)

  const browser = await launchBrowser()
  const server = await serveVm()
  try {
    const boots = []
    for (let boot = 0; boot < BOOTS; boot++) {
      const vm = await openVm(browser, server.url)
      boots.push(await vm.state())
      await vm.close()
    }
    const median = (values: number[]): string => quantile(values, 0.5).toFixed(0)
    console.log(`boot, median of ${BOOTS}: ready after ${median(boots.map(({ bootMs }) => bootMs))} ms, first answer after ${median(boots.map(({ pingMs }) => pingMs))} ms`)

    const { page, state } = await openVm(browser, server.url)
    // tsx gives the functions it compiles a name, by a helper that the page does not have.
    await page.evaluate('globalThis.__name = value => value')
    await page.evaluate(startSoak, 1)
    const devtools = await page.context().newCDPSession(page)
    const report = async (): Promise<Report> => {
      const told = await Promise.race([
        page.evaluate(() => (globalThis as unknown as SoakPage).soak.report()),
        sleep(PATIENCE_MS).then(() => undefined),
      ])
      const { aborted, said } = await state()
      if (aborted !== undefined || told === undefined)
        throw new Problem(`The VM ${aborted === undefined ? 'does not answer any more' : `aborted: ${aborted}`}. It said:\n${said.slice(-20).join('\n')}`)
      const { usedSize } = await devtools.send('Runtime.getHeapUsage')
      return { ...told, jsHeapBytes: usedSize }
    }

    const reports: Report[] = []
    const from = performance.now()
    for (let at = REPORT_MS; at <= minutes * 60_000; at += REPORT_MS) {
      await sleep(Math.max(0, from + at - performance.now()))
      reports.push(await report())
      console.log(line(at, reports.at(-1)!))
    }

    const sum = (of: (report: Report) => number): number => reports.reduce((total, report) => total + of(report), 0)
    console.log(`in all: ${sum(({ calls }) => calls)} calls, ${sum(({ kills }) => kills)} kills, ${sum(({ supervisorDeaths }) => supervisorDeaths)} supervisor deaths, ${sum(({ limiterKills }) => limiterKills)} limiter kills`)
    const growth = bytes(reports.at(-1)!) - bytes(reports[1]!)
    console.log(`VM memory from minute 1 to the end: ${signed(growth)} bytes; atoms: ${signed(reports.at(-1)!.vm.atoms - reports[1]!.vm.atoms)}`)
    if (growth > MOST_GROWTH_BYTES)
      throw new Problem(`The VM's memory grew by ${growth} bytes, more than ${MOST_GROWTH_BYTES}.`)
  }
  finally {
    await browser.close()
    await server.close()
  }
})

/** All that the VM's processes hold. */
function bytes({ vm }: Report): number {
  return vm.heapBytes + vm.binaryBytes
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `${value}`
}

function line(atMs: number, report: Report): string {
  const { calls, kills, supervisorDeaths, limiterKills, latencies, vm, jsHeapBytes } = report
  const kilobytes = (value: number): string => `${Math.round(value / 1024)} kB`
  return [
    `${(atMs / 60_000).toFixed(1)} min`,
    `${calls} calls`,
    `${kills} kills`,
    `${supervisorDeaths} supervisor deaths`,
    `${limiterKills} limiter kills`,
    `call p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p95 ${quantile(latencies, 0.95).toFixed(1)} ms`,
    `VM ${kilobytes(bytes(report))} in ${vm.processes} processes, ${vm.atoms} atoms`,
    `JS heap ${kilobytes(jsHeapBytes)}`,
  ].join('; ')
}
