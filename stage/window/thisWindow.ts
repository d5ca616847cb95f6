import type { Speaker } from './speaker'
import { shallowRef } from 'vue'

/** The stage, as this window of the laptop knows it; undefined outside of `npm run present`. */
export const thisSpeaker = shallowRef<Speaker>()
