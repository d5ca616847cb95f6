import type { ConnectionPoolOptions, PoolEvent } from '../../models/connectionPool'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../models/clock'
import { ConnectionPool, defaultPoolOptions } from '../../models/connectionPool'
import { seededRandom } from '../../models/random'

const second = 1_000_000
const ms = 1_000

/** One registry without load that takes exactly 100 ms over everything: 1 s to connect, no jitter. */
const quiet: Partial<ConnectionPoolOptions> = {
  registries: [{ name: 'R', connections: 2, requestsPerSecond: 0, response: { leastUs: 100 * ms, meanUs: 100 * ms, mostUs: 100 * ms } }],
  connectUs: second,
  connectTimeoutUs: 3 * second,
  loginUs: second / 2,
  responseTimeoutUs: 4 * second,
  keepAliveIdleUs: 20 * second,
  helloTimeoutUs: 2 * second,
  backOff: { firstUs: second, capUs: 8 * second, jitter: 0 },
}

/** A pool, its clock, and what happened in it since it was last asked, as short texts. */
function started(options: Partial<ConnectionPoolOptions> = quiet, seed = 1) {
  const clock = new VirtualClock()
  const pool = new ConnectionPool(clock, seededRandom(seed), options)
  const events: PoolEvent[] = []
  pool.onEvent(event => events.push(event))
  const heard = (): string[] => events.splice(0).map(({ timeUs, registry: _, ...event }) => {
    const { type, connection, ...rest } = { connection: undefined, ...event }
    return [`${timeUs / ms}`, type, connection ? `c${connection}` : '', ...Object.values(rest)].filter(part => part !== '').join(' ')
  })
  const registry = (index = 0) => pool.snapshot().registries[index]!
  return { clock, pool, events, heard, registry }
}

/** The same, connected and logged in, nothing to do since second 1.5. */
function connected(options: Partial<ConnectionPoolOptions> = quiet) {
  const run = started(options)
  run.clock.advanceTo(1.5 * second)
  run.events.length = 0
  return run
}

describe('a connection', () => {
  it('is opened, greeted and logged in before it takes a request', () => {
    const { pool, clock, heard, registry } = started()
    pool.request('R', 'domain:check')
    expect(registry()).toMatchObject({ arrived: 1, waiting: 1, inFlight: 0, open: 0 })
    clock.advanceTo(1.2 * second)
    expect(registry().connections.map(({ state }) => state)).toEqual(['loggingIn', 'loggingIn'])
    clock.advanceTo(2 * second)
    expect(heard()).toEqual([
      '0 arrived 1 domain:check',
      '1500 connected c1 1',
      '1500 sent c1 1 domain:check false',
      '1500 connected c2 1',
      '1600 answered c1 1 domain:check 1600000 1',
    ])
  })

  it('handles one request at a time; the others wait', () => {
    const { pool, clock, registry } = connected()
    for (let request = 0; request < 5; request++)
      pool.request('R', 'domain:info')
    expect(registry()).toMatchObject({ inFlight: 2, waiting: 3, utilisation: 1, mostWaiting: 3 })
    clock.advanceBy(200 * ms)
    expect(registry()).toMatchObject({ inFlight: 1, waiting: 0, answered: 4, utilisation: 0.5 })
    clock.advanceBy(100 * ms)
    expect(registry()).toMatchObject({ arrived: 5, answered: 5, inFlight: 0, utilisation: 0 })
  })

  it('says hello after its idle time, counted from the last reply', () => {
    const { pool, clock, heard } = connected()
    clock.advanceTo(15 * second)
    pool.request('R', 'domain:check')
    clock.advanceTo(40 * second)
    // The one that rested last was taken: c2, whose idle time begins anew.
    expect(heard().filter(line => line.includes('greeting'))).toEqual(['21600 greeting c1 100000', '35200 greeting c2 100000'])
  })

  it('takes no request while it waits for the greeting', () => {
    const { pool, clock, registry } = connected()
    clock.advanceTo(21.55 * second)
    expect(registry().connections.map(({ state }) => state)).toEqual(['hello', 'hello'])
    pool.request('R', 'domain:check')
    expect(registry()).toMatchObject({ waiting: 1, inFlight: 0 })
    clock.advanceTo(21.65 * second)
    expect(registry()).toMatchObject({ waiting: 0, inFlight: 1 })
  })

  it('finds by keep-alive that its line was cut', () => {
    const { pool, clock, heard } = connected()
    expect(pool.drop('R', 1, 'silent')).toBe(true)
    expect(pool.isOpen('R', 1)).toBe(true)
    clock.advanceTo(23.5 * second)
    expect(heard()).toEqual(['21600 greeting c2 100000', '23500 dropped c1 noGreeting', '23500 backingOff c1 1 1000000'])
  })

  it('finds by a command without a reply that its line was cut, and the command is sent over another', () => {
    const { pool, clock, heard } = connected()
    pool.drop('R', 2, 'silent')
    pool.request('R', 'domain:check')
    clock.advanceTo(5.6 * second)
    expect(heard()).toEqual([
      '1500 arrived 1 domain:check',
      '1500 sent c2 1 domain:check false',
      '5500 dropped c2 noReply',
      '5500 putBack c2 1 domain:check false',
      '5500 backingOff c2 1 1000000',
      '5500 sent c1 1 domain:check false',
      '5600 answered c1 1 domain:check 4100000 1',
    ])
  })

  it('waits for a reply that is cut off under way no longer than its timeout', () => {
    const { pool, clock, heard } = connected()
    pool.request('R', 'domain:check')
    clock.advanceBy(50 * ms)
    pool.drop('R', 2, 'silent')
    clock.advanceTo(6 * second)
    expect(heard()).toContain('5500 dropped c2 noReply')
  })

  it('comes back by itself, waiting twice as long before each attempt', () => {
    const { pool, clock, heard, registry } = connected({ ...quiet, failingAttempts: 5, keepAliveIdleUs: 500 * second })
    pool.drop('R', 1)
    expect(registry()).toMatchObject({ open: 1, dropped: 1, restored: 0 })
    expect(registry().connections[0]).toMatchObject({ state: 'backingOff', attempt: 1, nextAttemptUs: 2.5 * second })
    clock.advanceTo(60 * second)
    expect(heard()).toEqual([
      '1500 dropped c1 closed',
      ...['1500 1 1000000', '5500 2 2000000', '10500 3 4000000', '17500 4 8000000', '28500 5 8000000'].flatMap((line) => {
        const [at, attempt, delayUs] = line.split(' ').map(Number) as [number, number, number]
        const begunMs = at + delayUs / ms
        return [`${at} backingOff c1 ${attempt} ${delayUs}`, `${begunMs} connecting c1 ${attempt}`, `${begunMs + 3000} attemptFailed c1 ${attempt}`]
      }),
      '39500 backingOff c1 6 8000000',
      '47500 connecting c1 6',
      '49000 restored c1 6 47500000',
    ])
    expect(registry()).toMatchObject({ open: 2, dropped: 1, restored: 1 })
    expect(registry().connections[0]).toMatchObject({ state: 'idle', attempt: 0, nextAttemptUs: null })
  })

  it('counts its attempts from one again once it was open', () => {
    const { pool, clock, heard } = connected({ ...quiet, failingAttempts: 1 })
    pool.drop('R', 1)
    clock.advanceBy(15 * second)
    heard()
    pool.drop('R', 1)
    expect(heard()).toEqual(['16500 dropped c1 closed', '16500 backingOff c1 1 1000000'])
  })

  it('can only be dropped while it is open', () => {
    const { pool, events } = started()
    expect(pool.drop('R', 1)).toBe(false)
    expect(pool.drop('R', 1, 'silent')).toBe(false)
    expect(events).toEqual([])
  })
})

describe('a request whose connection is lost', () => {
  it('goes back to the head of the queue, the oldest first', () => {
    const { pool, clock, heard } = connected()
    for (let request = 0; request < 4; request++)
      pool.request('R', 'domain:check')
    clock.advanceBy(10 * ms)
    pool.drop('R', 1)
    pool.drop('R', 2)
    clock.advanceTo(5 * second)
    expect(heard().filter(line => line.includes('sent'))).toEqual([
      '1500 sent c2 1 domain:check false',
      '1500 sent c1 2 domain:check false',
      '4010 sent c1 1 domain:check false',
      '4010 sent c2 2 domain:check false',
      '4110 sent c1 3 domain:check false',
      '4110 sent c2 4 domain:check false',
    ])
  })

  it.each([
    ['was not carried out: it is sent again', 49, ['1549 sent c1 1 domain:create true', '1649 checked c1 1 domain:create false', '1649 sent c1 1 domain:create false', '1749 answered c1 1 domain:create 249000 1']],
    ['was carried out: it is not sent again', 51, ['1551 sent c1 1 domain:create true', '1651 checked c1 1 domain:create true', '1651 answered c1 1 domain:create 151000 1']],
  ])('is asked for first when it is a transform; if it %s', (_, lostAfterMs, then) => {
    const { pool, clock, heard } = connected()
    pool.request('R', 'domain:create')
    clock.advanceBy(lostAfterMs * ms)
    heard()
    pool.drop('R', 2)
    clock.advanceBy(second)
    const lines = heard()
    expect(lines).toContain(`${1500 + lostAfterMs} putBack c2 1 domain:create true`)
    expect(lines.filter(line => line.includes('domain:create') && !line.includes('putBack'))).toEqual(then)
  })

  it('is still asked for first when the connection that asks is lost too', () => {
    const { pool, clock, heard } = connected()
    pool.request('R', 'domain:create')
    clock.advanceBy(60 * ms)
    pool.drop('R', 2)
    clock.advanceBy(60 * ms)
    pool.drop('R', 1)
    clock.advanceTo(10 * second)
    expect(heard().filter(line => / (?:sent|checked|answered)/.test(line))).toEqual([
      '1500 sent c2 1 domain:create false',
      '1560 sent c1 1 domain:create true',
      '4060 sent c2 1 domain:create true',
      '4160 checked c2 1 domain:create true',
      '4160 answered c2 1 domain:create 2660000 1',
    ])
  })
})

describe('an outage', () => {
  it('is noticed by silence, keeps everybody out while it lasts, and loses nothing', () => {
    const { pool, clock, heard, registry } = connected()
    pool.request('R', 'domain:check')
    pool.outage('R', 30 * second)
    expect(registry()).toMatchObject({ isOut: true, open: 2, inFlight: 1 })
    clock.advanceTo(20 * second)
    pool.request('R', 'domain:renew')
    clock.advanceTo(31 * second)
    expect(registry()).toMatchObject({ isOut: true, answered: 0, arrived: 2 })
    clock.advanceTo(60 * second)
    expect(registry()).toMatchObject({ isOut: false, open: 2, answered: 2, waiting: 0, inFlight: 0, dropped: 2, restored: 2 })
    const lines = heard()
    expect(lines.filter(line => line.includes('outage'))).toEqual(['1500 outage 30000000', '31500 outageOver'])
    expect(lines.filter(line => line.includes('attemptFailed')).length).toBeGreaterThan(3)
  })

  it('lasts until the later end when another comes on top', () => {
    const { pool, clock, heard, registry } = connected()
    pool.outage('R', 30 * second)
    clock.advanceBy(10 * second)
    pool.outage('R', 5 * second)
    pool.outage('R', 40 * second)
    clock.advanceTo(51.4 * second)
    expect(registry().isOut).toBe(true)
    clock.advanceTo(52 * second)
    expect(registry().isOut).toBe(false)
    expect(heard().filter(line => line.includes('outageOver'))).toEqual(['51500 outageOver'])
  })

  it('fails an attempt that was under way', () => {
    const { pool, clock, heard } = started()
    clock.advanceTo(1.2 * second)
    pool.outage('R', 10 * second)
    clock.advanceTo(2 * second)
    expect(heard()).toContain('1500 attemptFailed c1 1')
  })

  it('is the business of one registry alone', () => {
    const { pool, clock, registry } = started({ ...quiet, registries: defaultPoolOptions.registries })
    clock.advanceTo(10 * second)
    pool.outage('Verisign', 10 * second)
    clock.advanceTo(18 * second)
    expect([registry(0).open, registry(1).open]).toEqual([5, 0])
  })
})

describe('the pool', () => {
  it('brings the load that it is told, in the mix of a registrar', () => {
    const { clock, events, registry } = started({})
    clock.advanceTo(600 * second)
    expect(registry(0).arrived / 600).toBeCloseTo(25, 0)
    expect(registry(1).arrived / 600).toBeCloseTo(30, 0)
    const checks = events.filter(event => event.type === 'arrived' && event.command === 'domain:check').length
    expect(checks / (registry(0).arrived + registry(1).arrived)).toBeCloseTo(0.52, 1)
  })

  it('tells of each stretch how busy it was and how long requests took, by nearest rank', () => {
    const one = { ...quiet.registries![0]!, connections: 1 }
    const { pool, clock, registry } = connected({ ...quiet, registries: [one], intervalUs: 2 * second })
    // Ten requests, one after the other: 100, 200, … 1000 ms, the first half of the stretch that begins at 2.
    clock.advanceTo(2 * second)
    for (let request = 0; request < 10; request++)
      pool.request('R', 'domain:check')
    clock.advanceTo(6 * second)
    expect(registry().intervals).toEqual([
      { endUs: 2 * second, answered: 0, utilisation: 0, p50Us: null, p95Us: null },
      { endUs: 4 * second, answered: 10, utilisation: 0.5, p50Us: 500 * ms, p95Us: 1000 * ms },
      { endUs: 6 * second, answered: 0, utilisation: 0, p50Us: null, p95Us: null },
    ])
  })

  it('leaves arrivals as they are when connections are dropped', () => {
    const arrivals = (drop: boolean) => {
      const { pool, clock, events } = started({})
      for (let minute = 0; minute < 3; minute++) {
        clock.advanceBy(60 * second)
        if (drop)
          pool.drop('Verisign', 4)
      }
      return events.filter(event => event.type === 'arrived')
    }
    expect(arrivals(true)).toEqual(arrivals(false))
  })

  it('holds callers back at the door when the queue is full, and lets them in as it empties', () => {
    const { pool, clock, registry } = started({ registries: [{ ...defaultPoolOptions.registries[0]!, requestsPerSecond: 60 }], queueLimit: 100 })
    clock.advanceTo(10 * second)
    pool.outage('PublicInterest', 20 * second)
    clock.advanceTo(30 * second)
    // The five that were under way came back on top.
    expect(registry()).toMatchObject({ waiting: 105, putBack: 5, heldBack: 1 })
    expect(pool.request('PublicInterest', 'poll')).toBe(false)
    clock.advanceTo(300 * second)
    expect(registry().waiting).toBeLessThan(100)
    expect(registry().arrived).toBe(registry().answered + registry().waiting + registry().inFlight)
    expect(registry().arrived / 300).toBeGreaterThan(40)
  })

  it('gives a snapshot that is plain data and stays as it was', () => {
    const { pool, clock } = started({})
    clock.advanceBy(20 * second)
    const snapshot = pool.snapshot()
    const written = JSON.stringify(snapshot)
    expect(JSON.parse(written)).toEqual(snapshot)
    pool.drop('Verisign', 2)
    clock.advanceBy(20 * second)
    expect(JSON.stringify(snapshot)).toBe(written)
  })

  it('keeps the latest notable events, the newest first, and none of the everyday ones', () => {
    const { pool, clock } = started({ logLength: 5 })
    clock.advanceBy(20 * second)
    pool.drop('Verisign', 4)
    pool.drop('Verisign', 5)
    const { log } = pool.snapshot()
    expect(log).toHaveLength(5)
    expect(log[0]).toEqual({ timeUs: 20 * second, registry: 'Verisign', connection: 5, type: 'backingOff', attempt: 1, delayUs: expect.any(Number) })
    expect(log.some(({ type }) => ['arrived', 'sent', 'answered'].includes(type))).toBe(false)
  })

  it('tells nothing any more to who has stopped listening', () => {
    const clock = new VirtualClock()
    const pool = new ConnectionPool(clock, seededRandom(1))
    let told = 0
    const stop = pool.onEvent(() => told++)
    clock.advanceBy(second)
    const before = told
    stop()
    clock.advanceBy(second)
    expect(before).toBeGreaterThan(0)
    expect(told).toBe(before)
  })
})

describe('what makes no sense', () => {
  const registry = { name: 'R', connections: 1, requestsPerSecond: 1, response: { leastUs: 10, meanUs: 20, mostUs: 30 } }

  it.each<[string, Partial<ConnectionPoolOptions>]>([
    ['connectUs', { connectUs: 0 }],
    ['connectTimeoutUs', { connectTimeoutUs: 10 }],
    ['loginUs', { loginUs: 1.5 }],
    ['keepAliveIdleUs', { keepAliveIdleUs: -1 }],
    ['intervalUs', { intervalUs: 0 }],
    ['queueLimit', { queueLimit: 0 }],
    ['intervalsKept', { intervalsKept: Number.NaN }],
    ['repliesKept', { repliesKept: 0 }],
    ['logLength', { logLength: 0 }],
    ['failingAttempts', { failingAttempts: -1 }],
    ['connectFailureProbability', { connectFailureProbability: 1.1 }],
    ['backOff.firstUs', { backOff: { firstUs: 0, capUs: 1, jitter: 0 } }],
    ['backOff.capUs', { backOff: { firstUs: 2, capUs: 1, jitter: 0 } }],
    ['backOff.jitter', { backOff: { firstUs: 1, capUs: 1, jitter: 0.6 } }],
    ['registries', { registries: [] }],
    ['registries name R twice', { registries: [registry, registry] }],
    ['connections of R', { registries: [{ ...registry, connections: 0 }] }],
    ['requestsPerSecond of R', { registries: [{ ...registry, requestsPerSecond: -1 }] }],
    ['response.leastUs of R', { registries: [{ ...registry, response: { leastUs: 0, meanUs: 20, mostUs: 30 } }] }],
    ['response.meanUs of R', { registries: [{ ...registry, response: { leastUs: 10, meanUs: 9, mostUs: 30 } }] }],
    ['response.mostUs of R', { registries: [{ ...registry, response: { leastUs: 10, meanUs: 20, mostUs: 19 } }] }],
    ['responseTimeoutUs', { registries: [registry], responseTimeoutUs: 30 }],
    ['helloTimeoutUs', { registries: [registry], helloTimeoutUs: 30 }],
  ])('is refused, naming %s', (name, options) => {
    const start = () => new ConnectionPool(new VirtualClock(), seededRandom(1), options)
    expect(start).toThrow(RangeError)
    expect(start).toThrow(name)
  })

  it('is refused when it is asked for later too', () => {
    const { pool } = connected()
    expect(() => pool.drop('Nominet', 1)).toThrow('no registry is called Nominet: there are R')
    expect(() => pool.drop('R', 3)).toThrow('R has connections 1 to 2, none is number 3')
    expect(() => pool.outage('R', 0)).toThrow('durationUs of an outage')
    expect(() => pool.request('R', 'domain:chek')).toThrow('no EPP command is called domain:chek')
  })
})
