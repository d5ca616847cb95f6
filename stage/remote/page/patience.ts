/** How long it is until a laptop that did not answer is asked once more, in milliseconds. */
export const RETRY_MS = 2000

/** Longer than this nobody waits for an answer, in milliseconds. */
const PATIENCE_MS = 8000

/**
 * A signal that gives a request up when nobody waits for it any more. `AbortSignal.timeout` is younger than some of the phones
 * that the page is for, see the targets in `../build.ts`.
 */
export function givenUpInTime(): AbortSignal {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), PATIENCE_MS)
  return controller.signal
}
