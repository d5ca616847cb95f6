import type { OutgoingHttpHeaders } from 'node:http'

/** Why a request gets nothing else: thrown while it is being looked at, answered in one place. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  /**
   * @param status of HTTP, 400 and up
   * @param message one sentence for whoever reads the answer; it tells nothing that only the speaker should know
   * @param headers what the status asks for, such as Allow
   */
  constructor(readonly status: number, message: string, readonly headers: OutgoingHttpHeaders = {}) {
    super(message)
  }
}
