/** What goes on after the page has been reloaded. Which slide and click stand in the address already. */
export interface Resume {
  /** The name of the panel whose live run is to start again. */
  panel: string
}

const RESUME = 'isolation:resume'
const TRIED = 'isolation:tried'

/** What a reload leaves to the page that comes after it; lives as long as the tab. */
type Notes = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Whether this tab has been reloaded for the sake of isolation. */
export function hasBeenReloaded(notes: Notes): boolean {
  return notes.getItem(TRIED) !== null
}

/** Writes down what goes on after the reload, and that there has been one. */
export function noteResume(notes: Notes, { panel }: Resume): void {
  notes.setItem(TRIED, 'yes')
  notes.setItem(RESUME, panel)
}

/** What goes on after the reload: the first to ask gets it. */
export function takeNotedResume(notes: Notes): Resume | undefined {
  const panel = notes.getItem(RESUME)
  notes.removeItem(RESUME)
  return panel === null ? undefined : { panel }
}

/** Forgets that there has been a reload, because it did what it was for. */
export function forgetReload(notes: Notes): void {
  notes.removeItem(TRIED)
}
