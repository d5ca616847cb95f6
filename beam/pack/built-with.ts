import type { Built } from './build'
import type { InstalledElixir } from './toolchain'
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { version as esbuild } from 'esbuild'
import * as v from 'valibot'
import { Problem } from '../../scripts/problem'
import { popcornFolder } from './popcorn'

/** The file that tells what the others next to it were built with. */
export const BUILT_WITH = 'built-with.json'

const versionsSchema = v.strictObject({
  /** Elixir, such as `1.14.0`. */
  elixir: v.string(),
  /** Erlang/OTP, such as `25.2.3`. */
  otp: v.string(),
  /** The package that the VM comes from. */
  popcorn: v.string(),
  /** What made the VM's script shorter. */
  esbuild: v.string(),
})

const builtWithSchema = v.strictObject({
  versions: versionsSchema,
  /** By the file's name: how many bytes it has, and their SHA-256 in hexadecimal digits. */
  files: v.record(v.string(), v.strictObject({ bytes: v.number(), sha256: v.string() })),
})

/** What the bytes of the built files depend on, besides the sources of the project. */
export type Versions = v.InferOutput<typeof versionsSchema>

/** What the file `built-with.json` says. */
export type BuiltWith = v.InferOutput<typeof builtWithSchema>

/** The versions that a build in this project on this machine uses. */
export function versionsHere(root: string, { elixir, otp }: InstalledElixir): Versions {
  const manifest: unknown = JSON.parse(readFileSync(join(popcornFolder(root), 'package.json'), 'utf8'))
  return { elixir, otp, popcorn: v.parse(v.object({ version: v.string() }), manifest).version, esbuild }
}

/** The file that goes with some built files. */
export function describeBuild(files: Built, versions: Versions): Uint8Array {
  const described: BuiltWith = {
    versions,
    files: Object.fromEntries([...files].map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256(bytes) }])),
  }
  return Buffer.from(`${JSON.stringify(described, null, 2)}\n`)
}

/**
 * Reads `built-with.json` of a folder.
 *
 * @throws Problem when it is missing or is not what it should be
 */
export function readBuiltWith(folder: string): BuiltWith {
  try {
    return v.parse(builtWithSchema, JSON.parse(readFileSync(join(folder, BUILT_WITH), 'utf8')))
  }
  catch {
    throw new Problem(`${join(folder, BUILT_WITH)} is missing or damaged: run \`npm run beam\`.`)
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Versions in words, to compare by eye. */
export function versionsText({ elixir, otp, popcorn, esbuild }: Versions): string {
  return `Elixir ${elixir}, OTP ${otp}, popcorn ${popcorn} and esbuild ${esbuild}`
}
