import type { FromDeck, FromStage } from '../present/messages'
import * as v from 'valibot'
import { fromDeck, fromStage } from '../present/messages'
import { wholeNumber } from '../protocol'

/** The event on Vite's websocket that carries what the windows of the laptop and the stage tell each other. */
export const STAGE_EVENT = 'deck:stage'

/** What the stage's windows are for: the projector's is seen by the room. */
export const role = v.picklist(['projector', 'presenter'])
export type Role = v.InferOutput<typeof role>

/** What a window tells: that it is there, and what is for the stage. How many windows there are it does not know. */
export const fromWindow = v.union([v.strictObject({ kind: v.literal('hello'), role }), fromDeck])
export type FromWindow = { kind: 'hello', role: Role } | Exclude<FromDeck, { kind: 'windows' }>

/** What a window has to know of the slides. */
const plan = v.strictObject({ kind: v.literal('plan'), slides: v.array(v.strictObject({ clicks: wholeNumber, plannedMs: wholeNumber })) })
export type Plan = v.InferOutput<typeof plan>['slides']

/** What a window is told. */
export const toWindow = v.union([plan, fromStage])
export type ToWindow = v.InferOutput<typeof plan> | FromStage
