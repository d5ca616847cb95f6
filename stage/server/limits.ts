import type { BodyLimits } from './body'
import type { TurnstileLimits } from './turnstile'

/** What is enough for a full room, and what is too much. Times are in milliseconds. */
export interface StageLimits {
  /** Connections at a time, see connections.ts: 1000 followers with two more each while their page loads. */
  connections: number
  /** What each address may ask of the stage, paired phones not counted: a whole room may be behind one address. */
  turnstile: TurnstileLimits
  /** Followers at a time. */
  followers: number
  /** A connection that has not said in full what it wants by then is closed; so are those that say nothing. */
  headersMs: number
  /** The same for a whole request, as a last resort behind `body.ms`. */
  requestMs: number
  /**
   * How long a connection may rest between two requests. Long, so that a tap after a quiet minute does not have to connect
   * anew over a slow network; those that only rest are the first to go when there are too many.
   */
  restMs: number
  /** A reader that takes nothing for so long is cut off. */
  stuckMs: number
  body: BodyLimits
  /** Of a request line and headers together, in bytes. */
  headerBytes: number
  /** How often streams of events give a sign of life. */
  beatMs: number
  /** The least time between two snapshots of a live run to followers. */
  runEveryMs: number
  /** The least time between two counts of followers. */
  countEveryMs: number
}

/** What holds unless something else is given. */
export const DEFAULT_LIMITS: StageLimits = {
  connections: 3000,
  // Three hundred who load a page of forty files in the same moment, and after that a sixth of what one processor can answer.
  turnstile: { atOnce: 12_000, perSecond: 2_000, waitMs: 5_000 },
  followers: 1000,
  headersMs: 5_000,
  requestMs: 10_000,
  restMs: 65_000,
  stuckMs: 60_000,
  body: { bytes: 64 * 1024, ms: 5_000 },
  headerBytes: 8 * 1024,
  beatMs: 15_000,
  runEveryMs: 200,
  countEveryMs: 1_000,
}
