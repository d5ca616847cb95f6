import * as v from 'valibot'

/*
What the parts of a stage say to each other. Whatever comes from outside is read with these schemas and nothing else; the
types follow from them.
*/

/** The longest span that can be told, in milliseconds: eleven days. No count is greater, either. */
export const LONGEST_MS = 1_000_000_000
/** A count or a span in milliseconds. */
export const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LONGEST_MS))
/** An instant in milliseconds since 1970, by the clock of the laptop. */
export const instantMs = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8_640_000_000_000_000))
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** Where the talk is: a slide, from 1, and how many of its clicks have been made. */
export const position = v.strictObject({
  slide: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999)),
  click: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9_999)),
})
export type Position = v.InferOutput<typeof position>

/** The name of a control of a live run: `kill PuppiesRepo`, `rate`. */
const controlId = v.pipe(v.string(), v.nonEmpty(), v.maxLength(100))

/** Something that the speaker wants, on a phone or in a window of the laptop. */
export const command = v.variant('kind', [
  v.strictObject({ kind: v.literal('next') }),
  v.strictObject({ kind: v.literal('previous') }),
  v.strictObject({ kind: v.literal('go'), to: position }),
  // The projector shows nothing.
  v.strictObject({ kind: v.literal('blank'), isBlank: v.boolean() }),
  v.strictObject({ kind: v.literal('timer'), deed: v.picklist(['start', 'pause', 'reset']) }),
  // The live run of the current slide.
  v.strictObject({ kind: v.literal('run'), deed: v.picklist(['start', 'stop', 'pause', 'resume']) }),
  v.strictObject({ kind: v.literal('control'), run: controlId, id: controlId, value: v.union([v.number(), v.boolean(), v.pipe(v.string(), v.maxLength(100)), v.null()]) }),
])
export type Command = v.InferOutput<typeof command>

/** A command on its way: it is applied once, in the order of its numbers, however often it arrives. */
export const sentCommand = v.strictObject({
  /** From 1, without gaps, for each client. */
  seq: v.pipe(wholeNumber, v.minValue(1)),
  /** What the speaker saw when giving it. */
  from: position,
  /** How long ago that was, by the clock of the client, so that a command that waited for the network can be told. */
  agoMs: wholeNumber,
  command,
})
export type SentCommand = v.InferOutput<typeof sentCommand>

/** A page that gives commands: one tab of a phone, or one window of the laptop. It names itself, at random. */
export const clientId = v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/))

/** Where the laser pointer is on the slide, from its upper left corner; null when it is off. */
export const pointer = v.nullable(v.strictObject({ x: share, y: share }))
export type Pointer = v.InferOutput<typeof pointer>

/**
 * What one message may carry: with the longest names that the deck has it is still well below what the stage reads of a body,
 * and what a browser sends of a page that is left (64 kB each).
 */
export const MOST_COMMANDS = 100

/** What a client sends: commands that have not been acknowledged yet, oldest first; none as a sign of life. */
export const commands = v.strictObject({
  client: clientId,
  commands: v.pipe(v.array(sentCommand), v.maxLength(MOST_COMMANDS)),
  /** Goes to the projector as it is; not numbered, because only the last one matters. */
  pointer: v.optional(pointer),
})
export type Commands = v.InferOutput<typeof commands>

/** A control of a live run, as a phone draws it. */
export const control = v.variant('kind', [
  // One that can do nothing at the moment keeps its place, so that no other comes under the thumb.
  v.strictObject({ kind: v.literal('button'), id: controlId, label: v.string(), isOff: v.optional(v.boolean()) }),
  v.strictObject({ kind: v.literal('switch'), id: controlId, label: v.string(), isOn: v.boolean() }),
  v.strictObject({ kind: v.literal('slider'), id: controlId, label: v.string(), unit: v.string(), least: v.number(), most: v.number(), value: v.number() }),
  v.strictObject({ kind: v.literal('choice'), id: controlId, label: v.string(), options: v.array(v.string()), value: v.string() }),
])
export type Control = v.InferOutput<typeof control>

/** The live run that is on, as a phone needs it. */
export const runOnPhone = v.strictObject({
  id: controlId,
  isPaused: v.boolean(),
  canPause: v.boolean(),
  /** What has just happened, in a sentence. */
  says: v.string(),
  controls: v.array(control),
})
export type RunOnPhone = v.InferOutput<typeof runOnPhone>

/** How the talk stands, for who may drive it. */
export const talkState = v.strictObject({
  /** When the authority that says this was started: of two states the one of the later authority is true. */
  epoch: instantMs,
  /** Grows with every change; of two states of one authority the one with the higher number is true. */
  revision: wholeNumber,
  position,
  isBlank: v.boolean(),
  /** What it shows; and since when it has been running, which tells one run of it from another. Null while it stands still. */
  timer: v.strictObject({ startedAtMs: v.nullable(instantMs), elapsedMs: wholeNumber }),
  /** Whether the current slide has something that runs. */
  canRun: v.boolean(),
  run: v.nullable(runOnPhone),
  /** How many people follow on their own screens. */
  followers: wholeNumber,
  /** Whether a window of the laptop shows the talk: without one the room sees nothing. */
  hasWindow: v.boolean(),
  /** Which `talkInfo` is in force: with another one a client asks for it again. */
  edition: instantMs,
  /** Up to which number each client's commands are dealt with in this state; a client draws only its later ones on top. */
  heard: v.array(v.strictObject({ client: clientId, upTo: wholeNumber })),
})
export type TalkState = v.InferOutput<typeof talkState>

/** Why a command was not applied. */
export const dropped = v.strictObject({
  seq: wholeNumber,
  why: v.picklist(['too late', 'no such place', 'nothing runs']),
})
export type Dropped = v.InferOutput<typeof dropped>

/** The answer to commands. */
export const answer = v.strictObject({
  /** The highest number that has been dealt with: applied or dropped. */
  upTo: wholeNumber,
  /** Those of them that were not applied; said once more when they are sent once more. */
  dropped: v.array(dropped),
  state: talkState,
})
export type Answer = v.InferOutput<typeof answer>

/** A slide, for the speaker's eyes. */
export const slideInfo = v.strictObject({
  no: wholeNumber,
  title: v.string(),
  /** How many clicks it has. */
  clicks: wholeNumber,
  /** How long it is planned to take. */
  plannedMs: wholeNumber,
  /** What is said at each click, from 0: paragraphs of plain text. */
  notes: v.array(v.array(v.string())),
  /** What is good to know but not said, and what the live run is for. */
  asides: v.array(v.string()),
})
export type SlideInfo = v.InferOutput<typeof slideInfo>

/** The whole talk, for the speaker's eyes. */
export const talkInfo = v.strictObject({
  /** When it became so: slides are edited in mid-talk, and pictures are made while it runs. */
  edition: instantMs,
  title: v.string(),
  slides: v.array(slideInfo),
  /**
   * The name of the set of pictures of the slides, null while there is none: `/remote/picture/9-3.webp?NAME` is slide 9 after
   * three clicks. Another set has another name, so that no picture of before is shown.
   */
  pictures: v.nullable(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))),
})
export type TalkInfo = v.InferOutput<typeof talkInfo>

/** How the talk stands, for the room: never a note. */
export const followed = v.strictObject({
  position,
  isBlank: v.boolean(),
})
export type Followed = v.InferOutput<typeof followed>

/** A phone that is paired. */
export const phone = v.strictObject({
  id: v.string(),
  /** What its browser calls itself, shortened: "Safari on iPhone". */
  name: v.string(),
  pairedAtMs: instantMs,
  /** When it last asked or said something. */
  seenAtMs: instantMs,
})
export type Phone = v.InferOutput<typeof phone>

/** A phone that is paired, as the presenter view lists it. */
export const listedPhone = v.strictObject({
  ...phone.entries,
  /** Whether its page is open, and said something not long ago. */
  isConnected: v.boolean(),
})
export type ListedPhone = v.InferOutput<typeof listedPhone>

/** What the presenter view on the laptop is told of the stage. */
export const pairing = v.strictObject({
  /** Whether another device can reach this laptop at all. */
  hasNetwork: v.boolean(),
  /** The address for the audience; null without a network, or when nobody is to follow. */
  audienceUrl: v.nullable(v.string()),
  /** The address of the remote, with the code in its fragment; null when no code is out. Without a network it leads nowhere but from this laptop. */
  phoneUrl: v.nullable(v.string()),
  /** When the code ends, by the clock of the laptop. */
  codeEndsAtMs: v.nullable(instantMs),
  phones: v.array(listedPhone),
})
export type Pairing = v.InferOutput<typeof pairing>
