import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hideRestingPointer, keepEmbeddedControlAtHome, unnestMenuButton } from '../../setup/chrome'

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

describe('control by messages between windows', () => {
  const source = readFileSync('node_modules/@slidev/client/composables/useEmbeddedCtrl.ts', 'utf8')

  it('is for the deck’s own windows', () => {
    const fixed = keepEmbeddedControlAtHome(source)
    expect(fixed).toMatch(/addEventListener\('message', \(\{ data, origin \}\) => \{\s*if \(origin !== location\.origin\)\s*return/)
    expect(fixed).not.toContain('\'*\'')
    expect(fixed).toContain('location.origin,')
  })

  it.each([
    ['listens in another way', source.replace('({ data }) =>', '(event) =>')],
    ['listens twice', `${source}\nwindow.addEventListener('message', () => {})`],
    ['no longer tells everyone', source.replace('\'*\'', 'origin')],
  ])('says so when Slidev %s', (_how, changed) => {
    expect(() => keepEmbeddedControlAtHome(changed)).toThrow('useEmbeddedCtrl.ts has changed')
  })
})
