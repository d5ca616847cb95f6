import type { Check } from './findings'
import type { Walk } from './walk'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { outline } from '../deck/outline'
import { useBrowser } from './browser'
import { readTalk } from './deck'
import { report } from './findings'
import { walk } from './walk'

const browser = useBrowser()
const { url, root } = inject('deck')
const talk = await readTalk(root)

/**
 * Every step of the talk, seen by one visitor in the light and by one in the dark. What does not depend on the theme they
 * share: each enters every other step by its address, and has axe look at the ones between.
 */
let walks: Walk[] = []
beforeAll(async () => {
  walks = await Promise.all([
    walk(browser(), url, talk, { theme: 'light', enters: step => step % 2 === 0, asksAxe: step => step % 2 === 1 }),
    walk(browser(), url, talk, { theme: 'dark', enters: step => step % 2 === 1, asksAxe: step => step % 2 === 0 }),
  ])
})

/** All faults of a kind at once, so that an author sees them together. */
function faultsOf(check: Check): string[] {
  return report(walks.flatMap(({ findings }) => findings).filter(finding => finding.check === check))
}

describe('every step of the talk, light and dark', () => {
  it('fits the canvas, and everything in it its box', () => expect(faultsOf('fit')).toEqual([]))
  it('keeps texts apart from each other and from the running foot', () => expect(faultsOf('overlap')).toEqual([]))
  it('is written large enough', () => expect(faultsOf('size')).toEqual([]))
  it('is written clearly enough', () => expect(faultsOf('contrast')).toEqual([]))
  it('has nothing that axe minds', () => expect(faultsOf('axe')).toEqual([]))
  it('leaves the console silent', () => expect(faultsOf('console')).toEqual([]))
  it('asks no other host, and its own for nothing in vain', () => expect(faultsOf('network')).toEqual([]))
  it('looks the same when gone back to', () => expect(faultsOf('back')).toEqual([]))
  it('looks the same when entered by its address', () => expect(faultsOf('entry')).toEqual([]))
  it('does not move where less motion is asked for', () => expect(faultsOf('motion')).toEqual([]))
})

it('takes as many clicks as the outline and the steps of its figures have', () => {
  const faults = talk.slides.flatMap(({ no, title, steps }) => {
    const taken = walks[0]!.clicks.get(no)
    const { clicks: wanted } = outline[no - 1]!
    return [
      typeof wanted === 'number' && taken !== wanted && `slide ${no} (${title}) takes ${taken} clicks, the outline has ${wanted}`,
      typeof wanted === 'object' && (taken ?? 0) < wanted.atLeast && `slide ${no} (${title}) takes ${taken} clicks, the outline has at least ${wanted.atLeast}`,
      steps !== undefined && taken !== steps && `slide ${no} (${title}) takes ${taken} clicks, its \`steps\` make ${steps}`,
    ].filter(fault => fault !== false)
  })
  expect(faults).toEqual([])
})
