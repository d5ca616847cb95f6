import { expect, it } from 'vitest'
import { EppHealth } from '../../components/epp-health/eppHealth'
import { pageOf } from '../../components/epp-health/eppPage'
import { CARD_PARTS, MONITOR_PARTS, partsBuilt, refreshSteps, rowsBuilt } from '../../components/epp-health/eppParts'

it('builds the page up to all of it, never taking a part away', () => {
  const health = new EppHealth()
  const { cards } = pageOf(health.snapshot().shown)
  let before = partsBuilt(0)
  expect(before).toEqual({ hasBar: false, hasTitle: false, cards: [0, 0], hasEvents: false })
  for (let built = 1; built <= MONITOR_PARTS; built++) {
    const now = partsBuilt(built)
    expect(now.cards.every((parts, card) => parts >= before.cards[card]!)).toBe(true)
    before = now
  }
  expect(before).toMatchObject({ hasBar: true, hasTitle: true, hasEvents: true })
  expect(before.cards.map(rowsBuilt)).toEqual(cards.map(card => card.rows.length))
  expect(rowsBuilt(CARD_PARTS.chart)).toBe(0)
})

it('goes from one page to the next in pieces that change one card, or the events', () => {
  const health = new EppHealth()
  const before = pageOf(health.snapshot().shown)
  health.advanceBy(60_000_000)
  const after = pageOf(health.snapshot().shown)
  const steps = refreshSteps(before, after)
  expect(steps.at(-1)).toBe(after)
  for (const [index, step] of steps.slice(0, -1).entries()) {
    const { cards } = steps[index - 1] ?? before
    expect(step.cards.filter((card, no) => card !== cards[no])).toHaveLength(1)
    expect(step.events).toBe(before.events)
  }
  expect(steps.at(-2)!.cards).toEqual(after.cards)
})
