import type { Measurement } from './benchmark'

const headings = ['model', 'count', 'first run', 'best', 'processor', 'a second', 'peak heap', '']

/** The measurements as a table, a line each. */
export function table(measurements: Measurement[]): string[] {
  const rows = [headings, ...measurements.map(row)]
  const widths = headings.map((_, column) => Math.max(...rows.map(cells => cells[column]!.length)))
  // Names and notes begin at the left, figures end at the right.
  return rows.map(cells => cells.map((cell, column) => column === 0 || column === headings.length - 1 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)).join('  ').trimEnd())
}

function row({ name, unit, count, firstMs, bestMs, cpuMs, perSecond, peakHeapBytes, note }: Measurement): string[] {
  return [
    name,
    `${count.toLocaleString('en-US')} ${unit}`,
    `${firstMs.toFixed(1)} ms`,
    `${bestMs.toFixed(1)} ms`,
    `${cpuMs.toFixed(1)} ms`,
    Math.round(perSecond).toLocaleString('en-US'),
    `${(peakHeapBytes / 1024 / 1024).toFixed(2)} MB`,
    note,
  ]
}
