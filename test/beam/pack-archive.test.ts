import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAvm, writeAvm } from '../../beam/pack/avm-archive'
import { moduleName, readBeam } from '../../beam/pack/beam-file'
import { concat, u32, utf8 } from '../../beam/pack/bytes'
import { MalformedFile } from '../../beam/pack/malformed'
import { packModules } from '../../beam/pack/pack-modules'
import { damaged, refusedOr, sampleBytes } from './pack-samples'

const MAGIC = utf8('#!/usr/bin/env AtomVM\n\0\0')
const END = concat([u32(0), u32(0), u32(0), utf8('end\0')])

describe('an archive', () => {
  it('gives back what was put into it, in order', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter(text => !text.includes('\0'))
    const section = fc.record({
      name,
      data: fc.uint8Array({ maxLength: 20 }).map(bytes => bytes.slice(0, bytes.length & ~3)),
      starts: fc.boolean(),
    })
    fc.assert(fc.property(fc.uniqueArray(section, { selector: ({ name }) => name, maxLength: 5 }), (sections) => {
      expect(readAvm(writeAvm(sections), 'archive')).toEqual(sections)
    }))
  })

  it('is laid out as the VM reads it', () => {
    expect(writeAvm([{ name: 'a.beam', data: utf8('12345'), starts: true }, { name: 'abc', data: utf8('1') }])).toEqual(concat([
      MAGIC,
      ...[u32(28), u32(3), u32(0), utf8('a.beam\0\0'), utf8('12345\0\0\0')],
      ...[u32(20), u32(2), u32(0), utf8('abc\0'), utf8('1\0\0\0')],
      END,
    ]))
  })

  it.each(['', 'a\0b', 'x'.repeat(256)])('has no section called %j', (name) => {
    expect(() => writeAvm([{ name, data: utf8('1') }])).toThrow(RangeError)
  })

  it('has no two sections of one name', () => {
    const section = { name: 'twice', data: utf8('1') }
    expect(() => writeAvm([section, section])).toThrow('not "twice"')
  })

  it.each([
    ['of another kind', utf8('FOR1'), 'some.avm is no AVM archive: it does not start with "#!/usr/bin/env AtomVM".'],
    ['without an end', MAGIC, 'ends within the length of a section'],
    ['with a section beyond its end', concat([MAGIC, u32(400), u32(2), u32(0), utf8('a\0\0\0')]), 'ends within the section at 24: 388 bytes are needed at 36, 4 are left'],
    ['with a section of an odd length', concat([MAGIC, u32(17), u32(2), u32(0), utf8('a\0\0\0....')]), 'a section of 17 bytes at 24, which cannot be'],
    ['with a section shorter than its head', concat([MAGIC, u32(8), u32(2), u32(0), END]), 'a section of 8 bytes at 24'],
    ['with a section without a name', concat([MAGIC, u32(16), u32(2), u32(0), utf8('\0abc'), END]), 'a section without a name'],
    ['that goes on after its end', concat([MAGIC, END, utf8('more')]), 'does not stop where it says that it ends'],
  ])('%s is refused by name', (_, bytes, message) => {
    expect(() => readAvm(bytes, 'some.avm')).toThrow(MalformedFile)
    expect(() => readAvm(bytes, 'some.avm')).toThrow(message)
  })

  it('is read or refused, whatever is damaged, and never anything else', () => {
    const bytes = writeAvm([{ name: 'Elixir.Stage.beam', data: utf8('12345678'), starts: true }, { name: 'lists.beam', data: utf8('1234') }])
    fc.assert(fc.property(damaged(bytes), (other) => {
      const sections = refusedOr('damaged.avm', () => readAvm(other, 'damaged.avm'))
      expect(sections?.every(({ name }) => name.length > 0) ?? true).toBe(true)
    }), { numRuns: 2000 })
  })
})

describe('modules in an archive', () => {
  const modules = ['b', 'Elixir.Stage', 'a', 'Elixir.Range'].map(name => readBeam(sampleBytes({ name }), `${name}.beam`))
  const packing = { startModule: 'Elixir.Stage', redirections: {} }

  it('are the same whatever the order, the one that starts first', () => {
    const archive = packModules(modules, packing)
    expect(readAvm(archive, 'archive').map(({ name, starts }) => [name, starts])).toEqual([['Elixir.Stage.beam', true], ['Elixir.Range.beam', false], ['a.beam', false], ['b.beam', false]])
    expect(packModules(modules.toReversed(), packing)).toEqual(archive)
  })
})

describe('the archive of the site', () => {
  const sections = readAvm(readFileSync(new URL('../../public/beam/real-world.avm', import.meta.url)), 'real-world.avm')

  it('holds the listings of slides 9 and 19, and OTP\'s own behaviours', () => {
    expect(sections.map(({ name }) => name)).toEqual(expect.arrayContaining([
      'Elixir.Marketing.EmailRateLimiter.beam',
      'Elixir.VianetAdmin.Application.beam',
      'gen_server.beam',
      'supervisor.beam',
    ]))
  })

  it('starts one module, the first', () => {
    expect(sections.findIndex(({ starts }) => starts)).toBe(0)
    expect(sections.filter(({ starts }) => starts).map(({ name }) => name)).toEqual(['Elixir.Stage.beam'])
  })

  it('has each module under its own name', () => {
    for (const { name, data } of sections)
      expect(`${moduleName(readBeam(data, name))}.beam`).toBe(name)
  })
})
