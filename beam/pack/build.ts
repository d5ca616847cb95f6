import type { BeamFile, Mfa } from './beam-file'
import type { Reachable } from './reachable'
import type { InstalledElixir } from './toolchain'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { transform } from 'esbuild'
import { Problem } from '../../scripts/problem'
import { exportsOf, mfaText, moduleName, readBeam } from './beam-file'
import { ELIXIR_MODULES, NEVER_CALLED, OTP_MODULES, REDIRECTIONS, SNIPPETS, START_MODULE } from './contents'
import { packModules } from './pack-modules'
import { popcornFolder } from './popcorn'
import { moduleOf, pathTo, reachable, readCalls } from './reachable'
import { runTool } from './toolchain'
import { vmFunctions } from './vm-functions'
import { withoutCustomSections } from './wasm'

/** What the build writes, by the names of the files. */
export type Built = ReadonlyMap<string, Uint8Array>

/** A finished build. */
export interface Build {
  files: Built
  /** What the project provides although nothing calls it: modules, functions of shims, entries of `NEVER_CALLED`. */
  unused: string[]
}

/** Compiled modules by where they come from; each a list of files. */
interface Compiled {
  /** The listings of the slides, and what runs them. */
  own: string[]
  shims: string[]
  elixir: string[]
  otp: string[]
}

/**
 * Builds everything that the page loads to run Elixir: the archive and the VM.
 *
 * @param root the folder of the project
 * @throws Problem when a program is missing or fails, or the VM would stop at a function that nobody has
 * @throws MalformedFile when a file is not what it should be
 */
export async function buildBeam(root: string, installed: InstalledElixir): Promise<Build> {
  const work = mkdtempSync(join(tmpdir(), 'beam-'))
  try {
    const vm = readVm(root)
    const compiled = compile(root, work, installed)
    const unused = checkCalls(root, compiled, vm.wasm)
    const files = new Map([
      ['AtomVM.mjs', await minified(vm.script)],
      ['AtomVM.wasm', withoutCustomSections(vm.wasm, 'AtomVM.wasm')],
      ['real-world.avm', pack(Object.values(compiled).flat())],
    ])
    return { files, unused }
  }
  finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function readVm(root: string): { script: string, wasm: Uint8Array } {
  const folder = join(popcornFolder(root), 'dist')
  return { script: readFileSync(join(folder, 'AtomVM.mjs'), 'utf8'), wasm: readFileSync(join(folder, 'AtomVM.wasm')) }
}

/** The same script in half of the bytes. It keeps its name: the workers of the VM load it by that. */
async function minified(script: string): Promise<Uint8Array> {
  const { code } = await transform(script, { format: 'esm', minify: true })
  return new TextEncoder().encode(code)
}

function compile(root: string, work: string, { stdlib }: InstalledElixir): Compiled {
  return {
    own: compileElixir(root, join(work, 'own')),
    shims: compileShims(root, join(work, 'shims')),
    elixir: recompileElixirsOwn(root, join(work, 'own'), join(work, 'elixir')),
    otp: OTP_MODULES.map(module => join(stdlib, `${module}.beam`)),
  }
}

function compileElixir(root: string, out: string): string[] {
  mkdirSync(out)
  runTool('elixirc', ['-o', out, ...[...SNIPPETS, 'beam/elixir'].flatMap(place => sources(root, place, '.ex'))], root)
  return beamsIn(out)
}

function compileShims(root: string, out: string): string[] {
  mkdirSync(out)
  runTool('erlc', ['-Wall', '-o', out, ...sources(root, 'beam/shims', '.erl')], root)
  return beamsIn(out)
}

function recompileElixirsOwn(root: string, own: string, out: string): string[] {
  mkdirSync(out)
  runTool('elixir', ['beam/pack/stdlib.exs', own, out, ...ELIXIR_MODULES], root)
  return beamsIn(out)
}

/** The source files of a folder and those below it, or the one file, as paths from the root. */
function sources(root: string, place: string, extension: string): string[] {
  if (statSync(join(root, place)).isFile())
    return [place]
  return readdirSync(join(root, place), { encoding: 'utf8', recursive: true })
    .filter(name => name.endsWith(extension))
    .map(name => `${place}/${name}`)
    .sort()
}

function beamsIn(folder: string): string[] {
  return readdirSync(folder).filter(name => name.endsWith('.beam')).sort().map(name => join(folder, name))
}

function readModule(file: string): BeamFile {
  return readBeam(readFileSync(file), basename(file))
}

/**
 * The VM stops as a whole when a function is called that neither it nor the archive has: better stop here.
 *
 * @returns what is not used
 */
function checkCalls(root: string, compiled: Compiled, wasm: Uint8Array): string[] {
  const files = Object.values(compiled).flat()
  const exports = new Map(files.map(readModule).map(beam => [moduleName(beam), exportsOf(beam)]))
  const exportedBy = (modules: readonly string[]): Mfa[] => modules.flatMap(file => exports.get(basename(file, '.beam')) ?? [])
  const found = reachable({
    graph: readCalls(runTool('elixir', ['beam/pack/calls.exs', ...files], root)),
    // What a macro of ours calls, it calls when something is compiled.
    roots: exportedBy(compiled.own).filter(({ name }) => !name.startsWith('MACRO-')).map(mfaText),
    exports,
    builtIn: vmFunctions(wasm, 'AtomVM.wasm'),
    redirections: REDIRECTIONS,
    neverCalled: NEVER_CALLED,
  })
  if (found.missing.length > 0)
    throw new Problem(missingText(found))
  const reached = new Set([...found.callers.keys()].map(moduleOf))
  return [
    ...[...exports.keys()].filter(module => !reached.has(module)),
    ...exportedBy(compiled.shims).map(mfaText).filter(name => !found.callers.has(name) && !name.includes(':module_info/')),
    ...found.needless,
  ]
}

function missingText(found: Reachable): string {
  const calls = found.missing.map(name => `  ${pathTo(name, found).slice(0, 4).join(', called by ')}`)
  return [
    'The VM would stop at a function that neither it nor the archive has:',
    ...calls,
    'Do without it, write it in beam/shims, or name its module (or why it is never called) in beam/pack/contents.ts.',
  ].join('\n')
}

function pack(files: readonly string[]): Uint8Array {
  const modules = files.map(readModule)
  if (!modules.some(beam => moduleName(beam) === START_MODULE))
    throw new Problem(`beam/elixir has no module ${START_MODULE}, which is what the VM starts.`)
  return packModules(modules, { startModule: START_MODULE, redirections: REDIRECTIONS })
}

/** Puts files into a folder, which is made if need be. */
export function writeAll(folder: string, files: Built): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, bytes] of files)
    writeFileSync(join(folder, name), bytes)
}
