import type { Clock } from '../../models/clock'
import type { ConnectionPoolOptions, PoolEvent } from '../../models/connectionPool'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../models/clock'
import { ConnectionPool } from '../../models/connectionPool'
import { commandNamed } from '../../models/connectionPool/commands'
import { seededRandom } from '../../models/random'

const registries = [
  { name: 'A', connections: 3, requestsPerSecond: 20, response: { leastUs: 20_000, meanUs: 90_000, mostUs: 400_000 } },
  { name: 'B', connections: 1, requestsPerSecond: 4, response: { leastUs: 10_000, meanUs: 50_000, mostUs: 300_000 } },
]

/** What may befall a pool, one thing after another. */
type Deed = { do: 'wait', us: number } | { do: 'drop' | 'cut', registry: 'A' | 'B', connection: number } | { do: 'outage', registry: 'A' | 'B', us: number }

const registryName = fc.constantFrom('A' as const, 'B' as const)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), us: fc.oneof(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: 0, max: 8_000_000 })) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('drop' as const, 'cut' as const), registry: registryName, connection: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('outage' as const), registry: registryName, us: fc.integer({ min: 1, max: 10_000_000 }) }) },
)
const cases = fc.record({
  seed: fc.integer({ min: 0, max: 1e9 }),
  deeds: fc.array(deed, { minLength: 5, maxLength: 25 }),
  options: fc.record({
    connectFailureProbability: fc.constantFrom(0, 0.3, 0.8),
    failingAttempts: fc.integer({ min: 0, max: 3 }),
    keepAliveIdleUs: fc.integer({ min: 100_000, max: 3_000_000 }),
    queueLimit: fc.constantFrom(3, 50, 10_000),
    backOff: fc.record({ firstUs: fc.integer({ min: 1_000, max: 1_000_000 }), capUs: fc.integer({ min: 1_000_000, max: 9_000_000 }), jitter: fc.double({ min: 0, max: 0.5, noNaN: true }) }),
  }),
})
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never
const seeded = { seed: 5_730, numRuns: 40 }

/** Lets it all happen; `watch` sees each event while it happens. */
function run({ seed, deeds, options }: Case, watch: (event: PoolEvent, pool: ConnectionPool, clock: Clock) => void = () => {}) {
  const clock = new VirtualClock()
  const pool = new ConnectionPool(clock, seededRandom(seed), { registries, connectUs: 300_000, connectTimeoutUs: 900_000, responseTimeoutUs: 1_500_000, helloTimeoutUs: 700_000, intervalUs: 1_000_000, intervalsKept: 10, ...options })
  const events: PoolEvent[] = []
  pool.onEvent((event) => {
    events.push(event)
    watch(event, pool, clock)
  })
  for (const deed of deeds) {
    if (deed.do === 'wait')
      clock.advanceBy(deed.us)
    else if (deed.do === 'outage')
      pool.outage(deed.registry, deed.us)
    else if (deed.registry === 'A' || deed.connection === 1)
      pool.drop(deed.registry, deed.connection, deed.do === 'cut' ? 'silent' : 'closed')
  }
  clock.advanceBy(2_000_000)
  return { pool, clock, events }
}

/** Calls `each` with the events of one registry, or of one connection, in order. */
function bySubject(events: PoolEvent[], subject: (event: PoolEvent) => string | undefined): PoolEvent[][] {
  const groups = new Map<string, PoolEvent[]>()
  for (const event of events) {
    const name = subject(event)
    if (name !== undefined)
      groups.set(name, [...groups.get(name) ?? [], event])
  }
  return [...groups.values()]
}

const connectionOf = (event: PoolEvent) => 'connection' in event && event.connection ? `${event.registry} ${event.connection}` : undefined

describe('whatever befalls a pool', () => {
  it('none is lost: arrived is answered, waiting and in flight, at any time', () => {
    fc.assert(fc.property(cases, (one) => {
      const wrong: unknown[] = []
      run(one, (event, pool) => {
        for (const { arrived, answered, waiting, inFlight } of pool.snapshot().registries) {
          if (answered + waiting + inFlight !== arrived)
            wrong.push({ event, arrived, answered, waiting, inFlight })
        }
      })
      expect(wrong).toEqual([])
    }), { ...seeded, numRuns: 25 })
  })

  it('each request that arrived is answered once, when there is time enough', () => {
    fc.assert(fc.property(cases, (one) => {
      const { events, clock, pool } = run({ ...one, options: { ...one.options, connectFailureProbability: 0 } })
      const arrived = pool.snapshot().registries.map(({ arrived }) => arrived)
      clock.advanceBy(120_000_000)
      for (const [index, { name }] of registries.entries()) {
        const answered = events.flatMap(event => event.type === 'answered' && event.registry === name ? event.request : [])
        expect(new Set(answered).size).toBe(answered.length)
        const early = answered.filter(number => number <= arrived[index]!)
        expect(early).toHaveLength(arrived[index]!)
      }
    }), { ...seeded, numRuns: 25 })
  })

  it('a connection has one command under way, and none while it is not open', () => {
    fc.assert(fc.property(cases, (one) => {
      for (const events of bySubject(run(one).events, connectionOf)) {
        let underWay: number | undefined
        let open = false
        for (const event of events) {
          if (event.type === 'connected' || event.type === 'restored')
            open = true
          if (event.type === 'dropped')
            open = false
          if (event.type === 'sent') {
            expect([open, underWay]).toEqual([true, undefined])
            underWay = event.request
          }
          if (event.type === 'putBack' || event.type === 'answered' || (event.type === 'checked' && !event.carriedOut)) {
            expect(event.request).toBe(underWay)
            underWay = undefined
          }
        }
      }
    }), seeded)
  })

  it('requests are sent in the order of arrival, save that one put back goes first', () => {
    fc.assert(fc.property(cases, (one) => {
      for (const events of bySubject(run(one).events, ({ registry }) => registry)) {
        const waiting: number[] = []
        const checked = new Set<number>()
        for (const event of events) {
          if (event.type === 'arrived' || event.type === 'putBack')
            waiting.push(event.request)
          if (event.type === 'checked' && !event.carriedOut)
            checked.add(event.request)
          // After the question whether it was done the same connection goes on with it.
          if (event.type === 'sent' && !checked.delete(event.request)) {
            expect(event.request).toBe(Math.min(...waiting))
            waiting.splice(waiting.indexOf(event.request), 1)
          }
        }
      }
    }), seeded)
  })

  it('a transform is carried out exactly once, and is never sent again before it was asked for', () => {
    fc.assert(fc.property(cases, (one) => {
      const { events } = run(one)
      const unsure = new Set<string>()
      for (const event of events) {
        if (!('request' in event))
          continue
        const name = `${event.registry} ${event.request}`
        const isTransform = commandNamed(event.command).kind === 'transform'
        if (event.type === 'answered' && isTransform)
          expect(event.timesCarriedOut).toBe(1)
        if (event.type === 'putBack') {
          expect(event.checkFirst).toBe(isTransform)
          if (isTransform)
            unsure.add(name)
        }
        if (event.type === 'checked')
          unsure.delete(name)
        if (event.type === 'sent')
          expect(event.check).toBe(unsure.has(name))
      }
    }), seeded)
  })

  it('each connection backs off on its own, longer each time, never beyond the cap', () => {
    fc.assert(fc.property(cases, (one) => {
      const { firstUs, capUs, jitter } = one.options.backOff
      for (const events of bySubject(run(one).events, connectionOf)) {
        let attempts = 0
        let lastUs = 0
        let begins: number | undefined
        for (const event of events) {
          if (event.type === 'connected' || event.type === 'restored') {
            expect(event.attempt).toBeGreaterThanOrEqual(attempts)
            attempts = lastUs = 0
          }
          if (event.type === 'attemptFailed')
            attempts = event.attempt
          if (event.type === 'backingOff') {
            expect(event.attempt).toBe(attempts + 1)
            const longestUs = Math.min(capUs, firstUs * 2 ** attempts)
            expect(event.delayUs).toBeLessThanOrEqual(longestUs)
            expect(event.delayUs).toBeGreaterThanOrEqual(Math.floor(longestUs * (1 - jitter)))
            if (longestUs < capUs)
              expect(event.delayUs).toBeGreaterThanOrEqual(lastUs)
            lastUs = event.delayUs
            begins = event.timeUs + event.delayUs
          }
          if (event.type === 'connecting') {
            expect(event.attempt).toBe(attempts + 1)
            expect(event.timeUs).toBe(begins)
          }
        }
      }
    }), seeded)
  })

  it('time never runs back, and events are told when they happen', () => {
    fc.assert(fc.property(cases, (one) => {
      const wrong: unknown[] = []
      let lastUs = 0
      run(one, (event, _, clock) => {
        if (event.timeUs !== clock.nowUs || event.timeUs < lastUs)
          wrong.push({ event, lastUs })
        lastUs = event.timeUs
      })
      expect(wrong).toEqual([])
    }), { ...seeded, numRuns: 25 })
  })

  it('utilisation lies between 0 and 1, and half of the requests take no longer than 95 of 100', () => {
    fc.assert(fc.property(cases, (one) => {
      for (const { utilisation, intervals, open, connections } of run(one).pool.snapshot().registries) {
        expect(open).toBeLessThanOrEqual(connections.length)
        for (const share of [utilisation, ...intervals.map(({ utilisation }) => utilisation)]) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
        for (const { p50Us, p95Us, answered } of intervals) {
          expect(p50Us === null).toBe(answered === 0)
          expect(p50Us ?? 0).toBeLessThanOrEqual(p95Us ?? 0)
        }
      }
    }), seeded)
  })

  it('the same seed gives the same trace, another seed another', () => {
    fc.assert(fc.property(cases, (one) => {
      const { events, pool } = run(one)
      const again = run(one)
      expect(again.events).toEqual(events)
      expect(again.pool.snapshot()).toEqual(pool.snapshot())
      expect(run({ ...one, seed: one.seed + 1, deeds: [{ do: 'wait', us: 5_000_000 }] }).events).not.toEqual(run({ ...one, deeds: [{ do: 'wait', us: 5_000_000 }] }).events)
    }), { ...seeded, numRuns: 20 })
  })
})

describe('memory', () => {
  /** A clock that counts the calls that are arranged with it and neither made nor called off. */
  class CountingClock implements Clock {
    readonly clock = new VirtualClock()
    readonly #arranged = new Set<object>()

    get nowUs(): number {
      return this.clock.nowUs
    }

    get arranged(): number {
      return this.#arranged.size
    }

    after(delayUs: number, call: () => void) {
      const name = {}
      this.#arranged.add(name)
      const timer = this.clock.after(delayUs, () => {
        this.#arranged.delete(name)
        call()
      })
      return {
        cancel: () => {
          this.#arranged.delete(name)
          timer.cancel()
        },
      }
    }
  }

  it('is bounded over hours, with connections lost time and again', () => {
    const counting = new CountingClock()
    const options: Partial<ConnectionPoolOptions> = { registries, connectFailureProbability: 0.5, queueLimit: 200, intervalUs: 5_000_000 }
    const pool = new ConnectionPool(counting, seededRandom(9), options)
    const sizes: number[] = []
    let drops = 0
    for (let minute = 0; minute < 180; minute++) {
      counting.clock.advanceBy(60_000_000)
      drops += Number(pool.drop('A', 1 + minute % 3))
      if (minute % 60 === 59)
        sizes.push(JSON.stringify(pool.snapshot()).length)
      // Four connections, each with what it waits for and its keep-alive; two registries, each with its load and its books.
      expect(counting.arranged).toBeLessThanOrEqual(2 * 4 + 2 * 2)
      for (const { waiting, intervals, connections } of pool.snapshot().registries) {
        expect(waiting).toBeLessThanOrEqual(200 + 3)
        expect(intervals.length).toBeLessThanOrEqual(60)
        expect(connections.every(({ repliesUs }) => repliesUs.length <= 16)).toBe(true)
      }
    }
    expect(drops).toBeGreaterThan(100)
    expect(pool.snapshot().registries[0]!.answered).toBeGreaterThan(100_000)
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(1.1)
  })
})
