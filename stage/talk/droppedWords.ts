import type { Dropped } from '../protocol'
import type { DroppedCommand } from './commander'

const WHY: Record<Dropped['why'], string> = {
  'too late': 'the network took too long',
  'no such place': 'there is no such slide',
  'nothing runs': 'nothing is running on this slide',
}

/** What to say of so many taps that were not carried out for the same reason. */
export function wordsOfDrops(why: Dropped['why'], count: number): string {
  return `${count === 1 ? 'A tap was' : `${count} taps were`} dropped: ${WHY[why]}.`
}

/** What to say of taps that were not carried out: one sentence for each reason. */
export function wordsOfDropped(dropped: readonly DroppedCommand[]): string[] {
  const reasons = new Set(dropped.map(({ why }) => why))
  return [...reasons].map(why => wordsOfDrops(why, dropped.filter(drop => drop.why === why).length))
}
