import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { leavePositionToStage } from '../../setup/stageMode'

it('takes the position out of the hands of the installed Slidev, both ways', () => {
  const fixed = leavePositionToStage(readFileSync('node_modules/@slidev/client/setup/root.ts', 'utf8'))
  expect(fixed).toMatch(/function updateSharedState\(\) \{\s+return\s/)
  expect(fixed).toMatch(/onPatch\(\(state\) => \{\s+return\s/)
})

it('says so when Slidev has changed that file', () => {
  expect(() => leavePositionToStage('export default function setupRoot() {}')).toThrow('setup/root.ts has changed')
})
