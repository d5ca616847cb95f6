import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sourceFiles } from '../../scripts/site'

/** What builds the site: it decides, for one thing, that no notes are in it. */
const BUILDER = 'scripts/build-site.ts'

/**
 * A hash over all that a built site is made from and by: names and contents. Times do not count, because a checkout or a copy
 * of the project changes them all.
 *
 * @param root the folder of the project
 */
export async function fingerprintOf(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of [...await sourceFiles(root), BUILDER]) {
    // An editor's own files come and go.
    const content = createHash('sha256').update(await readFile(join(root, path)).catch(() => '')).digest('hex')
    hash.update(`${path}\n${content}\n`)
  }
  return hash.digest('hex')
}

/** A short name for what was made from these sources. */
export function nameOf(fingerprint: string): string {
  return fingerprint.slice(0, 16)
}

/** Whether something is there, and was made from just these sources. */
export async function isMadeFrom(made: string, fingerprint: string): Promise<boolean> {
  return existsSync(made) && await readFile(besideOf(made), 'utf8').catch(() => '') === fingerprint
}

/** Notes down what something was made from; nothing while it is being made, so that half of it is never taken for all. */
export async function noteMadeFrom(made: string, fingerprint: string | undefined): Promise<void> {
  if (fingerprint === undefined)
    await rm(besideOf(made), { force: true })
  else
    await writeFile(besideOf(made), fingerprint)
}

function besideOf(made: string): string {
  return `${made}.made-from`
}
