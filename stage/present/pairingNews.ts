import type { Admission } from '../pairing/admission'
import type { ListedPhone, Pairing } from '../protocol'
import { hostOf } from '../hosts'

export interface PairingNewsOptions {
  admission: Pick<Admission, 'code'>
  phones: () => ListedPhone[]
  port: number
  /** Whether the room may follow. */
  hasAudience: boolean
  /** Tells who wants to know. */
  tell: (pairing: Pairing) => void
}

/** Tells who may drive the talk, with which code somebody else could, and where all that is reached. */
export class PairingNews {
  readonly #options: PairingNewsOptions
  #address: string | undefined
  #codeTimer: NodeJS.Timeout | undefined
  #isOver = false

  constructor(options: PairingNewsOptions) {
    this.#options = options
  }

  /** Other devices reach this laptop at another address from now on; undefined when they do not at all. */
  setAddress(address: string | undefined): void {
    this.#address = address
    this.tell()
  }

  /** Something has changed, or somebody has come who does not know yet. */
  tell(): void {
    clearTimeout(this.#codeTimer)
    if (this.#isOver)
      return
    const now = this.#pairing()
    // That the code is over has to be said when nothing else happens.
    if (now.codeEndsAtMs !== null)
      this.#codeTimer = setTimeout(() => this.tell(), Math.max(0, now.codeEndsAtMs - Date.now()) + 1)
    this.#options.tell(now)
  }

  #pairing(): Pairing {
    const { admission, phones, port, hasAudience } = this.#options
    const address = this.#address
    const code = admission.code(Date.now())
    return {
      hasNetwork: address !== undefined,
      audienceUrl: address !== undefined && hasAudience ? `http://${hostOf(address, port)}/` : null,
      phoneUrl: code && `http://${hostOf(address ?? 'localhost', port)}/remote#${code.text}`,
      codeEndsAtMs: code && code.endsAtMs,
      phones: phones(),
    }
  }

  close(): void {
    this.#isOver = true
    clearTimeout(this.#codeTimer)
  }
}
