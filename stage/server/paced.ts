/** Something that is done when asked for, but not too often. */
export interface Paced {
  /** Asks for it: it is done now, or as soon as the time since the last one is over; once, however often it was asked for. */
  ask: () => void
  /** Nothing is done from now on. */
  stop: () => void
}

/** Does something at most every so many milliseconds. */
export function paced(everyMs: number, act: () => void): Paced {
  let timer: NodeJS.Timeout | undefined
  let isAsked = false
  let isStopped = false
  const now = (): void => {
    isAsked = false
    timer = setTimeout(() => {
      timer = undefined
      if (isAsked)
        now()
    }, everyMs)
    act()
  }
  return {
    ask: () => {
      isAsked = true
      if (timer === undefined && !isStopped)
        now()
    },
    stop: () => {
      isStopped = true
      isAsked = false
      clearTimeout(timer)
    },
  }
}
