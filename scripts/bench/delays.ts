/** How long something took each time, as a line: the name, half, 95 of a hundred, the longest, and how many there are. */
export function lineOfDelays(name: string, delaysMs: readonly number[]): string {
  const sorted = delaysMs.toSorted((a, b) => a - b)
  const at = (part: number): string => `${(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN).toFixed(1)} ms`.padStart(10)
  return `${name.padEnd(40)} p50 ${at(0.5)}  p95 ${at(0.95)}  max ${at(1)}  (${sorted.length})`
}
