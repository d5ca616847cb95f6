import process from 'node:process'
import { present } from '../stage/present/presentation'
import { readPresentArgs } from './present-args'
import { runScript } from './problem'
import { PROJECT_ROOT } from './site'

await runScript(() => present(PROJECT_ROOT, readPresentArgs(process.argv.slice(2)), sentence => console.log(sentence)))
