import { join } from 'node:path'
import process from 'node:process'
import { buildBeam, writeAll } from '../beam/pack/build'
import { BUILT_WITH, describeBuild, readBuiltWith, versionsHere, versionsText } from '../beam/pack/built-with'
import { different } from '../beam/pack/compare'
import { sizesTable } from '../beam/pack/sizes'
import { installedElixir } from '../beam/pack/toolchain'
import { readArgs } from './args'
import { runScript } from './problem'

/** Where the site takes the VM and the archive from. */
const OUT = join('public', 'beam')

/**
 * Builds what the page loads to run the Elixir of the slides. With `--check` nothing is written: what would be is
 * compared with what is there.
 */
await runScript(async () => {
  const { check } = readArgs(process.argv.slice(2), 'npm run beam -- [--check]', { check: { type: 'boolean', default: false } })
  const root = process.cwd()
  const installed = installedElixir()
  const versions = versionsHere(root, installed)
  const committed = check ? versionsText(readBuiltWith(OUT).versions) : undefined
  if (committed && committed !== versionsText(versions)) {
    console.log(`${OUT} was not compared: it was built with ${committed}, here are ${versionsText(versions)}.`)
    return 0
  }
  const { files: built, unused } = await buildBeam(root, installed)
  for (const name of unused)
    console.log(`Nothing calls ${name}: it need not be in beam/shims or beam/pack/contents.ts.`)
  const files = new Map([...built, [BUILT_WITH, describeBuild(built, versions)]])
  if (!check) {
    writeAll(OUT, files)
    console.log(sizesTable(built).join('\n'))
    return 0
  }
  const outdated = different(files, OUT)
  for (const file of outdated)
    console.error(`${file} is not what the sources make: run \`npm run beam\` and commit it.`)
  if (outdated.length === 0)
    console.log(`${OUT} is what the sources make.`)
  return outdated.length === 0 ? 0 : 1
})
