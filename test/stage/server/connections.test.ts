import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Connections } from '../../../stage/server/connections'

class FakeSocket extends EventEmitter {
  isOpen = true
  constructor(readonly remoteAddress: string) {
    super()
  }

  destroy(): void {
    this.isOpen = false
    // As with a real one, the word comes later.
    queueMicrotask(() => this.emit('close'))
  }
}

const SERVER = {} as Server

function opened(connections: Connections, address: string, server = SERVER): FakeSocket & Socket {
  const socket = new FakeSocket(address) as FakeSocket & Socket
  connections.add(socket, server)
  return socket
}

function crowd(connections: Connections, count: number, address = 'crowd'): (FakeSocket & Socket)[] {
  return Array.from({ length: count }, () => opened(connections, address))
}

const areOpen = (sockets: readonly FakeSocket[]): boolean[] => sockets.map(({ isOpen }) => isOpen)

describe('too many connections', () => {
  it('never go beyond the limit, never cost a paired phone its own, and never a newcomer its turn', () => {
    const which = fc.nat(19)
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('come' as const), address: fc.constantFrom('a', 'b', 'c') }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('begin' as const, 'end' as const, 'close' as const), which }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('speak' as const), which, phone: fc.constantFrom('one', 'other') }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), phone: fc.constantFrom('one', 'other') }) },
    )
    fc.assert(fc.property(fc.array(step, { minLength: 30, maxLength: 150, size: 'max' }), (steps) => {
      const connections = new Connections(20)
      let here: (FakeSocket & Socket)[] = []
      const phones = new Map<FakeSocket, string>()
      for (const step of steps) {
        here = here.filter(({ isOpen }) => isOpen)
        const socket = 'which' in step ? here[step.which] : undefined
        switch (step.kind) {
          case 'come':
            here.push(opened(connections, step.address))
            expect(here.at(-1)?.isOpen).toBe(true)
            break
          case 'speak':
            if (socket && phones.size < 10) {
              connections.spokenBy(socket, step.phone)
              phones.set(socket, step.phone)
            }
            break
          case 'revoke':
            connections.disown(step.phone)
            phones.forEach((phone, one) => phone === step.phone && phones.delete(one))
            break
          case 'close':
            if (socket) {
              phones.delete(socket)
              socket.isOpen = false
              socket.emit('close')
            }
            break
          default:
            if (socket)
              connections[step.kind](socket)
        }
        expect(connections.size).toBe(here.filter(({ isOpen }) => isOpen).length)
        expect(connections.size).toBeLessThanOrEqual(20)
        expect([...phones.keys()].every(({ isOpen }) => isOpen)).toBe(true)
      }
    }))
  })

  it('push out only those of the fullest address, who has done nothing for longest first', () => {
    const connections = new Connections(10)
    const neighbours = crowd(connections, 2, 'neighbour')
    const follower = opened(connections, 'crowd')
    connections.begin(follower)
    const others = crowd(connections, 30)
    expect([areOpen(neighbours), follower.isOpen, areOpen(others).indexOf(true)]).toEqual([[true, true], true, 23])
    connections.end(follower)
    const more = crowd(connections, 7)
    expect(follower.isOpen).toBe(true)
    opened(connections, 'crowd')
    expect([follower.isOpen, areOpen(more)[0]]).toEqual([false, true])
  })

  it('push out who has been busy for longest when all are, but not the newcomer', () => {
    const connections = new Connections(3)
    const busy = crowd(connections, 3)
    busy.toReversed().forEach(socket => connections.begin(socket))
    expect(opened(connections, 'crowd').isOpen).toBe(true)
    expect(areOpen(busy)).toEqual([true, true, false])
  })

  it('push out one of the newcomer\'s own address when another has just as many', () => {
    const connections = new Connections(4)
    const [neighbours, own] = [crowd(connections, 2, 'neighbour'), crowd(connections, 2)]
    opened(connections, 'crowd')
    expect([areOpen(neighbours), areOpen(own)]).toEqual([[true, true], [false, true]])
  })

  it('spare a phone the twenty on which it spoke last, and no more', () => {
    const connections = new Connections(40)
    const phones = crowd(connections, 30)
    phones.forEach(socket => connections.spokenBy(socket, 'a phone'))
    connections.spokenBy(phones[0]!, 'a phone')
    crowd(connections, 100)
    expect(areOpen(phones)).toEqual(phones.map((_, index) => index === 0 || index > 10))
  })

  it('push out those of a phone from the moment it is paired no more', () => {
    const connections = new Connections(10)
    const [revoked, paired] = [crowd(connections, 4), crowd(connections, 4)]
    revoked.forEach(socket => connections.spokenBy(socket, 'revoked'))
    paired.forEach(socket => connections.spokenBy(socket, 'paired'))
    connections.disown('revoked')
    crowd(connections, 10)
    expect([areOpen(revoked), areOpen(paired)]).toEqual([[false, false, false, false], [true, true, true, true]])
  })

  it('are forgotten when they end by themselves', () => {
    const connections = new Connections(10)
    const [stranger, phone] = crowd(connections, 2)
    connections.spokenBy(phone!, 'a phone')
    stranger!.emit('close')
    phone!.emit('close')
    expect(connections.size).toBe(0)
  })
})

describe('the connections of a server that goes', () => {
  it('are cut, whatever they do, and no others', () => {
    const connections = new Connections(10)
    const other = {} as Server
    const [resting, busy, phone] = crowd(connections, 3)
    connections.begin(busy!)
    connections.spokenBy(phone!, 'a phone')
    const elsewhere = opened(connections, 'crowd', other)
    connections.cut(SERVER)
    expect(areOpen([resting!, busy!, phone!, elsewhere])).toEqual([false, false, false, true])
  })
})
