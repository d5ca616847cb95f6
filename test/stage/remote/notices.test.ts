import type { DroppedCommand } from '../../../stage/talk/commander'
import { describe, expect, it } from 'vitest'
import { Notices } from '../../../stage/remote/page/notices'

function dropped(why: DroppedCommand['why']): DroppedCommand {
  return { command: { kind: 'next' }, why }
}

function wordsOf({ list }: Notices): string[] {
  return list.map(({ words }) => words)
}

describe('taps that were dropped', () => {
  it('are counted while the sentence stands, each reason for itself', () => {
    const notices = new Notices()
    notices.count([dropped('too late')])
    expect(wordsOf(notices)).toEqual(['A tap was dropped: the network took too long.'])
    notices.count([dropped('nothing runs'), dropped('too late'), dropped('too late')])
    expect(wordsOf(notices)).toEqual(['3 taps were dropped: the network took too long.', 'A tap was dropped: nothing is running on this slide.'])
    notices.putAway('too late')
    notices.count([dropped('too late')])
    expect(wordsOf(notices)).toEqual(['A tap was dropped: nothing is running on this slide.', 'A tap was dropped: the network took too long.'])
  })
})

describe('what is wrong', () => {
  it('is said while it is', () => {
    const notices = new Notices()
    notices.whether('No window.', false)
    expect(wordsOf(notices)).toEqual([])
    notices.whether('No window.', true)
    notices.whether('No window.', true)
    expect(wordsOf(notices)).toEqual(['No window.'])
    notices.whether('No window.', false)
    expect(wordsOf(notices)).toEqual([])
  })

  it('is not said again once it was put away, until it has been right in between', () => {
    const notices = new Notices()
    notices.whether('No window.', true)
    notices.putAway(notices.list[0]!.about)
    notices.whether('No window.', true)
    expect(wordsOf(notices)).toEqual([])
    notices.whether('No window.', false)
    notices.whether('No window.', true)
    expect(wordsOf(notices)).toEqual(['No window.'])
  })
})
