import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { describeSite, offlineFiles } from './offline-files'
import { WORKER_FILE } from './registration'

/**
 * Writes the service worker of a built site into it. What is put into the folder later is not kept for offline.
 *
 * @param dir the folder of the site
 */
export async function writeWorker(dir: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile())
    .map(entry => relative(dir, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
  const site = describeSite(await Promise.all(offlineFiles(paths).map(async path => ({ path, content: await readFile(join(dir, path)) }))))
  await build({
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    define: { BUILT_SITE: JSON.stringify(site) },
    build: {
      outDir: dir,
      emptyOutDir: false,
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('./worker.ts', import.meta.url)),
        output: { format: 'iife', entryFileNames: WORKER_FILE },
      },
    },
  })
}
