import type { Link } from './seen'

/** How the connection is, in words: "Offline for 5 s". */
export function wordsOfLink(link: Link, nowMs: number): string {
  switch (link.is) {
    case 'connected': return 'Connected'
    case 'connecting': return 'Connecting…'
    case 'offline': return `Offline for ${wordsOfTime(nowMs - link.sinceMs)}`
  }
}

/** A time as one says it: "5 s", "2 min". */
function wordsOfTime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`
}

/** How many taps wait: "2 taps waiting". */
export function wordsOfWaiting(count: number): string {
  return count === 1 ? '1 tap waiting' : `${count} taps waiting`
}

/** How many taps of pages before this one have not arrived. One that is open in another tab may send them yet. */
export function wordsOfUnsent(count: number): string {
  return `${count} ${count === 1 ? 'tap' : 'taps'} from before may not have been sent.`
}
