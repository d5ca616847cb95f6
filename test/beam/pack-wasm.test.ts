import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, utf8 } from '../../beam/pack/bytes'
import { MalformedFile } from '../../beam/pack/malformed'
import { vmFunctions } from '../../beam/pack/vm-functions'
import { withoutCustomSections } from '../../beam/pack/wasm'
import { damaged, refusedOr } from './pack-samples'

const HEAD = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)
/** Type section with the type of a function without arguments and results. */
const TYPES = Uint8Array.of(1, 4, 1, 0x60, 0, 0)
/** Custom section, its length in more bytes than it takes. */
const NAMES = concat([Uint8Array.of(0, 0x86, 0x80, 0), utf8('\x04name!')])

const vm = readFileSync(new URL('../../public/beam/AtomVM.wasm', import.meta.url))

describe('a WebAssembly module', () => {
  it('loses its custom sections and nothing else', () => {
    expect(withoutCustomSections(concat([HEAD, NAMES, TYPES, NAMES]), 'vm.wasm')).toEqual(concat([HEAD, TYPES]))
    expect(withoutCustomSections(HEAD, 'vm.wasm')).toEqual(HEAD)
  })

  it.each([
    ['of another kind', utf8('#!/bin/sh'), 'vm.wasm is no WebAssembly module of version 1.'],
    ['that is empty', new Uint8Array(), 'is no WebAssembly module'],
    ['with a section beyond its end', concat([HEAD, Uint8Array.of(1, 9, 1)]), 'ends within section 1: 9 bytes are needed at 10, 1 are left'],
    ['with a length that does not end', concat([HEAD, Uint8Array.of(1, 128, 128, 128, 128, 128)]), 'the length of a section in more than five bytes'],
  ])('%s is refused by name', (_, bytes, message) => {
    expect(() => withoutCustomSections(bytes, 'vm.wasm')).toThrow(MalformedFile)
    expect(() => withoutCustomSections(bytes, 'vm.wasm')).toThrow(message)
  })

  it('is stripped or refused, whatever is damaged, and never anything else', () => {
    fc.assert(fc.property(damaged(concat([HEAD, NAMES, TYPES, NAMES])), (other) => {
      const stripped = refusedOr('vm.wasm', () => withoutCustomSections(other, 'vm.wasm'))
      if (stripped)
        expect(withoutCustomSections(stripped, 'vm.wasm')).toEqual(stripped)
    }), { numRuns: 1000 })
  })
})

describe('the VM of the site', () => {
  it('is one that an engine takes, without a custom section', () => {
    expect(WebAssembly.validate(vm)).toBe(true)
    expect(withoutCustomSections(vm, 'AtomVM.wasm').length).toBe(vm.length)
  })

  it('tells which functions it has built in', () => {
    const functions = vmFunctions(vm, 'AtomVM.wasm')
    expect([...functions]).toEqual(expect.arrayContaining(['erlang:self/0', 'erlang:=:=/2', 'lists:keyfind/3', 'maps:next/1', 'emscripten:promise_resolve/2']))
    expect(functions).not.toContain('lists:keysearch/3')
  })

  it('is no other program', () => {
    expect(() => vmFunctions(concat([HEAD, TYPES]), 'other.wasm')).toThrow('other.wasm does not hold the names of the functions that AtomVM has built in.')
  })
})
