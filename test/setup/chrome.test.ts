import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { hideRestingPointer, unnestMenuButton } from '../../setup/chrome'

const source = readFileSync('node_modules/@slidev/client/internals/MenuButton.vue', 'utf8')

it('leaves no button around the menu button of the installed Slidev', () => {
  expect(source).toContain('<button')
  const fixed = unnestMenuButton(source)
  expect(fixed).not.toContain('<button')
  expect(fixed).toContain('@click="value = !value"')
})

it('says so when Slidev has changed that component', () => {
  expect(() => unnestMenuButton('<template><div /></template>')).toThrow('MenuButton.vue has changed')
})

it('hides a resting pointer in the deck’s own way', () => {
  const fixed = hideRestingPointer(readFileSync('node_modules/@slidev/client/composables/useHideCursorIdle.ts', 'utf8'), '/deck/restingPointer.ts')
  expect(fixed).toContain('import { hidePointer, showPointer } from "/deck/restingPointer.ts"')
  expect(fixed).toMatch(/function hide\(\) \{\s*hidePointer\(\)/)
  expect(fixed).toMatch(/function show\(\) \{\s*showPointer\(\)/)
  expect(fixed).not.toContain('document.body.style')
})

it('says so when Slidev has changed how it does that', () => {
  expect(() => hideRestingPointer('document.body.classList.add("idle")', '/deck/restingPointer.ts')).toThrow('useHideCursorIdle.ts has changed')
})
