import type { Benchmark } from './benchmark'
import { VirtualClock } from '../../models/clock'
import { ConnectionPool } from '../../models/connectionPool'
import { seededRandom } from '../../models/random'
import { runFor } from './run-clock'

const HOUR_US = 3_600e6

/** The pools of EPP connections. */
export const connectionPoolBenchmarks: Benchmark[] = [{
  name: 'connectionPool, an hour, a drop a minute',
  unit: 'replies',
  run(checkpoint) {
    const clock = new VirtualClock()
    const pool = new ConnectionPool(clock, seededRandom(1))
    const registries = pool.snapshot().registries
    const dropOne = (minute: number): void => {
      const { registry, connections } = registries[minute % registries.length]!
      pool.drop(registry, connections[minute % connections.length]!.connection)
      clock.after(60_000_000, () => dropOne(minute + 1))
    }
    clock.after(60_000_000, () => dropOne(0))
    runFor(clock, HOUR_US, checkpoint)
    return { count: pool.snapshot().registries.reduce((sum, { answered }) => sum + answered, 0), note: '1 h' }
  },
}]
