import * as v from 'valibot'
import { answer, clientId, command, commands, pairing, pointer, runOnPhone, talkInfo, talkState, wholeNumber } from '../protocol'

/** The talk as it is written: what of `talkInfo` comes from slides.md. */
const writtenTalk = v.omit(talkInfo, ['edition', 'pictures'])

/*
What the two processes of a presentation say to each other through their parent. A process is trusted no more than it has to be:
what does not look like this is not passed on.
*/

/** What a window of the laptop may say to the stage. */
export const saidByWindows = [
  // It gives commands.
  v.strictObject({ kind: v.literal('commands'), commands }),
  // The live run as a phone draws it, and as the windows of followers do: theirs is for them to read.
  v.strictObject({ kind: v.literal('run'), run: v.nullable(runOnPhone), snapshot: v.optional(v.unknown()) }),
  v.strictObject({ kind: v.literal('canRun'), canRun: v.boolean() }),
  v.strictObject({ kind: v.literal('newCode') }),
  v.strictObject({ kind: v.literal('revoke'), phone: v.string() }),
] as const

/** What the deck's process, where the windows are, tells the stage. */
export const fromDeck = v.variant('kind', [
  ...saidByWindows,
  // How many windows show the talk.
  v.strictObject({ kind: v.literal('windows'), count: wholeNumber }),
])

/** What the stage tells the windows of the laptop. */
export const fromStage = v.variant('kind', [
  v.strictObject({ kind: v.literal('state'), state: talkState }),
  v.strictObject({ kind: v.literal('answer'), client: clientId, answer }),
  v.strictObject({ kind: v.literal('pointer'), pointer }),
  // Something that the window which hosts the live run has to do.
  v.strictObject({ kind: v.literal('toRun'), command }),
  v.strictObject({ kind: v.literal('pairing'), pairing }),
  // What a window has to know of the slides, as the stage counts them.
  v.strictObject({ kind: v.literal('plan'), slides: v.array(v.strictObject({ clicks: wholeNumber, plannedMs: wholeNumber })) }),
])
export type FromStage = v.InferOutput<typeof fromStage>

/** What each of the two tells their parent. */
export const toParent = {
  // Its windows can be opened.
  deck: v.strictObject({ kind: v.literal('isUp') }),
  stage: v.variant('kind', [
    // All that a stage started anew has to know: handed to it as it is, and read there.
    v.strictObject({ kind: v.literal('keep'), kept: v.unknown() }),
    // What it tells the presenter view, for the terminal.
    v.strictObject({ kind: v.literal('pairing'), pairing }),
  ]),
}
export type StageToParent = v.InferOutput<typeof toParent.stage>

/** What the parent tells the stage on its own account. */
export const fromParent = v.variant('kind', [
  // The first thing a stage hears: the talk, the set of pictures if there is one, and what was kept by the stage before it,
  // null for the first.
  v.strictObject({ kind: v.literal('begin'), talk: writtenTalk, pictures: talkInfo.entries.pictures, kept: v.unknown() }),
  // slides.md was edited, and can be read.
  v.strictObject({ kind: v.literal('talk'), talk: writtenTalk }),
  v.strictObject({ kind: v.literal('newCode') }),
  v.strictObject({ kind: v.literal('revokeAll') }),
  // Pictures of the slides lie in their folder now, under this name; the name changes with what they show.
  v.strictObject({ kind: v.literal('pictures'), name: v.string() }),
])
export type FromParent = v.InferOutput<typeof fromParent>

/** A message on its way, and whom it is for. */
export const envelope = v.strictObject({
  to: v.picklist(['deck', 'stage', 'parent']),
  message: v.unknown(),
})
export type Envelope = v.InferOutput<typeof envelope>

/** All that the stage is told. */
export const toStage = v.variant('kind', [...fromDeck.options, ...fromParent.options])
export type ToStage = v.InferOutput<typeof toStage>
