import type { NetworkInterfaceInfo } from 'node:os'
import { hostname, networkInterfaces } from 'node:os'
import { Problem } from '../../scripts/problem'

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

/** The rank of what is only used when it is asked for. */
const NOT_UNASKED = 100

/** How Wi-Fi is called; `en0` is what it is on a Mac. */
const WIRELESS_NAME = /^(?:wl|wi-?fi|airport|en0$)/i

/**
 * The address that phones in the room can most likely reach: a private one of a real interface, Wi-Fi before cable, because
 * phones are on Wi-Fi. What leads into a tunnel or a container is never chosen unasked.
 *
 * @param interfaces as the system tells them
 * @param current what was chosen before: it stays while nothing better is there, so that an address in use does not change
 * @param wanted an interface or an address to use and no other
 * @returns undefined when there is no network: then only the laptop itself is served
 */
export function chooseNetwork(interfaces: Interfaces, current?: Network, wanted?: string): Network | undefined {
  const all = addressesOf(interfaces)
  const fit = wanted === undefined
    ? all.filter(({ rank }) => rank < NOT_UNASKED)
    : all.filter(({ name, address }) => name.toLowerCase() === wanted.toLowerCase() || address === wanted)
  const best = Math.min(...fit.map(({ rank }) => rank))
  const equals = fit.filter(({ rank }) => rank === best)
  const chosen = equals.find(({ name, address }) => name === current?.name && address === current.address) ?? equals[0]
  return chosen && { name: chosen.name, address: chosen.address }
}

/**
 * Sees to it that `--host` names something that is there.
 *
 * @throws Problem with exit code 2 that says what is there
 */
export function checkWanted(interfaces: Interfaces, wanted: string): void {
  if (isLaptopOnly(wanted) || chooseNetwork(interfaces, undefined, wanted))
    return
  const there = addressesOf(interfaces).map(({ name, address }) => `${name} (${address})`)
  throw new Problem(`--host takes an interface of this machine or its IPv4 address, not "${wanted}". There ${there.length === 1 ? 'is' : 'are'}: ${[...there, 'localhost'].join(', ')}.`, 2)
}

/** Whether `--host` asks for no network at all. */
export function isLaptopOnly(wanted: string): boolean {
  return LAPTOP_ONLY.test(wanted)
}

/**
 * What the Host header of a request may be, to the letter: the names under which this machine is meant to be reached.
 *
 * @param network the one that is served; none when only the laptop is
 * @param port the one listened on
 * @param machine the machine's name
 */
export function hostsOf(network: Network | undefined, port: number, machine = hostname()): string[] {
  const hosts = ['localhost', '127.0.0.1']
  if (network)
    hosts.push(network.address, `${machine.toLowerCase().replace(/\..*$/, '')}.local`)
  // A browser leaves the port out where it is the usual one.
  return hosts.flatMap(host => port === 80 ? [host, `${host}:80`] : [`${host}:${port}`])
}

/** How the network is watched. */
export interface Watching {
  wanted?: string
  /** Called when another address is to be used, and when there is none any more. */
  onChange: (network: Network | undefined) => void
  /** How often it is looked at, in milliseconds; every 3 seconds unless given. */
  everyMs?: number
  /** Where the interfaces are read; the system unless given. */
  read?: () => Interfaces
}

/** A network that is being watched. */
export interface WatchedNetwork {
  readonly current: Network | undefined
  stop: () => void
}

/**
 * Chooses an address and goes on looking, because Node tells nobody when the Wi-Fi changes or the laptop has slept.
 */
export function watchNetwork({ wanted, onChange, everyMs = 3_000, read = networkInterfaces }: Watching): WatchedNetwork {
  if (wanted !== undefined && isLaptopOnly(wanted))
    return { current: undefined, stop: () => {} }
  let current = chooseNetwork(read(), undefined, wanted)
  const timer = setInterval(() => {
    const now = chooseNetwork(read(), current, wanted)
    if (now?.name === current?.name && now?.address === current?.address)
      return
    current = now
    onChange(now)
  }, everyMs)
  return {
    get current() {
      return current
    },
    stop: () => clearInterval(timer),
  }
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
  // An address that the machine gave itself, for want of anybody to give it one (RFC 3927).
  if (address.startsWith('169.254.'))
    return 20
  // Private addresses: RFC 1918.
  const isPrivate = /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(address)
  return (isPrivate ? 0 : 10) + (WIRELESS_NAME.test(name) ? 0 : 1)
}
