import { describe, expect, it } from 'vitest'
import { chartPaths, topOfScale } from '../../components/epp-health/eppCharts'
import { EppHealth, isWarmedUp } from '../../components/epp-health/eppHealth'
import { eppLive } from '../../components/epp-health/eppLive'
import { announcementsSince, pageOf, secondsSinceRefresh, timeOfDay } from '../../components/epp-health/eppPage'
import { eppScenario } from '../../components/epp-health/eppScenario'

const second = 1_000_000

/** The monitor as the slide shows it first. */
function warm(seed?: number): EppHealth {
  const health = new EppHealth(seed)
  health.advanceBy(eppScenario.warmUpUs)
  return health
}

const verisign = (health: EppHealth) => pageOf(health.snapshot().shown).cards[1]!

describe('the EPP page', () => {
  it('knows what it knew at its last refresh, every five seconds of model time', () => {
    const health = warm()
    const { shown } = health.snapshot()
    expect([shown.nowUs, timeOfDay(shown.nowUs)]).toEqual([305 * second, '14:32:00'])
    health.advanceBy(4.999 * second)
    expect(health.snapshot().shown).toBe(shown)
    expect(secondsSinceRefresh(health.snapshot())).toBe(4)
    health.advanceBy(1_000)
    expect(health.snapshot().shown.nowUs).toBe(310 * second)
    expect(secondsSinceRefresh(health.snapshot())).toBe(0)
  })

  it('is calm when nothing happens: all open, none lost, none waiting for long', () => {
    const health = warm()
    for (let refresh = 0; refresh < 60; refresh++) {
      health.advanceBy(5 * second)
      const page = pageOf(health.snapshot().shown)
      expect(page).toMatchObject({ open: 10, connections: 10, lost: 0 })
      expect(page.cards.map(({ health, foot, chart }) => [health.word, foot, chart.top])).toEqual(Array.from({ length: 2 }, () => ['Healthy', 'none lost today', '250 ms']))
      expect(page.events).toHaveLength(7)
    }
  })

  it('has one quiet registry, whose spare connections are kept alive, and one busy one', () => {
    const health = warm()
    const [quiet, busy] = pageOf(health.snapshot().shown).cards
    expect(quiet!.utilisationPercent).toBeLessThan(20)
    expect(busy!.utilisationPercent).toBeGreaterThan(30)
    expect(pageOf(health.snapshot().shown).events.some(({ text }) => /^Hello, greeting in \d+ ms$/.test(text))).toBe(true)
  })

  it.each([700, 1, 2, 3, 4, 5])('sees a lost connection fail twice, back off, and come back within 30 seconds (seed %d)', (seed) => {
    const health = warm(seed)
    health.advanceBy(2 * second)
    expect(health.drop('Verisign', 4)).toBe(true)
    // Known at once to who asks the pool, to the page only with its next refresh.
    expect(health.snapshot().openNow.Verisign).toEqual([true, true, true, false, true])
    expect(verisign(health).health.word).toBe('Healthy')
    const seen: string[] = []
    for (let at = 5; at <= 35; at += 5) {
      health.advanceBy((at === 5 ? 3 : 5) * second)
      const card = verisign(health)
      seen.push(`${card.health.word}, ${card.rows[3]!.kind === 'down' ? card.rows[3]!.reply : 'open'}`)
      expect(pageOf(health.snapshot().shown).lost).toBe(0)
    }
    expect(seen[0]).toBe('Recovering, attempt 1')
    expect(seen.some(state => /Recovering, attempt [23]/.test(state))).toBe(true)
    expect(seen.at(-2)).toBe('Healthy, open')
    expect(verisign(health).foot).toBe('1 lost, 1 back, 0 restarts')
  })

  it('says of a lost connection what it does and since when nothing was heard', () => {
    const health = warm()
    health.advanceBy(3.5 * second)
    health.drop('Verisign', 4)
    health.advanceBy(1.5 * second)
    const { rows, marks, health: state } = verisign(health)
    expect(state).toEqual({ word: 'Recovering', tone: 'warn' })
    expect(rows[3]).toMatchObject({ name: 'c4', kind: 'down', reply: 'attempt 1', replies: undefined })
    expect(rows[3]!.state).toMatch(/^retry in \d s$|^TLS handshake$/)
    expect(rows[3]!.lastHeard).toBe('1 s')
    expect(marks.at(-1)).toBe('down')
    expect(marks).toHaveLength(5)
  })

  it('calls a registry down whose connections are all lost, and still loses no request', () => {
    const health = warm()
    health.outage('Verisign', 20 * second)
    health.advanceBy(10 * second)
    const page = pageOf(health.snapshot().shown)
    expect(page).toMatchObject({ open: 5, lost: 0 })
    expect(page.cards[1]).toMatchObject({ health: { word: 'Down', tone: 'bad' }, p50: { figure: '–', unit: 'ms' }, utilisationPercent: 0 })
    expect(page.cards[1]!.load).toMatch(/^0 of 5 busy, \d+ queued$/)
    health.advanceBy(60 * second)
    expect(pageOf(health.snapshot().shown)).toMatchObject({ open: 10, lost: 0, cards: [{}, { health: { word: 'Healthy' } }] })
    expect(verisign(health).chart.top).toMatch(/^\d+ s$/)
  })

  it('gives the numbers of the chart to who cannot see it', () => {
    const card = verisign(warm())
    expect(card.chart.label).toMatch(/^Response time of Verisign over the last 5 minutes: p50 now \d+ ms; p95 now \d+ ms, between \d+ ms and \d+ ms$/)
    expect(card.chart.label).toContain(`p50 now ${card.p50.figure} ms; p95 now ${card.p95.figure} ms`)
  })

  it('can be drawn before anything has happened', () => {
    const page = pageOf(new EppHealth().snapshot().shown)
    expect(page).toMatchObject({ open: 0, connections: 10, commandsPerMinute: '0', lost: 0 })
    expect(page.cards[0]).toMatchObject({ health: { word: 'Starting' }, p95: { figure: '–' }, chart: { label: 'Response time of PublicInterest: nothing answered yet' } })
    expect(page.cards[0]!.rows[0]).toMatchObject({ state: 'TLS handshake', reply: 'attempt 1', lastHeard: 'never' })
  })

  it('has its own line for each event, the newest first', () => {
    const health = warm()
    health.outage('Verisign', 20 * second)
    for (let refresh = 0; refresh < 12; refresh++) {
      health.advanceBy(5 * second)
      const { events } = pageOf(health.snapshot().shown)
      expect(new Set(events.map(({ key }) => key)).size).toBe(events.length)
      expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).toSorted().reverse())
    }
  })

  it('announces losses and recoveries once, when the page has learnt of them', () => {
    const health = warm()
    health.advanceBy(second)
    let toldUs = health.snapshot().shown.nowUs
    health.drop('Verisign', 4)
    expect(announcementsSince(health.snapshot(), toldUs)).toEqual([])
    const told: string[] = []
    for (let at = 1; at <= 35; at++) {
      health.advanceBy(second)
      told.push(...announcementsSince(health.snapshot(), toldUs))
      toldUs = health.snapshot().shown.nowUs
    }
    expect(told).toEqual(['Verisign c4: Closed by the registry.', expect.stringMatching(/^Verisign c4: Restored after (?:1\d|2[01]) s\.$/)])
  })

  it('is plain data that another window can draw', () => {
    const snapshot = warm().snapshot()
    const copy = JSON.parse(JSON.stringify(snapshot)) as typeof snapshot
    expect(pageOf(copy.shown)).toEqual(pageOf(snapshot.shown))
  })
})

describe('the live run of the monitor', () => {
  it('makes up its past in pieces, then goes by real time', () => {
    const engine = eppLive.start()
    let pieces = 0
    for (; !isWarmedUp(engine.snapshot()); pieces++)
      engine.advance(16_667)
    expect(pieces).toBeLessThan(40)
    expect(engine.snapshot().nowUs).toBe(eppScenario.warmUpUs)
    engine.advance(16_667)
    expect(engine.snapshot().nowUs).toBe(eppScenario.warmUpUs + 16_667)
  })

  it('drops what is open, and leaves undone what makes no sense', () => {
    const engine = eppLive.start()
    while (!isWarmedUp(engine.snapshot()))
      engine.advance(16_667)
    for (const [registry, connection] of [['Verisign', 4], ['Verisign', 4], ['Verisign', 0], ['Verisign', 6], ['Nominet', 1]] as const)
      engine.act({ kind: 'drop', registry, connection })
    expect(engine.snapshot().openNow).toEqual({ PublicInterest: [true, true, true, true, true], Verisign: [true, true, true, false, true] })
  })
})

describe('a chart', () => {
  it('runs from left to right, the newest value at the right edge', () => {
    expect(chartPaths([0, 50, 100], 100)).toEqual({ line: 'M0 40L50 20L100 0', area: 'M0 40L0 40L50 20L100 0L100 40Z' })
  })

  it('leaves room at the left while it has few values', () => {
    expect(chartPaths([100, 100], 100, 5).line).toBe('M75 0L100 0')
  })

  it('has a gap where nothing was measured, and draws no single points', () => {
    expect(chartPaths([50, 50, null, 50, null], 100).line).toBe('M0 20L25 20')
    expect(chartPaths([null], 100)).toEqual({ line: '', area: '' })
  })

  it('stays within its box', () => {
    expect(chartPaths([500, 500], 100).line).toBe('M0 0L100 0')
  })

  it('has a round number at its top that holds all values', () => {
    expect(topOfScale([null, 10, 251], [250, 500, 1_000])).toBe(500)
    expect(topOfScale([250], [250, 500])).toBe(250)
    expect(topOfScale([], [250, 500])).toBe(250)
    expect(topOfScale([9_999], [250, 500])).toBe(500)
  })
})
