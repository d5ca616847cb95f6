import type { SupervisorDefinition } from '../../models/supervisor'
import type { Benchmark } from './benchmark'
import { VirtualClock } from '../../models/clock'
import { startTree } from '../../models/supervisor'

const KILLS = 20_000

/** Two levels; restarts of the whole group; never more of them than allowed. */
const definition: SupervisorDefinition = {
  type: 'supervisor',
  id: 'top',
  strategy: 'one_for_all',
  children: [
    ...Array.from({ length: 6 }, (_, index) => ({ id: `worker ${index}` })),
    { type: 'supervisor', id: 'below', strategy: 'one_for_one', children: [{ id: 'worker below' }] },
  ],
}

/** The supervision tree. */
export const supervisorBenchmarks: Benchmark[] = [{
  name: 'supervisor: kill one, restart all of 8',
  unit: 'events',
  run(checkpoint) {
    const clock = new VirtualClock()
    let count = 0
    const tree = startTree(definition, { clock, onEvent: () => count++ })
    for (let kill = 1; kill <= KILLS; kill++) {
      tree.kill(`worker ${kill % 6}`)
      clock.advanceBy(2_000_000)
      if (kill % (KILLS / 20) === 0)
        checkpoint()
    }
    return { count, note: `${KILLS.toLocaleString('en-US')} kills` }
  },
}]
