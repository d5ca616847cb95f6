import type { LiveSurroundings } from '../../components/live/liveHub'

/** What a follower's panels draw from: the live run of the talk, as the stage has shared it. */
export interface SharedRun {
  /** In the place of the channel that the windows of the laptop have between them: what is said into it reaches nobody. */
  channel: LiveSurroundings['channel']
  /** Shows a run as it was shared, or with undefined that there is none. */
  show: (run: unknown) => void
}

/** Opens it. */
export function openSharedRun(): SharedRun {
  let tell = (_message: unknown): void => {}
  let shown: unknown
  return {
    channel: {
      // A run that stands still is told once; a panel that asks whether it is still there gets it again.
      post: ({ kind }) => void (kind === 'ask' && shown !== undefined && queueMicrotask(() => tell({ kind: 'state', run: shown }))),
      listen: listener => tell = listener,
    },
    show(run) {
      const before = shown as { id?: unknown } | undefined
      shown = run
      tell(run === undefined ? { kind: 'ended', id: before?.id } : { kind: 'state', run })
    },
  }
}
