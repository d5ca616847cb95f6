import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import process from 'node:process'
import { hasScreen } from '../stage/present/windows'
import { readPort } from './args'
import { slidevProgram } from './build-site'
import { readDevArgs } from './dev-args'
import { freePortAloud } from './ports'
import { runScript } from './problem'
import { PROJECT_ROOT } from './site'

await runScript(async () => {
  const args = readDevArgs(process.argv.slice(2))
  const port = await freePortAloud(readPort(args.port))
  return await runToTheEnd([
    slidevProgram(PROJECT_ROOT),
    'slides.md',
    '--port',
    String(port),
    ...(args.open && hasScreen() ? ['--open'] : []),
    ...args.passedOn,
  ])
})

/** Runs Slidev in our place: it gets the keyboard and every signal, and we end as it ends. */
async function runToTheEnd(args: string[]): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: PROJECT_ROOT, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => child.kill(signal))
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve([code, signal]))
  })
  return code ?? 128 + (signal ? constants.signals[signal] : 0)
}
