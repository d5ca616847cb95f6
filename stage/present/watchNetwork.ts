import type { Interfaces, Network } from './network'
import { networkInterfaces } from 'node:os'
import { chooseNetwork, includes, isLaptopOnly, networksOf } from './network'

/** How the network is watched. */
export interface Watching {
  /** An interface or an address to use and no other. */
  wanted?: string
  /** Called when another address is to be used, and when there is none any more. */
  onChange: (network: Network | undefined) => void
  /** Called with a sentence for the person at the keyboard. */
  say: (sentence: string) => void
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

/** For how long a network that was lost is gone back to: Wi-Fi blinks, and after sleep the cable is there before it. */
const COMES_BACK_MS = 60_000

/**
 * Chooses an address and goes on looking, because Node tells nobody when the Wi-Fi changes or the laptop has slept. What is in use
 * stays in use while it is there; of what could be used instead is only told.
 */
export function watchNetwork({ wanted, onChange, say, everyMs = 3_000, read = networkInterfaces }: Watching): WatchedNetwork {
  if (wanted !== undefined && isLaptopOnly(wanted))
    return { current: undefined, stop: () => {} }
  let current: Network | undefined
  /** What was in use before, and until when it is gone back to. */
  let lost: { network: Network, untilMs: number } | undefined
  let others: Network[] = []

  function choose(interfaces: Interfaces): void {
    const before = current
    const back = lost && performance.now() < lost.untilMs ? lost.network : undefined
    current = chooseNetwork(interfaces, [back, before].filter(network => network !== undefined), wanted)
    if (before && !includes(networksOf(interfaces, wanted), before))
      lost = { network: before, untilMs: performance.now() + COMES_BACK_MS }
  }
  function tellOthers(interfaces: Interfaces): void {
    const now = networksOf(interfaces).filter(({ address }) => address !== current?.address)
    for (const network of now.filter(network => !includes(others, network)))
      say(`There is another network, ${network.name}: to be reached there, start with --host ${network.address}.`)
    others = now
  }

  const atFirst = readOrNot(read)
  if (atFirst)
    choose(atFirst)
  const timer = setInterval(() => {
    const interfaces = readOrNot(read)
    if (!interfaces)
      return
    const before = current
    choose(interfaces)
    if (current?.name !== before?.name || current?.address !== before?.address)
      onChange(current)
    if (wanted === undefined)
      tellOthers(interfaces)
  }, everyMs)
  return {
    get current() {
      return current
    },
    stop: () => clearInterval(timer),
  }
}

/** The networks that there are now; none while the system cannot tell. */
export function networksNow(read: () => Interfaces = networkInterfaces): Network[] {
  return networksOf(readOrNot(read) ?? {})
}

/** The system cannot tell while it has no file handle left for that; until it can, nothing has changed. */
function readOrNot(read: () => Interfaces): Interfaces | undefined {
  try {
    return read()
  }
  catch {
    return undefined
  }
}
