import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atomsOf, exportsOf, importsOf, literalsOf, mfaText, moduleName, readBeam, writeBeam } from '../../beam/pack/beam-file'
import { concat, u32, utf8 } from '../../beam/pack/bytes'
import { MalformedFile } from '../../beam/pack/malformed'
import { redirectImports } from '../../beam/pack/redirect'
import { slimBeam } from '../../beam/pack/slim'
import { atomTable, chunkIds, damaged, refusedOr, sampleBytes } from './pack-samples'

const keysearch = { module: 'lists', name: 'keysearch', arity: 3 }
const self = { module: 'erlang', name: 'self', arity: 0 }
const literals = utf8('numbers, texts and such '.repeat(20))
const bytes = sampleBytes({
  name: 'Elixir.Müller',
  imports: [keysearch, self],
  exports: [{ name: 'start', arity: 0 }],
  literals,
  chunks: { Line: utf8('lines'), Dbgi: utf8('debug information'), StrT: utf8('text') },
})
const beam = readBeam(bytes, 'müller.beam')

describe('a .beam file', () => {
  it('tells the name of its module, what it calls and what it offers', () => {
    expect(moduleName(beam)).toBe('Elixir.Müller')
    expect(importsOf(beam)).toEqual([keysearch, self])
    expect(exportsOf(beam).map(mfaText)).toEqual(['Elixir.Müller:start/0'])
  })

  it('is the same when it is put together again', () => {
    expect(writeBeam(beam)).toEqual(bytes)
  })

  it('is read although the zeros at its end are missing', () => {
    const last = sampleBytes({ name: 'short', chunks: { Last: utf8('12345') } }).slice(0, -3)
    last.set(u32(last.length - 8), 4)
    expect(readBeam(last, 'short.beam').chunks.get('Last')).toEqual(utf8('12345'))
  })

  it('gives its literals, compressed or, as OTP 28 writes them, not', () => {
    expect(literalsOf(beam)).toEqual(literals)
    const plain = readBeam(sampleBytes({ name: 'plain', chunks: { LitT: concat([u32(0), literals]) } }), 'plain.beam')
    expect(literalsOf(plain)).toEqual(literals)
    expect(literalsOf(readBeam(sampleBytes({ name: 'none' }), 'none.beam'))).toBeUndefined()
  })
})

describe('a broken .beam file is refused by name', () => {
  const withChunks = (chunks: Record<string, Uint8Array>) => readBeam(sampleBytes({ name: 'broken', imports: [self], chunks }), 'broken.beam')

  it.each([
    ['of another kind', () => readBeam(utf8('#!/bin/sh and more'), 'broken.beam'), 'broken.beam is no BEAM file: it does not start with FOR1.'],
    ['that is empty', () => readBeam(new Uint8Array(), 'broken.beam'), 'it does not start with FOR1'],
    ['of another kind of IFF', () => readBeam(concat([utf8('FOR1'), u32(4), utf8('AIFF')]), 'broken.beam'), 'another kind than BEAM'],
    ['that is cut off', () => readBeam(bytes.slice(0, 100), 'broken.beam'), `says that ${bytes.length - 8} bytes follow, but there are 92`],
    ['with a chunk beyond its end', () => readBeam(concat([utf8('FOR1'), u32(14), utf8('BEAMCode'), u32(99), utf8('ab')]), 'broken.beam'), 'ends within chunk Code: 99 bytes are needed at 20, 2 are left'],
    ['with a chunk twice', () => readBeam(concat([utf8('FOR1'), u32(20), utf8('BEAMCode'), u32(0), utf8('Code'), u32(0)]), 'broken.beam'), 'has the chunk Code twice'],
    ['with an odd id', () => readBeam(concat([utf8('FOR1'), u32(12), utf8('BEAM\0\0\0\0'), u32(0)]), 'broken.beam'), 'a chunk whose id is not four letters'],
    ['without atoms', () => atomsOf({ file: 'broken.beam', chunks: new Map() }), 'broken.beam has no chunk AtU8'],
    ['with no atom', () => atomsOf(withChunks({ AtU8: u32(0) })), 'has an empty atom table'],
    ['of OTP 28', () => atomsOf(withChunks({ AtU8: u32(0xFFFF_FFFF) })), 'as OTP 28 writes it: compile it with OTP 27 or earlier'],
    ['with too few atoms', () => atomsOf(withChunks({ AtU8: concat([u32(2), Uint8Array.of(1, 97)]) })), 'ends within the length of an atom'],
    ['with too many atoms', () => atomsOf(withChunks({ AtU8: concat([atomTable(['a']), utf8('zz')]) })), '2 bytes too many in its atom table'],
    ['with an atom that is no text', () => atomsOf(withChunks({ AtU8: concat([u32(1), Uint8Array.of(1, 255)]) })), 'has an atom that is no UTF-8'],
    ['with an atom that is not there', () => importsOf(withChunks({ ImpT: concat([u32(1), u32(9), u32(1), u32(0)]) })), 'refers to atom 9 of 3'],
    ['with a table of another length', () => importsOf(withChunks({ ImpT: concat([u32(2), u32(1), u32(1), u32(0)]) })), 'its table ImpT has 2 rows, but 12 bytes follow'],
    ['with literals of unknown compression', () => literalsOf(withChunks({ LitT: concat([u32(8), utf8('not zlib')]) })), 'literals that are not 8 bytes compressed by zlib'],
    ['with fewer literals', () => literalsOf(readBeam(sampleBytes({ name: 'b', chunks: { LitT: concat([u32(literals.length + 1), beam.chunks.get('LitT')!.slice(4)]) } }), 'broken.beam')), `has ${literals.length} bytes of literals instead of ${literals.length + 1}`],
    ['with gigabytes of literals', () => literalsOf(withChunks({ LitT: concat([u32(0xFFFF_FFFF), utf8('x')]) })), 'which cannot be'],
    ['without code', () => slimBeam({ file: 'broken.beam', chunks: new Map() }), 'broken.beam has no chunk Code'],
  ])('%s', (_, read, message) => {
    expect(read).toThrow(MalformedFile)
    expect(read).toThrow(message)
  })

  it('or packed, whatever is damaged, and never anything else', () => {
    fc.assert(fc.property(damaged(bytes), (other) => {
      const packed = refusedOr('damaged.beam', () => writeBeam(slimBeam(redirectImports(readBeam(other, 'damaged.beam'), { 'lists:keysearch/3': 'substitute' }))))
      if (packed)
        expect(chunkIds(readBeam(packed, 'packed.beam'))).toContain('Code')
    }), { numRuns: 3000 })
  })
})

describe('calls that go elsewhere', () => {
  const redirections = { 'lists:keysearch/3': 'substitute' }
  const redirected = redirectImports(beam, redirections)

  it('keep their places in the table, and the other calls theirs', () => {
    expect(importsOf(redirected)).toEqual([{ ...keysearch, module: 'substitute' }, self])
    expect(atomsOf(redirected)).toEqual([...atomsOf(beam), 'substitute'])
    expect(redirected.chunks.get('Code')).toBe(beam.chunks.get('Code'))
  })

  it('use an atom that is there already', () => {
    expect(atomsOf(redirectImports(redirected, { 'erlang:self/0': 'substitute' }))).toEqual(atomsOf(redirected))
  })

  it('leave a module alone that makes none of them', () => {
    expect(redirectImports(beam, { 'lists:keysearch/2': 'substitute' })).toBe(beam)
  })

  it('leave the module alone that they go to: it needs the original', () => {
    const target = readBeam(sampleBytes({ name: 'substitute', imports: [keysearch] }), 'substitute.beam')
    expect(redirectImports(target, redirections)).toBe(target)
  })

  it('cannot go to a module whose name is too long for an atom', () => {
    expect(() => redirectImports(beam, { 'lists:keysearch/3': 'x'.repeat(256) })).toThrow('müller.beam cannot call into xxxxxxxxxxxxxxxxxxxx…: the name is longer than 255 bytes.')
  })
})

describe('a slim module', () => {
  const slim = slimBeam(beam)

  it('has what the VM reads, its literals not compressed', () => {
    expect(chunkIds(slim).sort()).toEqual(['AtU8', 'Code', 'ExpT', 'ImpT', 'LitU', 'StrT'])
    expect(slim.chunks.get('LitU')).toEqual(literals)
  })

  it('is as slim when it is made so again', () => {
    const again = slimBeam(readBeam(writeBeam(slim), 'again.beam'))
    expect(moduleName(again)).toBe('Elixir.Müller')
    expect(again.chunks.get('LitU')).toEqual(literals)
  })
})
