/** The stations of the mailer worker's `with` chain, in order. */
export const stationNames = ['member', 'email', 'campaign', 'reserve', 'rate', 'send'] as const
export type StationName = typeof stationNames[number]

/**
 * How one execution of a mailer job can end: the six of the slide; a crash, which returns nothing; and `lost`, which is
 * what becomes of a refused email when nobody looks at SES's answer.
 */
export const outcomeNames = ['sent', 'rate-exceeded', 'daily-limit', 'already-sent', 'invalid-email', 'error', 'crash', 'lost'] as const
export type OutcomeName = typeof outcomeNames[number]

/** The states of an Oban job. The last three are final. */
export const jobStates = ['available', 'scheduled', 'executing', 'retryable', 'completed', 'cancelled', 'discarded'] as const
export type JobState = typeof jobStates[number]

/** What stays with a member: every job of theirs meets it. */
export const flaws = ['invalid-email', 'bounce', 'member-not-found', 'campaign-not-found'] as const
/** See `flaws`. */
export type Flaw = typeof flaws[number]

/**
 * What can be made to go wrong. Apart from the `flaws`, each strikes once:
 *
 * - `crash`: the node goes down after SES has accepted the email and before the record says so
 * - `duplicate-job`: a second job for the same member, right behind the first
 * - `no-token`: the limiter says no, as when others have just taken its tokens; nothing, where there is no limiter
 * - `throttle`, `daily-limit`: SES answers so, whatever its quota says (others use the account too)
 * - `error`: SES refuses the email for another reason
 * - `no-answer`: the call breaks off before SES has the email, which the worker cannot know
 */
export const faults = ['crash', 'duplicate-job', 'no-token', 'throttle', 'daily-limit', 'error', 'no-answer', ...flaws] as const
/** See `faults`. */
export type Fault = typeof faults[number]
