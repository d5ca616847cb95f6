import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { describe, expect, it } from 'vitest'

const snippets = new URL('../../snippets', import.meta.url)
const hasElixir = spawnSync('mix', ['--version'], { stdio: 'ignore' }).status === 0

if (!hasElixir)
  process.stderr.write('Elixir is not installed: the snippets are shown, but neither compiled nor tested here.\n')

/** Runs mix in the snippets; what it prints is the failure's message, for ExUnit reports on stdout and the compiler on stderr. */
function mix(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('mix', args, { cwd: snippets, env: { ...process.env, MIX_ENV: 'test' }, encoding: 'utf8' })
  expect(status, `mix ${args.join(' ')}\n${stdout}${stderr}`).toBe(0)
}

// A cold compile on a slow machine takes a while; nothing here waits for a clock.
describe.skipIf(!hasElixir)('the Elixir that the slides show', { timeout: 120_000 }, () => {
  it('is formatted to the width of the slides', () => mix('format', '--check-formatted'))

  it('compiles without a warning', () => mix('compile', '--warnings-as-errors', '--force'))

  it('passes its own tests', () => mix('test'))
})
