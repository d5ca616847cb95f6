import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readProject } from './reading/project'

const { hasIcon } = readProject(fileURLToPath(new URL('../..', import.meta.url)))

it('knows the icons of the installed set by name', () => {
  expect(hasIcon('ph-timer')).toBe(true)
  expect(hasIcon('ph-graduation-cap')).toBe(true)
})

it.each(['ph-timerr', 'ph-constructor', 'ph', 'nowhere-timer'])('finds no icon %s', (tag) => {
  expect(hasIcon(tag)).toBe(false)
})
