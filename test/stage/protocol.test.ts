import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { command, commands } from '../../stage/protocol'

const from = { slide: 1, click: 0 }
const EVERY_COMMAND = [
  { kind: 'next' },
  { kind: 'previous' },
  { kind: 'go', to: from },
  { kind: 'blank', isBlank: true },
  { kind: 'timer', deed: 'start' },
  { kind: 'run', deed: 'stop' },
  { kind: 'control', run: 'tree', id: 'kill', value: null },
]
const whole = JSON.stringify({
  client: 'somebody',
  commands: EVERY_COMMAND.map((command, index) => ({ seq: index + 1, from, agoMs: 0, command })),
  pointer: { x: 0, y: 1 },
})
const objectsIn = (text: string): number[] => [...text.matchAll(/\{/g)].map(({ index }) => index + 1)

describe('what clients send', () => {
  it('can be every command', () => {
    expect(v.is(commands, JSON.parse(whole))).toBe(true)
    expect(new Set(EVERY_COMMAND.map(({ kind }) => kind))).toEqual(new Set(command.options.map(option => option.entries.kind.literal)))
  })

  it.each(['__proto__', '__pro\\u0074o__', 'constructor', 'prototype', 'toString'])('has no key %s in any of its objects', (key) => {
    const places = objectsIn(whole)
    expect(places).toHaveLength(24)
    for (const place of places) {
      const sent: unknown = JSON.parse(`${whole.slice(0, place)}"${key}":{"isPaired":true},${whole.slice(place)}`)
      expect(v.is(commands, sent)).toBe(false)
    }
  })
})
