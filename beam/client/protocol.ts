import * as v from 'valibot'

/*
 * What the Elixir in the VM answers; beam/elixir/ says it. It is looked at before it is drawn: an archive of another build
 * must not be able to break a slide.
 */

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const pid = v.pipe(v.string(), v.regex(/^<\d+\.\d+\.\d+>$/))

/** The answer to `limiter read`. Counters are since the start. */
export const limiterReading = v.object({
  pid: v.nullable(pid),
  /** Messages that wait in the limiter's mailbox. */
  mailbox: count,
  /** The most that waited there since the reading before, as far as it was looked at: after a crowd has come at once. */
  mailboxPeak: count,
  /** The limiter's own state; absent when it could not be asked, because it has just died. */
  state: v.nullable(v.object({ rate: v.number(), burst: v.number(), tokens: v.number(), last: v.number() })),
  nowUs: count,
  on: v.boolean(),
  load: v.number(),
  asked: count,
  granted: count,
  snoozed: count,
  accepted: count,
  lost: count,
  asleep: count,
  heldBack: count,
  lastAnswer: v.nullable(v.picklist(['ready', 'not_ready'])),
})
export type LimiterReading = v.InferOutput<typeof limiterReading>

/** The answer to `tree read`. */
export const treeReading = v.object({
  nowUs: count,
  supervisor: v.object({ pid: v.nullable(pid), alive: v.boolean(), exitReason: v.nullable(v.string()) }),
  maxRestarts: count,
  maxSeconds: count,
  /** How long ago each restart was that still counts, the newest first. */
  restartsUsAgo: v.array(v.number()),
  children: v.array(v.object({ name: v.string(), pid: v.nullable(pid), starting: v.boolean(), generation: count, type: v.string() })),
})
export type TreeReading = v.InferOutput<typeof treeReading>

/** What happens in the tree. */
export const treeEvent = v.variant('kind', [
  v.object({ kind: v.literal('started'), name: v.string(), pid, generation: count, atUs: count }),
  v.object({ kind: v.literal('exited'), name: v.string(), pid, reason: v.string(), atUs: count }),
  v.object({ kind: v.literal('supervisorExited'), reason: v.string(), atUs: count }),
  /** So many older events were not fetched in time. */
  v.object({ kind: v.literal('dropped'), count }),
])
export type TreeEvent = v.InferOutput<typeof treeEvent>
