import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { Crowds } from './crowds'

/** A connection as its keeper sees it. */
interface Connection {
  readonly socket: Socket
  readonly address: string
  /** Where it came in. */
  readonly server: Server
  /** Whether something is being answered on it; a stream of events is an answer that lasts. */
  isBusy: boolean
  /** The paired phone that has spoken on it; null for a stranger's. */
  phone: string | null
}

/** How many connections of a phone are safe. Browsers have six at a time, and for a while those of another network as well. */
const SAFE_OF_A_PHONE = 20

/**
 * All open connections, and which one has to go when there are too many. A newcomer is always let in, because it may be the
 * speaker's phone: nothing is known of it before its first request. Room is made among the strangers (see `Crowds`), never
 * at the cost of the connections on which a paired phone spoke last. So who opens thousands pushes out only their own, and a
 * whole room behind one address is served like any other until the room itself is too large.
 */
export class Connections {
  readonly #most: number
  readonly #all = new Map<Socket, Connection>()
  readonly #strangers = new Crowds<Connection>()
  /** Those of each paired phone; the one on which it has not spoken for longest comes first. */
  readonly #ofPhones = new Map<string, Set<Connection>>()

  /** @param most how many there may be at a time */
  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#all.size
  }

  /**
   * Takes a new connection in, and ends another one if need be.
   *
   * @param socket the connection
   * @param server where it came in
   */
  add(socket: Socket, server: Server): void {
    const address = socket.remoteAddress ?? ''
    if (this.size >= this.#most)
      this.#makeRoom(address)
    const connection = { socket, address, server, isBusy: false, phone: null }
    this.#all.set(socket, connection)
    this.#strangers.add(connection)
    socket.once('close', () => this.#remove(connection))
  }

  /** A request has come in. */
  begin(socket: Socket): void {
    this.#change(this.#all.get(socket), { isBusy: true })
  }

  /** A request has been answered, or its connection lost. */
  end(socket: Socket): void {
    this.#change(this.#all.get(socket), { isBusy: false })
  }

  /** Whether something is being answered on it. */
  isBusy(socket: Socket): boolean {
    return this.#all.get(socket)?.isBusy ?? false
  }

  /** A paired phone has spoken on it: it is that phone's from now on. */
  spokenBy(socket: Socket, phone: string): void {
    this.#change(this.#all.get(socket), { phone })
    const [oldest, ...others] = this.#ofPhones.get(phone) ?? []
    if (others.length >= SAFE_OF_A_PHONE)
      this.#change(oldest, { phone: null })
  }

  /** A phone is not paired any more: its connections are like everybody's. */
  disown(phone: string): void {
    for (const connection of [...this.#ofPhones.get(phone) ?? []])
      this.#change(connection, { phone: null })
  }

  /** Cuts all connections that came in at a server, whatever state they are in. */
  cut(server: Server): void {
    for (const connection of this.#all.values()) {
      if (connection.server === server)
        connection.socket.destroy()
    }
  }

  #change(connection: Connection | undefined, to: Partial<Pick<Connection, 'isBusy' | 'phone'>>): void {
    if (connection === undefined)
      return
    this.#sortOut(connection)
    Object.assign(connection, to)
    this.#sortIn(connection)
  }

  #remove(connection: Connection): void {
    if (this.#all.delete(connection.socket))
      this.#sortOut(connection)
  }

  #sortIn(connection: Connection): void {
    if (connection.phone === null)
      return this.#strangers.add(connection)
    const own = this.#ofPhones.get(connection.phone) ?? new Set()
    this.#ofPhones.set(connection.phone, own.add(connection))
  }

  #sortOut(connection: Connection): void {
    if (connection.phone === null)
      return this.#strangers.remove(connection)
    const own = this.#ofPhones.get(connection.phone)
    if (own?.delete(connection) && own.size === 0)
      this.#ofPhones.delete(connection.phone)
  }

  #makeRoom(newcomer: string): void {
    const leaving = this.#strangers.firstToGo(newcomer)
    if (leaving === undefined)
      return
    // At once, not when the socket says that it is closed: the next newcomer must not choose it again.
    this.#remove(leaving)
    leaving.socket.destroy()
  }
}
