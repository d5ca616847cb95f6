import type { TalkState } from '../../../stage/protocol'

/** How a talk stands in mid-talk. */
export const state: TalkState = {
  epoch: 1,
  revision: 3,
  position: { slide: 2, click: 1 },
  isBlank: false,
  timer: { startedAtMs: null, elapsedMs: 0 },
  canRun: false,
  run: null,
  followers: 0,
  hasWindow: true,
  edition: 1,
  heard: [],
}
