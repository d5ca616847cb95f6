import type { Built } from './build'
import { gzipSync } from 'node:zlib'

/** A table of files and their sizes, as they are and compressed as a web server would. */
export function sizesTable(files: Built): string[] {
  const rows = [...files].map(([name, bytes]) => ({ name, bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length }))
  const total = {
    name: 'together',
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
    gzip: rows.reduce((sum, { gzip }) => sum + gzip, 0),
  }
  const width = Math.max(...[...rows, total].map(({ name }) => name.length))
  return [...rows, total].map(({ name, bytes, gzip }) => `${name.padEnd(width)} ${kilobytes(bytes)} kB raw ${kilobytes(gzip)} kB gzip`)
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1).padStart(8)
}
