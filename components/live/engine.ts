/**
 * What drives a live run: it holds the running system, moves it on by the time that went by, and does what the speaker
 * asks. A snapshot is plain data that can be copied between windows; nothing in it changes afterwards.
 */
export interface Engine<Snapshot, Action> {
  /** Moves the system on by so much real time, in integer microseconds. */
  advance: (elapsedUs: number) => void
  /** Does what a control asks for. What makes no sense at this moment is left undone, never breaks the run. */
  act: (action: Action) => void
  /** Lets go of what it holds; the run is over. */
  stop?: () => void
  /** The system as it stands. The same object as before when nothing that is drawn has changed: then nothing is drawn. */
  snapshot: () => Snapshot
}

/** What a live run can run on: the model, always; the BEAM, where the browser can have it. */
export type EngineName = 'model' | 'BEAM'

/** A panel that can run live: its name, which every view of the talk knows it by, and how a run of it begins. */
export interface LivePanel<Snapshot, Action> {
  name: string
  /** What the system runs on; the panel says so while it runs. */
  engine: EngineName
  start: () => Engine<Snapshot, Action>
}
