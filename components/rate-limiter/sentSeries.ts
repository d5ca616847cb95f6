/** Emails in each tenth of a second, oldest first: those of the last ten seconds, or since the start. The last is under way. */
export interface SentSeries {
  /** That somebody wanted to send. */
  offered: number[]
  /** That SES took. */
  accepted: number[]
  /** That went out to SES and were refused. */
  lost: number[]
}

/** The tenths of a second that the chart has room for. */
export const TENTHS = 100

/**
 * Steps along the tops of some columns, as an SVG path: columns one wide, one high for each count.
 *
 * @param tops a height for each column
 * @param height of the box; what is higher runs along its upper edge
 */
export function stepLine(tops: number[], height: number): string {
  return tops.map((top, column) => `${column === 0 ? 'M0 ' : 'V'}${Math.max(0, height - top)}H${column + 1}`).join('')
}

/**
 * The area between two lines of steps.
 *
 * @param bottoms where each column begins
 * @param tops where it ends
 * @param height of the box
 */
export function area(bottoms: number[], tops: number[], height: number): string {
  const back = bottoms.map((_, index) => bottoms.length - 1 - index)
    .map(column => `V${Math.max(0, height - bottoms[column]!)}H${column}`)
    .join('')
  return `${stepLine(tops, height)}${back}Z`
}
