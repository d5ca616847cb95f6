import * as v from 'valibot'
import { givenUpInTime } from './patience'
import { isRefusedByLaptop } from './stage'

/** Why a code was not taken, as the laptop says it. */
const refusal = v.object({ why: v.picklist(['wrong', 'used', 'expired', 'replaced', 'throttled']) })

/** How an attempt to pair ended. */
export type PairingEnd = 'paired' | v.InferOutput<typeof refusal>['why'] | 'unreachable' | 'broken'

/** Takes the code out of what was scanned, typed or pasted: a whole address is as good as what follows its `#`. */
export function codeIn(text: string): string {
  return text.slice(text.indexOf('#') + 1).trim()
}

/**
 * Takes the code out of the address of the page, where it must not stay: the next look at the history, or a shared
 * screenshot, would show it.
 *
 * @returns the code; undefined when the page was opened without one
 */
export function takeCodeFromAddress(): string | undefined {
  const code = codeIn(location.hash)
  if (location.hash)
    history.replaceState(null, '', location.pathname)
  return code || undefined
}

/** Hands the code in; when it is right the answer sets the cookie of this phone. */
export async function pair(code: string): Promise<PairingEnd> {
  let response: Response
  try {
    response = await fetch('/remote/pair', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code }),
      signal: givenUpInTime(),
    })
  }
  catch {
    return 'unreachable'
  }
  if (response.status === 204)
    return 'paired'
  const { success, output } = v.safeParse(refusal, await response.json().catch(() => undefined))
  if (success)
    return output.why
  if (!isRefusedByLaptop(response))
    return 'unreachable'
  // What is no code at all, a sentence or a whole page, is refused as badly made or too long.
  return response.status === 400 || response.status === 413 ? 'wrong' : 'broken'
}
