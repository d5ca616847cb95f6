/**
 * Calls once, after a while.
 *
 * @param delayMs in milliseconds
 * @param call what is called
 * @returns how to call it off
 */
export function after(delayMs: number, call: () => void): () => void {
  const timer = setTimeout(call, delayMs)
  return () => clearTimeout(timer)
}
