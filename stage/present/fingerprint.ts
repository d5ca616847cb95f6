import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sourceFiles } from '../../scripts/site'

/**
 * A hash over all that a built site is made from: names and contents. Times do not count, because a checkout or a copy of
 * the project changes them all.
 *
 * @param root the folder of the project
 */
export async function fingerprintOf(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await sourceFiles(root)) {
    const content = createHash('sha256').update(await readFile(join(root, path))).digest('hex')
    hash.update(`${path}\n${content}\n`)
  }
  return hash.digest('hex')
}

/** Whether something was made from just these sources. */
export async function isMadeFrom(made: string, fingerprint: string): Promise<boolean> {
  return await readFile(besideOf(made), 'utf8').catch(() => '') === fingerprint
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
