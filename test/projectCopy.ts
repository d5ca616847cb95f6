import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../scripts/site'

/** A copy of the project whose slides a test may change, or an attack might. */
export interface ProjectCopy {
  /** Its folder. */
  root: string
  remove: () => Promise<void>
}

/** What the copy does not need, or must not share with the deck itself. */
const NOT_COPIED = new Set(['node_modules', 'dist', 'test', 'docs', 'coverage'])

/** The copy lies elsewhere than its packages, and does not share Vite's cache with a server of the deck itself. */
const VITE_CONFIG = `export default { cacheDir: '.vite', server: { fs: { allow: [${JSON.stringify(PROJECT_ROOT)}] } } }\n`

/** Copies the project, without its packages and tests, into the folder for temporary files. */
export async function copyProject(): Promise<ProjectCopy> {
  const root = await mkdtemp(join(tmpdir(), 'deck-copy-'))
  for (const name of await readdir(PROJECT_ROOT)) {
    if (!NOT_COPIED.has(name) && !name.startsWith('.'))
      await cp(join(PROJECT_ROOT, name), join(root, name), { recursive: true })
  }
  await symlink(join(PROJECT_ROOT, 'node_modules'), join(root, 'node_modules'), 'junction')
  await writeFile(join(root, 'vite.config.ts'), VITE_CONFIG)
  return { root, remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) }
}
