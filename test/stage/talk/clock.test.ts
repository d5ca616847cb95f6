import { expect, it } from 'vitest'
import { clockOf } from '../../../stage/talk/clock'

it.each([
  [0, '0:00'],
  [9_999, '0:09'],
  [247_000, '4:07'],
  [3_599_999, '59:59'],
  [3_600_000, '1:00:00'],
  [3_727_000, '1:02:07'],
  [-5_000, '0:00'],
])('%i ms are %s on a clock', (ms, shown) => expect(clockOf(ms)).toBe(shown))
