import type { Interfaces } from '../../../stage/present/network'

/** Interfaces as `os.networkInterfaces()` gives them: name to IPv4 address, and where it matters the hardware address. */
export function machine(addresses: Record<string, string | [address: string, mac: string]>): Interfaces {
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
