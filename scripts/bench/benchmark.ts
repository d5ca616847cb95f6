import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What one run of a benchmark did. */
export interface Run {
  /** How many of the benchmark's units. */
  count: number
  /** What the figures don't say, e.g. the virtual time that went by. */
  note?: string
}

/** A piece of work whose speed is worth knowing. */
export interface Benchmark {
  name: string
  /** What is counted, in the plural: `'events'`. */
  unit: string
  /**
   * Does the work once, from the beginning.
   *
   * @param checkpoint to be called now and then, while what the work keeps in memory is still in use
   */
  run: (checkpoint: () => void) => Run
}

/** What was measured of a benchmark. */
export interface Measurement {
  name: string
  unit: string
  count: number
  note: string
  /** Real time of the first run, before everything is compiled. */
  firstMs: number
  /** Real time of the fastest run. */
  bestMs: number
  /** The processor's time for the thriftiest run: what the fastest would take on a machine that does nothing else. */
  cpuMs: number
  perSecond: number
  /** How far the heap in use grew at most, garbage not counted. */
  peakHeapBytes: number
}

const ROUNDS = 5

/** Runs a benchmark: for time first, undisturbed; then once more for memory. */
export function measure({ name, unit, run }: Benchmark): Measurement {
  const times: number[] = []
  const cpuTimes: number[] = []
  let last: Run = { count: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    collectGarbage()
    const startCpu = process.cpuUsage()
    const start = performance.now()
    last = run(() => {})
    times.push(performance.now() - start)
    const { user, system } = process.cpuUsage(startCpu)
    cpuTimes.push((user + system) / 1000)
  }
  const bestMs = Math.min(...times)
  return {
    name,
    unit,
    count: last.count,
    note: last.note ?? '',
    firstMs: times[0]!,
    bestMs,
    cpuMs: Math.min(...cpuTimes),
    perSecond: last.count / (bestMs / 1000),
    peakHeapBytes: peakHeap(run),
  }
}

function peakHeap(run: Benchmark['run']): number {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  let most = before
  run(() => {
    collectGarbage()
    most = Math.max(most, process.memoryUsage().heapUsed)
  })
  return most - before
}

let gc: (() => void) | undefined

/** Has V8 collect its garbage at once, which it only offers behind a flag. */
function collectGarbage(): void {
  if (!gc) {
    setFlagsFromString('--expose-gc')
    gc = runInNewContext('gc') as () => void
  }
  gc()
}
