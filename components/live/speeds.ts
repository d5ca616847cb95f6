/** A speed in words: `4×`, `1/100×`. */
export function speedText(speed: number): string {
  return `${speed < 1 ? `1/${Math.round(1 / speed)}` : speed}×`
}
