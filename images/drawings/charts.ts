/** Small charts without axes, stretched to the box they are placed in; colours come from the page's `color`. */

const WIDTH = 100
const HEIGHT = 40

export interface Scale { least: number, most: number }

/** A line with a faint area under it. */
export function line(values: readonly number[], { least, most }: Scale): string {
  const points = values.map((value, index) => `${round(index / (values.length - 1) * WIDTH)} ${round(HEIGHT - (value - least) / (most - least) * HEIGHT)}`)
  return frame(`<path class="area" d="M0 ${HEIGHT}L${points.join('L')}L${WIDTH} ${HEIGHT}Z" fill="currentColor" opacity=".16"/>`
    + `<path class="line" d="M${points.join('L')}" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" stroke-linecap="round" vector-effect="non-scaling-stroke"/>`)
}

/** Columns side by side. */
export function bars(values: readonly number[], { least, most }: Scale): string {
  const step = WIDTH / values.length
  return frame(values.map((value, index) => {
    const high = (value - least) / (most - least) * HEIGHT
    return `<rect x="${round(index * step)}" y="${round(HEIGHT - high)}" width="${round(step * 0.68)}" height="${round(high)}" fill="currentColor"/>`
  }).join(''))
}

function frame(content: string): string {
  return `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${content}</svg>`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
