import type { IncomingMessage } from 'node:http'

/** Named for the stage, because cookies know nothing of ports: whatever else runs at this address sees and sets them too. */
const NAME = 'stage-phone'

/** Longer than any conference. The session itself ends with the talk, or when it is revoked. */
const LASTS_S = 7 * 24 * 3600

/** Of the browsers' cookies of that name, more than one is somebody's trick or an accident, and looked at all the same. */
const MOST_LOOKED_AT = 4

/**
 * The cookie that keeps a phone paired. It cannot say Secure, because the stage speaks plain http; it has an end, because a
 * cookie without one is lost when the phone runs short of memory.
 */
export function cookieOf(session: string): string {
  return `${NAME}=${session}; HttpOnly; SameSite=Strict; Path=/remote; Max-Age=${LASTS_S}`
}

/** The sessions that a request shows. */
export function sessionsIn({ headers }: IncomingMessage): string[] {
  return (headers.cookie ?? '').split(';').map(cookie => cookie.trim().split('=')).filter(([name, value = '']) => name === NAME && /^[\w-]{43}$/.test(value)).map(([, value = '']) => value).slice(0, MOST_LOOKED_AT)
}
