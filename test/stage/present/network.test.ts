import type { Interfaces } from '../../../stage/present/network'
import { describe, expect, it, vi } from 'vitest'
import { Problem } from '../../../scripts/problem'
import { checkWanted, chooseNetwork, hostsOf, watchNetwork } from '../../../stage/present/network'

/** Interfaces as `os.networkInterfaces()` gives them: name to IPv4 address, and where it matters the hardware address. */
function machine(addresses: Record<string, string | [address: string, mac: string]>): Interfaces {
  const loopback = { address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4' as const, mac: '00:00:00:00:00:00', internal: true, cidr: '127.0.0.1/8' }
  const entries = Object.entries(addresses).map(([name, given]) => {
    const [address, mac] = typeof given === 'string' ? [given, '3c:22:fb:01:02:03'] : given
    return [name, [
      { address: 'fe80::1', netmask: 'ffff:ffff:ffff:ffff::', family: 'IPv6' as const, mac, internal: false, cidr: 'fe80::1/64', scopeid: 4 },
      { address, netmask: '255.255.255.0', family: 'IPv4' as const, mac, internal: false, cidr: `${address}/24` },
    ]] as const
  })
  return { lo: [loopback], ...Object.fromEntries(entries.map(([name, list]) => [name, [...list]])) }
}

describe('the address for the room', () => {
  it.each([
    ['the only one', { eth0: '192.168.1.20' }, '192.168.1.20'],
    ['Wi-Fi rather than cable, because phones are on Wi-Fi', { enp3s0: '10.1.1.2', wlp2s0: '192.168.1.20' }, '192.168.1.20'],
    ['Wi-Fi of a Mac among its tunnels', { utun3: '10.8.0.2', bridge0: '169.254.3.3', en0: '172.20.10.3' }, '172.20.10.3'],
    ['the real interface of a machine with containers', { 'docker0': '172.17.0.1', 'br-3fa': '172.18.0.1', 'veth12': '10.0.0.1', 'eth0': '10.20.30.40' }, '10.20.30.40'],
    ['the real interface of Windows with virtual machines', { 'vEthernet (WSL)': '172.30.0.1', 'Ethernet 3': ['192.168.56.1', '0a:00:27:00:00:12'], 'Wi-Fi': '192.168.0.7' }, '192.168.0.7'],
    ['a private address rather than a public one', { eth0: '130.89.1.4', eth1: '10.0.0.9' }, '10.0.0.9'],
    ['a public one, as some universities give', { wlan0: '130.89.1.4' }, '130.89.1.4'],
    ['a hotspot of the laptop itself', { wlp2s0: '10.42.0.1' }, '10.42.0.1'],
    ['one it gave itself, when there is no other', { eth0: '169.254.7.8' }, '169.254.7.8'],
  ] as const)('is %s', (_what, addresses, expected) => {
    expect(chooseNetwork(machine(addresses as Record<string, string>))?.address).toBe(expected)
  })

  it('is none without a network, and none when only tunnels and containers are there', () => {
    expect(chooseNetwork(machine({}))).toBeUndefined()
    expect(chooseNetwork({})).toBeUndefined()
    expect(chooseNetwork(machine({ tailscale0: '100.99.1.2', docker0: '172.17.0.1' }))).toBeUndefined()
  })

  it('does not change while what is in use is as good as any other', () => {
    const current = { name: 'eth1', address: '10.0.0.2' }
    expect(chooseNetwork(machine({ eth0: '10.0.0.1', eth1: '10.0.0.2' }), current)).toEqual(current)
    expect(chooseNetwork(machine({ eth0: '10.0.0.1', eth1: '10.0.0.3' }), current)).toEqual({ name: 'eth0', address: '10.0.0.1' })
    expect(chooseNetwork(machine({ wlan0: '10.0.0.1', eth1: '10.0.0.2' }), current)?.name).toBe('wlan0')
  })

  it('is the one asked for, by interface or by address, a tunnel included', () => {
    const here = machine({ wlan0: '192.168.1.20', wg0: '10.8.0.2' })
    expect(chooseNetwork(here, undefined, 'wg0')?.address).toBe('10.8.0.2')
    expect(chooseNetwork(here, undefined, '10.8.0.2')?.name).toBe('wg0')
    expect(chooseNetwork(here, undefined, 'eth7')).toBeUndefined()
  })

  it('can only be asked for where it is', () => {
    const here = machine({ wlan0: '192.168.1.20' })
    const check = (wanted: string) => () => checkWanted(here, wanted)
    expect(check('wlan0')).not.toThrow()
    expect(check('localhost')).not.toThrow()
    expect(check('8.8.8.8')).toThrow(Problem)
    expect(check('0.0.0.0')).toThrow('--host takes an interface of this machine or its IPv4 address, not "0.0.0.0". There is: wlan0 (192.168.1.20), localhost.')
  })
})

describe('the hosts that requests may name', () => {
  it('are the addresses that are served, and no others', () => {
    expect(hostsOf({ name: 'en0', address: '192.168.1.20' }, 8080, 'Toreys-Mac.lan')).toEqual(['localhost:8080', '127.0.0.1:8080', '192.168.1.20:8080', 'toreys-mac.local:8080'])
    expect(hostsOf(undefined, 8080, 'mac')).toEqual(['localhost:8080', '127.0.0.1:8080'])
  })

  it('have no port where a browser leaves it out', () => {
    expect(hostsOf(undefined, 80, 'mac')).toContain('localhost')
  })
})

describe('watching the network', () => {
  it('tells of another Wi-Fi, of none, and of its return, each once', () => {
    vi.useFakeTimers()
    try {
      let here = machine({ wlan0: '192.168.1.20' })
      const told: (string | undefined)[] = []
      const watched = watchNetwork({ read: () => here, onChange: network => told.push(network?.address) })
      expect(watched.current?.address).toBe('192.168.1.20')
      vi.advanceTimersByTime(9_000)
      for (const next of [{ wlan0: '10.3.0.7' }, {}, {}, { wlan0: '10.3.0.7' }]) {
        here = machine(next as Record<string, string>)
        vi.advanceTimersByTime(3_000)
      }
      expect(told).toEqual(['10.3.0.7', undefined, '10.3.0.7'])
      expect(watched.current?.address).toBe('10.3.0.7')
      watched.stop()
      here = machine({})
      vi.advanceTimersByTime(9_000)
      expect(told).toHaveLength(3)
    }
    finally {
      vi.useRealTimers()
    }
  })

  it('looks at nothing when only the laptop is wanted', () => {
    const read = vi.fn(() => machine({ wlan0: '192.168.1.20' }))
    expect(watchNetwork({ wanted: 'localhost', read, onChange: () => {} }).current).toBeUndefined()
    expect(read).not.toHaveBeenCalled()
  })
})
