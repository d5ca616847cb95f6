import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '../../../scripts/problem'
import { Reach } from '../../../stage/present/reach'

const PATIENCE = { timeout: 5_000, interval: 5 }

/** Where the stage answers, in order. */
let addresses: string[]
let said: string[]
/** What cannot be had yet. */
let missing: Set<string>
/** How often the stage was asked to answer somewhere. */
let tries: number
/** Where somebody holds on to the connection. */
let stuck: Set<string>

beforeEach(() => {
  addresses = []
  said = []
  tries = 0
  missing = new Set()
  stuck = new Set()
})

const stage = {
  async listen(host: string, port: number): Promise<number> {
    tries += 1
    if (missing.has(host))
      throw new Problem(`The stage cannot answer at ${host}:${port} (EADDRNOTAVAIL).`)
    addresses.push(host)
    return port
  },
  async leave(host: string): Promise<void> {
    addresses = addresses.filter(address => address !== host)
    if (stuck.has(host))
      await new Promise(() => {})
  },
}

const reach = (): Reach => new Reach({ stage, port: 8080, retryMs: 10, leaveMs: 10, say: sentence => said.push(sentence) })

describe('the address that the room reaches the stage by', () => {
  it('is one at a time, however quickly another is wanted', async () => {
    const moving = reach()
    void moving.moveTo('10.0.0.1')
    void moving.moveTo('10.0.0.2')
    await moving.moveTo('10.0.0.3')
    expect(addresses).toEqual(['10.0.0.3'])
    await moving.moveTo(undefined)
    expect(addresses).toEqual([])
  })

  it('is tried again until it can be had, which is said once, and so is that it worked', async () => {
    missing.add('10.0.0.1')
    const moving = reach()
    await moving.moveTo('10.0.0.1')
    await vi.waitFor(() => expect(tries).toBeGreaterThan(3), PATIENCE)
    expect(said).toEqual(['The stage cannot answer at 10.0.0.1:8080 (EADDRNOTAVAIL). Trying again.'])
    missing.clear()
    await vi.waitFor(() => expect(addresses).toEqual(['10.0.0.1']), PATIENCE)
    expect(said.slice(1)).toEqual(['The stage answers again, at 10.0.0.1:8080.'])
  })

  it('is not tried any more when there is no network at all', async () => {
    missing.add('10.0.0.1')
    const moving = reach()
    await moving.moveTo('10.0.0.1')
    await moving.moveTo(undefined)
    missing.clear()
    await moving.moveTo('10.0.0.2')
    expect(addresses).toEqual(['10.0.0.2'])
    expect(said).toHaveLength(1)
  })

  it('is the new one soon, whoever is connected at the old one', async () => {
    stuck.add('10.0.0.1')
    const moving = reach()
    await moving.moveTo('10.0.0.1')
    await moving.moveTo('10.0.0.2')
    expect(addresses).toEqual(['10.0.0.2'])
  })
})
