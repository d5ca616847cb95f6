import type { Built } from './build'
import { Buffer } from 'node:buffer'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Which of the files are missing in a folder or have other bytes there. */
export function different(files: Built, folder: string): string[] {
  return [...files]
    .filter(([name, bytes]) => {
      const file = join(folder, name)
      return !existsSync(file) || Buffer.compare(readFileSync(file), bytes) !== 0
    })
    .map(([name]) => join(folder, name))
}
