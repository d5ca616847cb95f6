/** A sign of life comes every 15 s; without one for this long a stream of events is dead, whatever the browser thinks. */
export const SILENCE_MS = 20_000
/** Who comes back to a stream that was opened, or has spoken, within this time need not doubt it. */
export const FRESH_MS = 2_000

/** What an event carries; undefined for what is no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return undefined
  }
}
