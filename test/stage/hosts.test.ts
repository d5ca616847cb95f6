import { expect, it } from 'vitest'
import { hostOf } from '../../stage/hosts'

it.each([
  ['localhost', 3030, 'localhost:3030'],
  ['192.168.1.7', 8080, '192.168.1.7:8080'],
  ['::1', 3030, '[::1]:3030'],
  ['localhost', 80, 'localhost'],
  ['fe80::1', 80, '[fe80::1]'],
])('%s at port %i is written %s', (host, port, written) => {
  expect(hostOf(host, port)).toBe(written)
  // As a browser writes it.
  expect(new URL(`http://${written}/`).host).toBe(written)
})
