import { resolve } from 'node:path'
import process from 'node:process'
import { readArgs } from './args'
import { runScript } from './problem'
import { reportSite } from './report-site'
import { PROJECT_ROOT } from './site'

await runScript(async () => {
  const args = readArgs(process.argv.slice(2), 'npm run measure -- [--dir dist]', { dir: { type: 'string', default: 'dist' } })
  console.log((await reportSite(resolve(PROJECT_ROOT, args.dir))).join('\n'))
})
