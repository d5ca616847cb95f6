import type { NetworkInterfaceInfo } from 'node:os'
import { Problem } from '../../scripts/problem'
import { hostOf } from '../hosts'

/** An IPv4 address of this machine on a network. */
export interface Network {
  /** What the system calls the interface: `en0`, `wlp2s0`, `Wi-Fi`. */
  name: string
  address: string
}

/** What `os.networkInterfaces()` tells. */
export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>

/** What `--host` may name to be reached by nobody but this machine. */
const LAPTOP_ONLY = /^(?:localhost|127(?:\.\d+){3}|::1)$/i

/** Interfaces that lead into a virtual machine, a container or a private tunnel, where no phone of the room is. */
const VIRTUAL_NAME = /^(?:docker|br-|veth|virbr|vmnet|vmenet|vboxnet|hyper-v|utun|tun|tap|wg|tailscale|zt|zerotier|ppp|ipsec|gif|stf|awdl|llw|anpi|ap\d|lxc|lxd|cni|flannel|cali|podman|kube|wsl|bluetooth|bnep)/i
/** The same by the maker in the hardware address, for systems that number their interfaces: VirtualBox, VMware, Hyper-V. */
const VIRTUAL_MAC = /^(?:0a:00:27|00:50:56|00:15:5d)/i

/**
 * The rank of an address that the machine gave itself, for want of anybody to give it one (RFC 3927): it counts while there is no
 * other.
 */
const SELF_GIVEN = 20
/** The rank of what is only used when it is asked for. */
const NOT_UNASKED = 100

/** How Wi-Fi is called; `en0` is what it is on a Mac. */
const WIRELESS_NAME = /^(?:wl|wi-?fi|airport|en0$)/i

/**
 * The address that phones in the room can most likely reach: a private one of a real interface, Wi-Fi before cable, because
 * phones are on Wi-Fi. What leads into a tunnel or a container is never chosen unasked.
 *
 * @param interfaces as the system tells them
 * @param used those in use, the one to go on with first: while one is there nothing else is chosen, however likely, because phones
 * are paired at it
 * @param wanted an interface or an address to use and no other
 * @returns undefined when there is no network: then only the laptop itself is served
 */
export function chooseNetwork(interfaces: Interfaces, used: readonly Network[] = [], wanted?: string): Network | undefined {
  const there = networksOf(interfaces, wanted)
  return used.find(network => includes(there, network)) ?? there[0]
}

/** The networks that may be chosen, the likeliest first. */
export function networksOf(interfaces: Interfaces, wanted?: string): Network[] {
  const fit = addressesOf(interfaces)
    .filter(({ name, address, rank }) => wanted === undefined ? rank < NOT_UNASKED : name.toLowerCase() === wanted.toLowerCase() || address === wanted)
    .sort((one, other) => one.rank - other.rank)
  const given = fit.filter(({ rank }) => rank < SELF_GIVEN)
  return (given.length > 0 ? given : fit).map(({ name, address }) => ({ name, address }))
}

/** Whether a network is among some. */
export function includes(networks: readonly Network[], { name, address }: Network): boolean {
  return networks.some(other => other.name === name && other.address === address)
}

/**
 * Sees to it that `--host` names something that is there.
 *
 * @throws Problem with exit code 2 that says what is there
 */
export function checkWanted(interfaces: Interfaces, wanted: string): void {
  if (isLaptopOnly(wanted) || chooseNetwork(interfaces, [], wanted))
    return
  const there = addressesOf(interfaces).map(({ name, address }) => `${name} (${address})`)
  throw new Problem(`--host takes an interface of this machine or its IPv4 address, not "${wanted}". There ${there.length === 1 ? 'is' : 'are'}: ${[...there, 'localhost'].join(', ')}.`, 2)
}

/** Whether `--host` asks for no network at all. */
export function isLaptopOnly(wanted: string): boolean {
  return LAPTOP_ONLY.test(wanted)
}

/**
 * What the Host header of a request may be, to the letter: the addresses under which this machine is meant to be reached. Not
 * its name: anybody on the network can answer who asks for `laptop.local`.
 *
 * @param network the one that is served; none when only the laptop is
 * @param port the one listened on
 */
export function hostsOf(network: Network | undefined, port: number): string[] {
  const hosts = ['localhost', '127.0.0.1', ...network ? [network.address] : []]
  // Who leaves no port out writes it even where it is the usual one.
  return [...new Set(hosts.flatMap(host => [hostOf(host, port), `${host}:${port}`]))]
}

interface Ranked extends Network {
  /** The lower, the likelier phones get there. */
  rank: number
}

function addressesOf(interfaces: Interfaces): Ranked[] {
  return Object.entries(interfaces).flatMap(([name, addresses = []]) => addresses
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address, mac }) => ({ name, address, rank: rankOf(name, address, mac) })))
}

function rankOf(name: string, address: string, mac: string): number {
  if (VIRTUAL_NAME.test(name) || VIRTUAL_MAC.test(mac))
    return NOT_UNASKED
  if (address.startsWith('169.254.'))
    return SELF_GIVEN
  // Private addresses: RFC 1918.
  const isPrivate = /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(address)
  return (isPrivate ? 0 : 10) + (WIRELESS_NAME.test(name) ? 0 : 1)
}
