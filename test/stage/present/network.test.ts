import { describe, expect, it } from 'vitest'
import { Problem } from '../../../scripts/problem'
import { checkWanted, chooseNetwork, hostsOf } from '../../../stage/present/network'
import { machine } from './machine'

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

  it('stays while it is there, even if another one comes that is likelier', () => {
    const [cable, wifi] = [{ name: 'eth1', address: '10.0.0.2' }, { name: 'wlan0', address: '10.0.0.1' }]
    expect(chooseNetwork(machine({ eth0: '10.0.0.1', eth1: '10.0.0.2' }), [cable])).toEqual(cable)
    expect(chooseNetwork(machine({ wlan0: '10.0.0.1', eth1: '10.0.0.2' }), [cable])).toEqual(cable)
    expect(chooseNetwork(machine({ wlan0: '10.0.0.1', eth1: '10.0.0.3' }), [cable])).toEqual(wifi)
    expect(chooseNetwork(machine({ wlan0: '10.0.0.1', eth1: '10.0.0.2' }), [wifi, cable])).toEqual(wifi)
  })

  it('does not stay one that it gave itself: nobody reaches that', () => {
    expect(chooseNetwork(machine({ wlan0: '10.0.0.1', eth0: '169.254.7.8' }), [{ name: 'eth0', address: '169.254.7.8' }])?.name).toBe('wlan0')
  })

  it('is the one asked for, by interface or by address, a tunnel included', () => {
    const here = machine({ wlan0: '192.168.1.20', wg0: '10.8.0.2' })
    expect(chooseNetwork(here, [], 'wg0')?.address).toBe('10.8.0.2')
    expect(chooseNetwork(here, [], '10.8.0.2')?.name).toBe('wg0')
    expect(chooseNetwork(here, [], 'eth7')).toBeUndefined()
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
  it('are the addresses that are served, and no names that others could answer to', () => {
    expect(hostsOf({ name: 'en0', address: '192.168.1.20' }, 8080)).toEqual(['localhost:8080', '127.0.0.1:8080', '192.168.1.20:8080'])
    expect(hostsOf(undefined, 8080)).toEqual(['localhost:8080', '127.0.0.1:8080'])
  })

  it('have no port, or have it, where a browser leaves it out', () => {
    expect(hostsOf(undefined, 80)).toEqual(['localhost', 'localhost:80', '127.0.0.1', '127.0.0.1:80'])
  })
})
