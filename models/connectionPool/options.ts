import type { BackOff } from './backOff'
import { requireInteger, requireNumber } from '../requirements'

/** How long a registry takes to answer a query: never less than the least, the rest falls off exponentially. */
export interface ResponseTime {
  leastUs: number
  meanUs: number
  /** Cut off here; slower commands than queries too. */
  mostUs: number
}

/** A registry and the connections that are kept open to it. */
export interface RegistryOptions {
  name: string
  connections: number
  /** The load: requests a second on the average, at random times; 0 for none. */
  requestsPerSecond: number
  response: ResponseTime
}

/** What a pool is like. All times are integer microseconds. */
export interface ConnectionPoolOptions {
  /** @default PublicInterest (.org) and Verisign (.com, .net), 5 connections each */
  registries: readonly RegistryOptions[]
  /** TCP, TLS and the greeting, when it succeeds. @default 160 ms */
  connectUs: number
  /** When an attempt without a greeting is given up. @default 3 s */
  connectTimeoutUs: number
  /** @default 90 ms */
  loginUs: number
  /** When a command without a reply means that the connection is lost. @default 10 s */
  responseTimeoutUs: number
  /** After so long without anything to do a connection sends `<hello>`. @default 20 s */
  keepAliveIdleUs: number
  /** When a `<hello>` without a greeting means that the connection is lost. @default 5 s */
  helloTimeoutUs: number
  /** @default first 1 s, cap 60 s, jitter 0.5 */
  backOff: BackOff
  /** Chance that an attempt to connect gets no greeting. @default 0 */
  connectFailureProbability: number
  /** So many attempts fail for certain each time a connection was lost, to show the back-off. @default 0 */
  failingAttempts: number
  /** Most requests that wait for one registry; beyond it callers are held back at the door. @default 10,000 */
  queueLimit: number
  /** Utilisation and response times are told for stretches of this length. @default 5 s */
  intervalUs: number
  /** So many of the latest stretches are kept. @default 60 */
  intervalsKept: number
  /** So many of a connection's latest response times are kept. @default 16 */
  repliesKept: number
  /** So many of the latest notable events are kept. @default 40 */
  logLength: number
}

/** The pool of the talk, at a load that leaves more than half of it idle. */
export const defaultPoolOptions: ConnectionPoolOptions = {
  registries: [
    { name: 'PublicInterest', connections: 5, requestsPerSecond: 25, response: { leastUs: 22_000, meanUs: 45_000, mostUs: 400_000 } },
    { name: 'Verisign', connections: 5, requestsPerSecond: 30, response: { leastUs: 30_000, meanUs: 56_000, mostUs: 400_000 } },
  ],
  connectUs: 160_000,
  connectTimeoutUs: 3_000_000,
  loginUs: 90_000,
  responseTimeoutUs: 10_000_000,
  keepAliveIdleUs: 20_000_000,
  helloTimeoutUs: 5_000_000,
  backOff: { firstUs: 1_000_000, capUs: 60_000_000, jitter: 0.5 },
  connectFailureProbability: 0,
  failingAttempts: 0,
  queueLimit: 10_000,
  intervalUs: 5_000_000,
  intervalsKept: 60,
  repliesKept: 16,
  logLength: 40,
}

/**
 * The options, the missing ones by default, all of them checked.
 *
 * @throws {RangeError} naming the option that makes no sense, and what would
 */
export function checkedOptions(given: Partial<ConnectionPoolOptions>): ConnectionPoolOptions {
  const options = { ...defaultPoolOptions, ...given }
  for (const name of ['connectUs', 'loginUs', 'keepAliveIdleUs', 'intervalUs', 'queueLimit', 'intervalsKept', 'repliesKept', 'logLength'] as const)
    requireInteger(name, options[name], 1)
  requireInteger('connectTimeoutUs', options.connectTimeoutUs, options.connectUs)
  requireInteger('failingAttempts', options.failingAttempts, 0)
  requireNumber('connectFailureProbability', options.connectFailureProbability, 0, 1)
  const { firstUs, capUs, jitter } = options.backOff
  requireInteger('backOff.firstUs', firstUs, 1)
  requireInteger('backOff.capUs', capUs, firstUs)
  requireNumber('backOff.jitter', jitter, 0, 0.5)
  if (options.registries.length === 0)
    throw new RangeError('registries must name at least one registry')
  options.registries.forEach((registry, index) => {
    if (options.registries.findIndex(({ name }) => name === registry.name) < index)
      throw new RangeError(`registries name ${registry.name} twice: each needs a name of its own`)
    checkRegistry(registry, options)
  })
  return options
}

function checkRegistry({ name, connections, requestsPerSecond, response }: RegistryOptions, options: ConnectionPoolOptions): void {
  requireInteger(`connections of ${name}`, connections, 1, 1_000)
  requireNumber(`requestsPerSecond of ${name}`, requestsPerSecond, 0, 1e6)
  requireInteger(`response.leastUs of ${name}`, response.leastUs, 1)
  requireInteger(`response.meanUs of ${name}`, response.meanUs, response.leastUs)
  requireInteger(`response.mostUs of ${name}`, response.mostUs, response.meanUs)
  // Else a slow answer would pass for a dead line.
  requireInteger('responseTimeoutUs', options.responseTimeoutUs, response.mostUs + 1)
  requireInteger('helloTimeoutUs', options.helloTimeoutUs, response.mostUs + 1)
}
