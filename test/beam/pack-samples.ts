import type { BeamFile, Mfa } from '../../beam/pack/beam-file'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect } from 'vitest'
import { writeBeam } from '../../beam/pack/beam-file'
import { concat, u32, utf8 } from '../../beam/pack/bytes'
import { MalformedFile } from '../../beam/pack/malformed'

/** A module as a compiler would write it, as far as the packer looks at it. */
export interface Sample {
  name: string
  imports?: readonly Mfa[]
  exports?: readonly Omit<Mfa, 'module'>[]
  literals?: Uint8Array
  /** Chunks beyond those, or instead of them. */
  chunks?: Readonly<Record<string, Uint8Array>>
}

/** The bytes of a .beam file. */
export function sampleBytes({ name, imports = [], exports = [], literals, chunks }: Sample): Uint8Array {
  const atoms = [...new Set([name, ...imports.flatMap(mfa => [mfa.module, mfa.name]), ...exports.map(mfa => mfa.name)])]
  const atom = (text: string): number => atoms.indexOf(text) + 1
  const all: Record<string, Uint8Array> = {
    AtU8: atomTable(atoms),
    Code: utf8('the code'),
    ImpT: table(imports.map(mfa => [atom(mfa.module), atom(mfa.name), mfa.arity])),
    ExpT: table(exports.map(mfa => [atom(mfa.name), mfa.arity, 1])),
    ...literals && { LitT: concat([u32(literals.length), deflateSync(literals)]) },
    ...chunks,
  }
  return writeBeam({ file: name, chunks: new Map(Object.entries(all)) })
}

export function atomTable(atoms: readonly string[]): Uint8Array {
  return concat([u32(atoms.length), ...atoms.map(utf8).map(text => concat([Uint8Array.of(text.length), text]))])
}

function table(rows: readonly (readonly number[])[]): Uint8Array {
  return concat([u32(rows.length), ...rows.flat().map(u32)])
}

/** The chunks of a module, to compare. */
export function chunkIds(beam: BeamFile): string[] {
  return [...beam.chunks.keys()]
}

/** A file with what happens to files: its end is missing, or some bytes are others. */
export function damaged(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const flips = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
  return fc.oneof(
    fc.nat(bytes.length - 1).map(length => bytes.slice(0, length)),
    flips.map((changes) => {
      const other = bytes.slice()
      for (const [at, change] of changes)
        other[at]! ^= change
      return other
    }),
  )
}

/** Runs something on a damaged file: a refusal has to be one that a person can do something with. */
export function refusedOr<T>(file: string, run: () => T): T | undefined {
  try {
    return run()
  }
  catch (error) {
    expect(error).toBeInstanceOf(MalformedFile)
    expect((error as MalformedFile).message).toContain(file)
    return undefined
  }
}
