import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildBeam, writeAll } from '../../beam/pack/build'
import { describeBuild, readBuiltWith, versionsHere, versionsText } from '../../beam/pack/built-with'
import { different } from '../../beam/pack/compare'
import { sizesTable } from '../../beam/pack/sizes'
import { installedElixir, runTool, toolsAreThere } from '../../beam/pack/toolchain'

const root = fileURLToPath(new URL('../..', import.meta.url))
const canBuild = toolsAreThere()

if (!canBuild)
  process.stderr.write('Elixir is not installed: the archive for the VM in the tab is used as it is, and not built here.\n')

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beam-test-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

describe.skipIf(!canBuild)('the build', { timeout: 240_000 }, () => {
  /** The sources alone, in a folder of their own. */
  const copySources = (): string => {
    const copy = join(folder, 'quite', 'another', 'place')
    mkdirSync(join(copy, 'snippets'), { recursive: true })
    for (const place of ['beam', 'snippets/lib'])
      cpSync(join(root, place), join(copy, place), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    return copy
  }

  it('gives the committed bytes, also in another folder', async ({ skip }) => {
    const installed = installedElixir()
    const committed = join(root, 'public/beam')
    const { versions } = readBuiltWith(committed)
    skip(versionsText(versions) !== versionsText(versionsHere(root, installed)), `${committed} was built with ${versionsText(versions)}.`)
    const { files } = await buildBeam(copySources(), installed)
    expect([...files.keys()]).toEqual(['AtomVM.mjs', 'AtomVM.wasm', 'real-world.avm'])
    expect(different(files, committed)).toEqual([])
  })

  it('stops at a call that would stop the VM, and says how it comes about', async () => {
    const copy = copySources()
    writeFileSync(join(copy, 'beam/elixir/odd.ex'), 'defmodule Odd do\n  def odd(list), do: :queue.from_list(list)\nend\n')
    await expect(buildBeam(copy, installedElixir())).rejects.toThrow('queue:from_list/1, called by Elixir.Odd:odd/1')
  })
})

describe('a program that is missing', () => {
  it('is named in one sentence, with the remedy', () => {
    const { PATH } = process.env
    process.env.PATH = folder
    try {
      expect(() => runTool('erlc', [], root)).toThrow(/^erlc is not installed here: install Elixir 1\.14 or later, on Debian with `apt-get install elixir`\.$/)
      expect(toolsAreThere()).toBe(false)
    }
    finally {
      process.env.PATH = PATH
    }
  })
})

describe('built files', () => {
  const files = new Map([['a.avm', Uint8Array.of(1, 2, 3)], ['b.wasm', new Uint8Array(2000)]])

  it('are compared with those of a folder by their bytes', () => {
    writeAll(folder, files)
    expect(different(files, folder)).toEqual([])
    writeFileSync(join(folder, 'a.avm'), Uint8Array.of(1, 2, 4))
    rmSync(join(folder, 'b.wasm'))
    expect(different(files, folder)).toEqual([join(folder, 'a.avm'), join(folder, 'b.wasm')])
  })

  it('are described with their sizes and checksums', () => {
    const versions = { elixir: '1.14.0', otp: '25.2.3', popcorn: '0.3.3', esbuild: '0.28.2' }
    writeAll(folder, new Map([['built-with.json', describeBuild(files, versions)]]))
    expect(readBuiltWith(folder)).toMatchObject({
      versions,
      files: { 'a.avm': { bytes: 3, sha256: '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81' } },
    })
  })

  it('are listed with their sizes', () => {
    expect(sizesTable(files)[1]).toMatch(/^b\.wasm {8}2\.0 kB raw {6}0\.0 kB gzip$/)
    expect(sizesTable(files)).toHaveLength(3)
  })

  it('are built again when nobody can tell what with', () => {
    expect(() => readBuiltWith(folder)).toThrow('is missing or damaged: run `npm run beam`.')
    writeFileSync(join(folder, 'built-with.json'), '{}')
    expect(() => readBuiltWith(folder)).toThrow('is missing or damaged')
  })
})

describe('the files of the site', () => {
  it('are those that their description describes', () => {
    const place = join(root, 'public/beam')
    const { files, versions } = readBuiltWith(place)
    const there = new Map(Object.keys(files).map(name => [name, readFileSync(join(place, name))]))
    expect(Object.keys(files)).toEqual(['AtomVM.mjs', 'AtomVM.wasm', 'real-world.avm'])
    expect(different(new Map([['built-with.json', describeBuild(there, versions)]]), place)).toEqual([])
  })

  it('hold the VM of the package that is installed', () => {
    const { versions } = readBuiltWith(join(root, 'public/beam'))
    expect(versionsHere(root, { ...versions, stdlib: '' })).toEqual(versions)
  })
})
