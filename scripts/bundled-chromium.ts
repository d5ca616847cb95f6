import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Problem } from './problem'

/** The unpacked browser and what it needs to start. */
export interface BundledChromium {
  executablePath: string
  args: string[]
  env: Record<string, string>
}

const MANIFEST = 'complete.json'

/**
 * Unpacks the Chromium that travels inside the npm package `@sparticuz/chromium`, with the system libraries and a font
 * it brings, so that it runs on a bare machine without root. It takes some seconds and 200 MB once; later calls find it.
 *
 * The package itself unpacks into fixed names in the temp folder and takes whatever lies there: a copy broken off half
 * way, another version's, another user's. So it is given a folder of its own (by user and version) and trusted only
 * when complete and ours; processes that unpack at the same time each do so aside, and the first to finish wins.
 *
 * @returns undefined where the package has no browser for this machine or is not installed
 * @throws Problem when there is one and nowhere to unpack it
 */
export async function unpackBundledChromium(): Promise<BundledChromium | undefined> {
  // The npm package carries the build for Linux on x64 only.
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return undefined
  const source = await findPackage()
  if (!source)
    return undefined
  const name = `elixir-deck-chromium-${source.version}-u${process.getuid?.()}`
  const caches = [tmpdir(), fileURLToPath(new URL('../node_modules/.cache', import.meta.url)), join(homedir(), '.cache')]
  const failures: string[] = []
  for (const cache of caches) {
    const home = join(cache, name)
    if (await isReady(home))
      return describe(home)
    const failure = await unpackInto(home, source.entry)
    if (!failure)
      return describe(home)
    failures.push(failure)
  }
  throw new Problem(`The browser in the package @sparticuz/chromium could not be unpacked (${failures[0]}): make room or set TMPDIR to a folder that can be written to, or run \`npx playwright install chromium\`.`)
}

function describe(home: string): BundledChromium {
  return {
    executablePath: join(home, 'chromium'),
    // The build has no setuid helper; with user namespaces the sandbox works without it.
    args: ['--disable-setuid-sandbox'],
    env: {
      LD_LIBRARY_PATH: [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    },
  }
}

async function findPackage(): Promise<{ entry: string, version: string } | undefined> {
  try {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
    const manifest: unknown = JSON.parse(await readFile(join(dirname(entry), '..', '..', 'package.json'), 'utf8'))
    const version = typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : 'unknown'
    return { entry, version }
  }
  catch {
    return undefined
  }
}

/** Ours, closed to others, every file as large as it was when it was unpacked, and allowed to run from there. */
async function isReady(home: string): Promise<boolean> {
  try {
    const folder = await lstat(home)
    if (!folder.isDirectory() || folder.uid !== process.getuid?.() || (folder.mode & 0o022) !== 0)
      return false
    const sizes: unknown = JSON.parse(await readFile(join(home, MANIFEST), 'utf8'))
    for (const [file, size] of Object.entries(sizes as Record<string, number>)) {
      if ((await stat(join(home, file))).size !== size)
        return false
    }
    // Fails on a temp folder mounted noexec, too.
    await access(join(home, 'chromium'), constants.X_OK)
    return true
  }
  catch {
    return false
  }
}

/** @returns what went wrong, or undefined when all is well */
async function unpackInto(home: string, entry: string): Promise<string | undefined> {
  let aside: string | undefined
  try {
    const taken = await lstat(home).catch(() => undefined)
    if (taken && taken.uid !== process.getuid?.())
      return `${home} belongs to another user`
    await mkdir(dirname(home), { recursive: true })
    aside = await mkdtemp(`${home}-`)
    await unpackHere(entry, aside)
    await writeFile(join(aside, 'fonts.conf'), fontsConf(home))
    await writeFile(join(aside, MANIFEST), JSON.stringify(await fileSizes(aside)))
    await putInPlace(aside, home)
    return await isReady(home) ? undefined : `programs may not run from ${home}`
  }
  catch (error) {
    return error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error)
  }
  finally {
    if (aside)
      await rm(aside, { recursive: true, force: true })
  }
}

/** In a process of its own, because the package reads and changes the environment (TMPDIR, LD_LIBRARY_PATH). */
async function unpackHere(entry: string, folder: string): Promise<void> {
  const program = 'require(process.argv[1]).executablePath().catch((error) => { console.error(error); process.exit(1) })'
  await promisify(execFile)(process.execPath, ['-e', program, entry], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: folder,
      // With the name of a Node runtime here the package unpacks the system libraries that Chromium needs as well.
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    },
  })
}

async function putInPlace(aside: string, home: string): Promise<void> {
  try {
    await rename(aside, home)
  }
  catch {
    // Something lies there. Another process may have been first: then its copy is as good as ours.
    if (await isReady(home))
      return
    // A broken copy of ours: move it out of the way first, because a folder is not renamed onto one with files in it.
    const broken = `${aside}-broken`
    await rename(home, broken)
    await rename(aside, home)
    await rm(broken, { recursive: true, force: true })
  }
}

async function fileSizes(folder: string): Promise<Record<string, number>> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = files.filter(file => file.isFile()).map(async (file) => {
    const path = join(file.parentPath, file.name)
    return [path.slice(folder.length + 1), (await stat(path)).size] as const
  })
  return Object.fromEntries(await Promise.all(sizes))
}

/** The package's own font list names fixed folders in /tmp. The deck brings its fonts; this one and the system's help out. */
function fontsConf(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir>${home}/font-cache</cachedir>
</fontconfig>
`
}
