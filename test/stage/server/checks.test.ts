import { describe, expect, it } from 'vitest'
import { checkHost } from '../../../stage/server/checks'
import { hasAlready, takesGzip } from '../../../stage/server/negotiation'

describe('the name that a request is for', () => {
  const HOSTS = new Set(['localhost:8080', '127.0.0.1:8080', '[::1]:8080', '192.168.1.7:8080', 'laptop.local:8080', 'localhost', '192.168.1.7'])
  const isTaken = (localAddress: string | undefined, ...host: string[]): boolean => {
    try {
      checkHost({ headersDistinct: { host }, socket: { localAddress } }, HOSTS)
      return true
    }
    catch {
      return false
    }
  }

  it.each(['localhost:8080', '127.0.0.1:8080', 'LocalHost', '[::1]:8080'])('%s is good for who comes from this machine only', (host) => {
    expect(['127.0.0.1', '::1', '192.168.1.7', undefined].map(address => isTaken(address, host))).toEqual([true, true, false, false])
  })

  it.each(['192.168.1.7:8080', '192.168.1.7', 'laptop.local:8080', 'LAPTOP.local:8080'])('%s is good for who comes by the network only', (host) => {
    expect(['127.0.0.1', '::1', '192.168.1.7'].map(address => isTaken(address, host))).toEqual([false, false, true])
  })

  it('must be said once, and to the letter', () => {
    for (const hosts of [[], [''], ['localhost:8080', 'localhost:8080'], ['localhost:8081'], ['localhost:8080.'], ['127.0.0.2:8080'], ['localhost.evil.example']])
      expect(isTaken('127.0.0.1', ...hosts), hosts.join()).toBe(false)
  })
})

describe('what a request takes', () => {
  it.each([
    ['gzip', true],
    ['gzip, deflate, br', true],
    ['br;q=1.0, GZip;q=0.8', true],
    ['x-gzip', true],
    ['*', true],
    ['*;q=0, gzip', true],
    ['gzip;q=0', false],
    ['gzip; q=0.000, *', false],
    ['*;q=0', false],
    ['gzip;q=none', false],
    ['identity', false],
    ['not-gzip', false],
    ['', false],
    [undefined, false],
  ])('by Accept-Encoding: %s, gzip %s', (accepted, takes) => {
    expect(takesGzip({ 'accept-encoding': accepted })).toBe(takes)
  })

  it.each([
    ['W/"abc"', true],
    ['"abc"', true],
    ['*', true],
    ['"x", W/"a,b" ,W/"abc"', true],
    ['"ab"', false],
    ['abc', false],
    ['W/"abc', false],
    ['', false],
    [undefined, false],
  ])('by If-None-Match: %s, has W/"abc" %s', (tags, has) => {
    expect(hasAlready({ 'if-none-match': tags }, 'W/"abc"')).toBe(has)
  })
})
