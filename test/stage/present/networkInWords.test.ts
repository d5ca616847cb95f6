import { expect, it } from 'vitest'
import { networkInWords } from '../../../stage/present/networkInWords'

const wifi = { name: 'wlan0', address: '192.168.1.9' }
const cable = { name: 'eth0', address: '10.0.0.2' }
const nothing = { there: [], strandedPhones: 0, hasKeys: true }

it('names the address, and what has to be done about phones that were paired at another one', () => {
  expect(networkInWords(wifi, nothing)).toBe('On the network: 192.168.1.9 (wlan0).')
  expect(networkInWords(wifi, { ...nothing, strandedPhones: 1 })).toContain('Phones have to be paired anew there: press n for a code.')
  expect(networkInWords(wifi, { ...nothing, strandedPhones: 1, hasKeys: false })).toContain('the presenter view makes a code')
})

it('says why there is no network, and with --host what there is instead', () => {
  expect(networkInWords(undefined, nothing)).toContain('No network that a phone could be in')
  expect(networkInWords(undefined, { ...nothing, wanted: 'localhost' })).toBe('Only this laptop is served, as --host says.')
  expect(networkInWords(undefined, { ...nothing, wanted: '192.168.1.7' })).toBe('192.168.1.7, as --host says, is not there: only this laptop is served, until it is.')
  expect(networkInWords(undefined, { ...nothing, wanted: '192.168.1.7', there: [wifi] }))
    .toContain('There is 192.168.1.9 (wlan0): to be reached there, start anew with another --host, or without.')
  expect(networkInWords(undefined, { ...nothing, wanted: 'wlan1', there: [wifi, cable] })).toContain('There are 192.168.1.9 (wlan0), 10.0.0.2 (eth0):')
})
