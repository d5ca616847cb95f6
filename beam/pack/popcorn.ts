import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../scripts/problem'

/**
 * Where the package of the VM lies.
 *
 * @throws Problem when it is not installed
 */
export function popcornFolder(root: string): string {
  const folder = join(root, 'node_modules', '@swmansion', 'popcorn')
  if (!existsSync(folder))
    throw new Problem('The VM is not installed: run `npm ci` first.')
  return folder
}
