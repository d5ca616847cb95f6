import { describe, expect, it } from 'vitest'
import { readPresentArgs } from '../../scripts/present-args'

describe('npm run present', () => {
  it('opens the windows and lets the room follow, on a port that is short to type', () => {
    expect(readPresentArgs([])).toEqual({ port: 8080, host: undefined, open: true, audience: true })
  })

  it('can be told otherwise', () => {
    expect(readPresentArgs(['--port', '80', '--host', 'wlan0', '--no-open', '--no-audience']))
      .toEqual({ port: 80, host: 'wlan0', open: false, audience: false })
  })

  it.each([[['--port', 'x']], [['--remote']], [['stray']], [['--host']]])('refuses %j', (args) => {
    expect(() => readPresentArgs(args)).toThrow(/--port|--remote|stray|--host/)
  })
})
