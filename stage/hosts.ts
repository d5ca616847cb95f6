import { isIPv6 } from 'node:net'

/**
 * An address as browsers write it in a Host header and in the address of a page: without the port where it is the usual one
 * (RFC 9110, 4.2.1 and 7.2), an IPv6 address in brackets (RFC 3986, 3.2.2).
 *
 * @param host a name or an address: `localhost`, `192.168.1.7`, `::1`
 */
export function hostOf(host: string, port: number): string {
  const name = isIPv6(host) ? `[${host}]` : host
  return port === 80 ? name : `${name}:${port}`
}
