import type { OutgoingHttpHeaders } from 'node:http'

/**
 * On every refusal, so that it can be told from one by somebody else who answers at the same address: a router, or the page by
 * which a hotel lets people into its Wi-Fi. A phone gives up its pairing for a refusal with this header only.
 */
const OURS = { Stage: 'refused' }

/** Why a request gets nothing else: thrown while it is being looked at, answered in one place. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly headers: OutgoingHttpHeaders

  /**
   * @param status of HTTP, 400 and up
   * @param message one sentence for whoever reads the answer; it tells nothing that only the speaker should know
   * @param headers what the status asks for, such as Allow
   */
  constructor(readonly status: number, message: string, headers: OutgoingHttpHeaders = {}) {
    super(message)
    this.headers = { ...headers, ...OURS }
  }
}
