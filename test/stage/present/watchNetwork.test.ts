import type { Interfaces } from '../../../stage/present/network'
import type { WatchedNetwork } from '../../../stage/present/watchNetwork'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchNetwork } from '../../../stage/present/watchNetwork'
import { machine } from './machine'

const EVERY_MS = 3_000
const WIFI = { wlan0: '192.168.1.20' }
const CABLE = { eth0: '10.3.0.7' }

let told: (string | undefined)[]
let said: string[]
let read: () => Interfaces
let watched: WatchedNetwork

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  said = []
})
afterEach(() => {
  watched.stop()
  vi.useRealTimers()
})

function watch(addresses: Record<string, string>, wanted?: string): void {
  read = () => machine(addresses)
  watched = watchNetwork({ wanted, read: () => read(), onChange: network => told.push(network?.address), say: sentence => said.push(sentence) })
}

/** The networks are others now, and that is seen. */
function become(addresses: Record<string, string>): void {
  read = () => machine(addresses)
  vi.advanceTimersByTime(EVERY_MS)
}

describe('watching the network', () => {
  it('tells of another Wi-Fi, of none, and of its return, each once', () => {
    watch(WIFI)
    expect(watched.current?.address).toBe('192.168.1.20')
    vi.advanceTimersByTime(3 * EVERY_MS)
    become({ wlan0: '10.3.0.7' })
    become({})
    become({})
    become({ wlan0: '10.3.0.7' })
    expect(told).toEqual(['10.3.0.7', undefined, '10.3.0.7'])
    expect(watched.current?.address).toBe('10.3.0.7')
    watched.stop()
    become({})
    expect(told).toHaveLength(3)
  })

  it('does not take the talk away from a network that works, and says that there is another', () => {
    watch(CABLE)
    become({ ...CABLE, ...WIFI })
    vi.advanceTimersByTime(3 * EVERY_MS)
    expect(told).toEqual([])
    expect(said).toEqual(['There is another network, wlan0: to be reached there, start with --host 192.168.1.20.'])
    become(CABLE)
    become({ ...CABLE, ...WIFI })
    expect(said, 'said again when it comes again').toHaveLength(2)
    become(WIFI)
    expect(told).toEqual(['192.168.1.20'])
    expect(said).toHaveLength(2)
  })

  it('goes back to the Wi-Fi that blinked, for phones are paired there', () => {
    watch({ ...WIFI, ...CABLE })
    become(CABLE)
    become({ ...WIFI, ...CABLE })
    expect(told).toEqual(['10.3.0.7', '192.168.1.20'])
  })

  it('does not go back after a minute: the talk has found its way without', () => {
    watch({ ...WIFI, ...CABLE })
    become(CABLE)
    vi.advanceTimersByTime(61_000)
    become({ ...WIFI, ...CABLE })
    expect(told).toEqual(['10.3.0.7'])
  })

  it('goes by what was asked for alone', () => {
    watch({ ...WIFI, ...CABLE }, 'eth0')
    become(WIFI)
    become({ ...WIFI, ...CABLE })
    expect(told).toEqual([undefined, '10.3.0.7'])
    expect(said).toEqual([])
  })

  it('goes on with what it knows while the system cannot tell', () => {
    watch(WIFI)
    read = () => {
      throw new Error('uv_interface_addresses returned Unknown system error 24')
    }
    vi.advanceTimersByTime(3 * EVERY_MS)
    expect(watched.current?.address).toBe('192.168.1.20')
    expect(told).toEqual([])
    become(CABLE)
    expect(told).toEqual(['10.3.0.7'])
  })

  it('begins without a network when the system cannot tell', () => {
    watched = watchNetwork({ read: () => {
      throw new Error('no')
    }, onChange: () => {}, say: () => {} })
    expect(watched.current).toBeUndefined()
  })

  it('looks at nothing when only the laptop is wanted', () => {
    const look = vi.fn(() => machine(WIFI))
    watched = watchNetwork({ wanted: 'localhost', read: look, onChange: () => {}, say: () => {} })
    expect(watched.current).toBeUndefined()
    expect(look).not.toHaveBeenCalled()
  })
})
