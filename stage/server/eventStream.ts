import type { ServerResponse } from 'node:http'
import { Buffer } from 'node:buffer'

/**
 * An event as it goes over the wire (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 *
 * @param name of the event
 * @param json JSON text; line breaks in it mean nothing, but would end the event
 */
export function eventOf(name: string, json: string): Buffer {
  return Buffer.from(`event: ${name}\ndata: ${json.replaceAll(/[\r\n]+/g, ' ')}\n\n`)
}

/**
 * Server-sent events on one response. Only the newest of each kind waits for a reader who is slow: what comes meanwhile takes its
 * place, so that however slow the reader, no more than one event of a kind is held for it.
 */
export class EventStream {
  readonly #response: ServerResponse
  readonly #waiting = new Map<string, Buffer>()
  #isWriting = false

  /**
   * @param response nothing of which has been sent
   * @param retryMs how long the browser waits before it comes again when the connection is lost
   */
  constructor(response: ServerResponse, retryMs: number) {
    this.#response = response
    // Without chunks each event is one write of bytes that all streams share; it is closing that ends such a body.
    response.useChunkedEncodingByDefault = false
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'Connection': 'close' })
    this.#write(Buffer.from(`retry: ${retryMs}\n\n`))
  }

  /** Sends an event, or has it wait in place of the one of that name that is waiting. */
  send(name: string, event: Buffer): void {
    if (!this.#isWriting)
      return this.#write(event)
    // Last asked for, last sent.
    this.#waiting.delete(name)
    this.#waiting.set(name, event)
  }

  end(): void {
    this.#response.end()
  }

  #write(bytes: Buffer): void {
    this.#isWriting = true
    // Called once the system has taken it all: before that, it is the reader who is slow.
    this.#response.write(bytes, (error) => {
      this.#isWriting = false
      if (error || this.#waiting.size === 0)
        return
      const next = [...this.#waiting.values()]
      this.#waiting.clear()
      this.#write(next.length === 1 && next[0] ? next[0] : Buffer.concat(next))
    })
  }
}
