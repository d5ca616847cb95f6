/** The box that the charts are drawn in, to be stretched over whatever place they get. */
export const chartBox = { width: 100, height: 40 }

/** A line over time and the area under it, as SVG paths; a value that is missing leaves a gap. */
export interface ChartPaths { line: string, area: string }

/**
 * Draws values from left to right, the newest at the right edge.
 *
 * @param values null where there was nothing to measure
 * @param most the value at the top edge
 * @param places how many values fill the width; fewer leave room at the left
 */
export function chartPaths(values: readonly (number | null)[], most: number, places = values.length): ChartPaths {
  const { width, height } = chartBox
  const stretches: { x: number, point: string }[][] = [[]]
  values.forEach((value, index) => {
    if (value === null)
      return stretches.push([])
    const x = round(width - (values.length - 1 - index) / Math.max(1, places - 1) * width)
    stretches.at(-1)!.push({ x, point: `${x} ${round(height - Math.min(1, value / most) * height)}` })
  })
  const drawn = stretches.filter(stretch => stretch.length > 1)
  const lines = drawn.map(stretch => stretch.map(({ point }) => point).join('L'))
  return {
    line: lines.map(points => `M${points}`).join(''),
    area: lines.map((points, index) => `M${drawn[index]![0]!.x} ${height}L${points}L${drawn[index]!.at(-1)!.x} ${height}Z`).join(''),
  }
}

/**
 * The top of a scale: a round number that none of the values goes beyond.
 *
 * @param values null where there was nothing to measure
 * @param steps round numbers to choose from, ascending; the last is taken when the values go beyond it
 */
export function topOfScale(values: readonly (number | null)[], steps: readonly number[]): number {
  const most = Math.max(0, ...values.map(value => value ?? 0))
  return steps.find(step => step >= most) ?? steps.at(-1)!
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
