import type { Network } from './network'
import { isLaptopOnly } from './network'

/** What there is to say of the network, beside its address. */
export interface NetworkNews {
  /** What `--host` asked for, if it did. */
  wanted?: string
  /** What there is, for who asked for something else. */
  there: readonly Network[]
  /** How many phones are paired at another address: a browser shows what it was paired with only there. */
  strandedPhones: number
  /** Whether a key press reaches us. */
  hasKeys: boolean
}

/**
 * What is said of the network when it is another one.
 *
 * @param network by which the laptop is reached from now on; undefined for none
 */
export function networkInWords(network: Network | undefined, { wanted, there, strandedPhones, hasKeys }: NetworkNews): string {
  if (network) {
    const anew = strandedPhones === 0 ? '' : ` Phones have to be paired anew there: ${hasKeys ? 'press n for a code' : 'the presenter view makes a code'}.`
    return `On the network: ${nameOf(network)}.${anew}`
  }
  if (wanted === undefined)
    return 'No network that a phone could be in: only this laptop is served, until there is one.'
  if (isLaptopOnly(wanted))
    return 'Only this laptop is served, as --host says.'
  const instead = there.length === 0 ? '' : ` There ${there.length === 1 ? 'is' : 'are'} ${there.map(nameOf).join(', ')}: to be reached there, start anew with another --host, or without.`
  return `${wanted}, as --host says, is not there: only this laptop is served, until it is.${instead}`
}

function nameOf({ name, address }: Network): string {
  return `${address} (${name})`
}
