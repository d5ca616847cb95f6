import type { RenderedPdf } from './render-pdf'
import { Buffer } from 'node:buffer'
import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { PDF_NAME } from '../setup/head'
import { Problem } from './problem'

export interface BuildOptions {
  /** The folder of the project. */
  root: string
  /** The folder to put the site into. */
  out: string
  /** The path it will be served from, with a slash at both ends; `/` unless given. */
  base?: string
  /** Whether the site gets its PDF to download; yes unless given. */
  pdf?: boolean
  /** Whether what the speaker says is in it; yes unless given. */
  notes?: boolean
  /** Whether Slidev is heard only when it fails; no unless given. */
  quiet?: boolean
  /** Variables for the build beside those of this process; undefined takes one away. */
  env?: NodeJS.ProcessEnv
}

/** Where Slidev's program lies in a project. */
export function slidevProgram(root: string): string {
  const program = join(root, 'node_modules', '@slidev', 'cli', 'bin', 'slidev.mjs')
  if (!existsSync(program))
    throw new Problem('Slidev is not installed: run `npm ci` first.')
  return program
}

/**
 * Builds the site, with its PDF, aside and puts it in place when all of it is good: a build that fails leaves the last
 * good site as it was.
 *
 * @returns the PDF that the site got, unless none was wanted
 * @throws Problem when Slidev fails (it has said why), the PDF is not what it should be, or the place holds something else
 */
export async function buildSite({ root, out, base = '/', pdf = true, notes = true, quiet = false, env = {} }: BuildOptions): Promise<RenderedPdf | undefined> {
  await refuseToReplace(out)
  // Near the final place, because a folder is renamed within one file system only; Git ignores this one.
  const aside = join(dirname(out), '.cache', `${basename(out)}-${process.pid}`)
  const tidyUp = (): void => rmSync(aside, { recursive: true, force: true })
  const interrupted = (_signal: NodeJS.Signals, number: number): never => process.exit(128 + number)
  process.once('exit', tidyUp).once('SIGINT', interrupted).once('SIGTERM', interrupted).once('SIGHUP', interrupted)
  try {
    await mkdir(dirname(aside), { recursive: true })
    await runSlidev(root, ['build', 'slides.md', '--base', base, '--out', aside, ...notes ? [] : ['--without-notes']], { quiet, env })
    // What makes and reads a PDF is loaded by who wants one: it takes as long as all the rest of a start.
    const rendered = pdf ? await (await import('./render-pdf')).renderPdf({ root, site: aside, output: join(aside, PDF_NAME) }) : undefined
    await putInPlace(aside, out)
    return rendered
  }
  finally {
    tidyUp()
    process.off('exit', tidyUp).off('SIGINT', interrupted).off('SIGTERM', interrupted).off('SIGHUP', interrupted)
  }
}

/** Two renames, so that whoever reads the old site meanwhile hardly meets a moment without one. */
async function putInPlace(fresh: string, out: string): Promise<void> {
  const old = `${fresh}-old`
  if (existsSync(out))
    await rename(out, old)
  await rename(fresh, out)
  await rm(old, { recursive: true, force: true })
}

/** A site goes where nothing is or a site was; never over somebody's folder. */
async function refuseToReplace(out: string): Promise<void> {
  const there = await readdir(out).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT')
      return []
    throw new Problem(`The site cannot be put into ${out}: ${error.message}.`)
  })
  const isSite = there.includes('index.html') && there.includes('assets') && !there.includes('package.json')
  if (there.length && !isSite)
    throw new Problem(`The site cannot be put into ${out}, because something other than a built site is there: name another folder with --out.`)
}

async function runSlidev(root: string, args: string[], { quiet, env }: Required<Pick<BuildOptions, 'quiet' | 'env'>>): Promise<void> {
  const child = spawn(process.execPath, [slidevProgram(root), ...args], {
    cwd: root,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    // Vite takes over a NODE_ENV that is set, and a test runner's would build the deck for development.
    env: { ...process.env, NODE_ENV: 'production', ...env },
  })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => said.push(piece))
  const killWithUs = (): void => void child.kill()
  process.once('exit', killWithUs)
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
    .finally(() => process.off('exit', killWithUs))
  if (code !== 0 && quiet)
    process.stderr.write(Buffer.concat(said))
  if (code !== 0)
    throw new Problem(`\`slidev build\` failed${code === null ? '' : ` with exit code ${code}`}; what it says above tells why.`)
}
