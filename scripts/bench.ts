import process from 'node:process'
import { readArgs } from './args'
import { measure } from './bench/benchmark'
import { campaignBenchmarks } from './bench/campaign'
import { connectionPoolBenchmarks } from './bench/connection-pool'
import { machine } from './bench/machine'
import { table } from './bench/report'
import { supervisorBenchmarks } from './bench/supervisor'
import { timeBenchmarks } from './bench/time'
import { Problem, runScript } from './problem'

const benchmarks = [...timeBenchmarks, ...campaignBenchmarks, ...supervisorBenchmarks, ...connectionPoolBenchmarks]

await runScript(async () => {
  const { only } = readArgs(process.argv.slice(2), 'npm run bench -- [--only campaign]', { only: { type: 'string', default: '' } })
  const chosen = benchmarks.filter(({ name }) => name.includes(only))
  if (chosen.length === 0)
    throw new Problem(`No benchmark is called "${only}". There are: ${benchmarks.map(({ name }) => name).join('; ')}.`, 2)
  console.log(`${machine()}, V8 ${process.versions.v8}`)
  console.log(table(chosen.map(measure)).join('\n'))
})
