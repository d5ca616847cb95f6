import type { Dropped } from '../../protocol'
import type { DroppedCommand } from '../../talk/commander'
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
export function wordsOfTime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`
}

/** A time as a clock shows it: "4:07", "1:02:07". */
export function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const tail = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`
}

/** How many taps wait: "2 taps waiting". */
export function wordsOfWaiting(count: number): string {
  return count === 1 ? '1 tap waiting' : `${count} taps waiting`
}

const WHY: Record<Dropped['why'], string> = {
  'too late': 'it arrived too late, after the talk had moved on',
  'no such place': 'there is no such slide',
  'nothing runs': 'nothing is running on this slide',
}

/** What to say of taps that were not carried out: one sentence for each reason. */
export function wordsOfDropped(dropped: readonly DroppedCommand[]): string[] {
  const reasons = new Set(dropped.map(({ why }) => why))
  return [...reasons].map((why) => {
    const count = dropped.filter(drop => drop.why === why).length
    return count === 1 ? `A tap was dropped: ${WHY[why]}.` : `${count} taps were dropped: ${WHY[why].replace(/^it arrived/, 'they arrived')}.`
  })
}
