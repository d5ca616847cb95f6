import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { unnestMenuButton } from '../../setup/chrome'

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
