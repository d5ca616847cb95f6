import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { followStageInNotes, leavePositionToStage } from '../../setup/stageMode'

it('takes the position out of the hands of the installed Slidev, both ways', () => {
  const fixed = leavePositionToStage(readFileSync('node_modules/@slidev/client/setup/root.ts', 'utf8'))
  expect(fixed).toMatch(/function updateSharedState\(\) \{\s+return\s/)
  expect(fixed).toMatch(/onPatch\(\(state\) => \{\s+return\s/)
})

it('says so when Slidev has changed that file', () => {
  expect(() => leavePositionToStage('export default function setupRoot() {}')).toThrow('setup/root.ts has changed')
})

it('lets the installed Slidev’s page of notes go by the stage', () => {
  const fixed = followStageInNotes(readFileSync('node_modules/@slidev/client/pages/notes.vue', 'utf8'), '/deck/place.ts')
  expect(fixed).toContain('import { stagePlace as sharedState } from "/deck/place.ts"')
  expect(fixed).not.toContain('state/shared')
  expect(() => followStageInNotes('<script setup></script>', '/deck/place.ts')).toThrow('pages/notes.vue has changed')
})
