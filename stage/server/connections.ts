import type { Socket } from 'node:net'

/** A connection as its keeper sees it. */
interface Connection {
  socket: Socket
  address: string
  /** How many requests on it are being answered; a stream of events is one that lasts. */
  busy: number
  /** Whether a paired phone has spoken on it. */
  isPaired: boolean
}

/**
 * All open connections, and which one has to go when there are too many. A newcomer is always let in, because it may be the
 * speaker's phone: nothing is known of it before its first request. Room is made at the address that holds the most: its
 * oldest connection that does nothing, else its oldest one at all, but never one on which a paired phone has spoken. So who
 * opens thousands pushes out only their own, and a whole room behind one address is served like any other until the room
 * itself is too large.
 */
export class Connections {
  readonly #most: number
  readonly #byAddress = new Map<string, Set<Connection>>()
  readonly #bySocket = new Map<Socket, Connection>()

  /** @param most how many there may be at a time */
  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#bySocket.size
  }

  /** Takes a new connection in, and ends another one if need be. */
  add(socket: Socket): void {
    const connection = { socket, address: socket.remoteAddress ?? '', busy: 0, isPaired: false }
    const neighbours = this.#byAddress.get(connection.address) ?? new Set()
    this.#byAddress.set(connection.address, neighbours.add(connection))
    this.#bySocket.set(socket, connection)
    socket.once('close', () => this.#remove(connection))
    if (this.size > this.#most)
      this.#makeRoom(connection)
  }

  /** A request has come in. */
  begin(socket: Socket): void {
    this.#change(socket, 1)
  }

  /** A request has been answered, or its connection lost. */
  end(socket: Socket): void {
    this.#change(socket, -1)
  }

  /** Whether something is being answered on it. */
  isBusy(socket: Socket): boolean {
    return (this.#bySocket.get(socket)?.busy ?? 0) > 0
  }

  /** Notes whether a phone that has just spoken on it is paired. */
  heard(socket: Socket, isPaired: boolean): void {
    const connection = this.#bySocket.get(socket)
    if (connection)
      connection.isPaired = isPaired
  }

  #change(socket: Socket, by: number): void {
    const connection = this.#bySocket.get(socket)
    if (connection)
      connection.busy += by
  }

  #remove(connection: Connection): void {
    const neighbours = this.#byAddress.get(connection.address)
    neighbours?.delete(connection)
    if (neighbours?.size === 0)
      this.#byAddress.delete(connection.address)
    this.#bySocket.delete(connection.socket)
  }

  #makeRoom(newcomer: Connection): void {
    let crowd = new Set<Connection>()
    for (const neighbours of this.#byAddress.values())
      crowd = neighbours.size > crowd.size ? neighbours : crowd
    const strangers = [...crowd].filter(({ isPaired }) => !isPaired)
    const leaving = strangers.find(({ busy }) => busy === 0) ?? strangers[0] ?? newcomer
    // At once, not when the socket says that it is closed: the next newcomer must not choose it again.
    this.#remove(leaving)
    leaving.socket.destroy()
  }
}
