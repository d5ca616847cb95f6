/**
 * A signal that gives a request up after so many milliseconds. `AbortSignal.timeout` is younger than some of the phones that
 * the page is for, see the targets in `../build.ts`.
 */
export function givenUpAfter(ms: number): AbortSignal {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), ms)
  return controller.signal
}
