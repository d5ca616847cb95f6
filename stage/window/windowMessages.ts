import type { FromStage } from '../present/messages'
import * as v from 'valibot'
import { saidByWindows } from '../present/messages'

/** The event on Vite's websocket that carries what the windows of the laptop and the stage tell each other. */
export const STAGE_EVENT = 'deck:stage'

/** What a window of the stage is for: the projector's is seen by the room; one that is aside, as an overview is, takes no part in the talk. */
export const role = v.picklist(['projector', 'presenter', 'aside'])
export type Role = v.InferOutput<typeof role>

/** What a window tells: what it is for, and what is for the stage. */
export const fromWindow = v.variant('kind', [v.strictObject({ kind: v.literal('hello'), role }), ...saidByWindows])
export type FromWindow = v.InferOutput<typeof fromWindow>

/** What a window has to know of the slides. */
export type Plan = Extract<FromStage, { kind: 'plan' }>['slides']
