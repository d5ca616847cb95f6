import * as v from 'valibot'

/*
What the windows of the deck may write on the dev server. It is read with these schemas, and what they make of it is what
Slidev gets: nothing else that stood in a body goes on.
*/

/** How vite-plugin-vue-server-ref writes `undefined` in JSON. */
const unset = v.literal('__UNDEFINED___')
function orUnset<Schema extends v.GenericSchema>(schema: Schema): v.OptionalSchema<v.UnionSchema<[Schema, typeof unset], undefined>, undefined> {
  return v.optional(v.union([schema, unset]))
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))
const momentMs = v.pipe(v.number(), v.minValue(0), v.maxValue(1e14))
const shortText = v.pipe(v.string(), v.maxLength(200))

/** `SharedState` of `@slidev/client/state/shared.ts`: where the talk is, the timer, the presenter's pointer. */
const nav = v.strictObject({
  page: count,
  clicks: count,
  clicksTotal: orUnset(count),
  timer: v.strictObject({
    status: v.picklist(['stopped', 'running', 'paused']),
    slides: v.record(v.pipe(v.string(), v.regex(/^\d{1,4}$/)), v.strictObject({ start: orUnset(momentMs), end: orUnset(momentMs) })),
    startedAt: momentMs,
    pausedAt: momentMs,
  }),
  cursor: orUnset(v.strictObject({ x: v.number(), y: v.number(), style: orUnset(v.picklist(['cursor', 'laser'])) })),
  lastUpdate: orUnset(v.strictObject({ id: shortText, type: v.picklist(['presenter', 'viewer']), time: momentMs })),
})

/** What a window posts to `/@server-reactive/nav` when it has moved. */
export const navChange = v.strictObject({ source: shortText, data: nav, timestamp: momentMs })

/**
 * What the presenter view posts to `/__slidev/slides/N.json` when a note was edited. Slidev would take the slide's source as
 * well. Slidev keeps a note in a comment, which its text must not end, or the rest of it would become part of the slide.
 */
export const noteChange = v.strictObject({ note: v.pipe(v.string(), v.check(note => !note.includes('--' + '>'), 'A note must not end its own comment.')) })
