import type { Listing } from './template'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'

/** What a slide shows of a file, or why it cannot. */
export type Shown
  = | { lines: string[], path: string, text: string }
    | { missing: 'file' | 'region' | 'outside', path: string, text?: string }

/**
 * The lines that an import puts on a slide.
 *
 * @param root the folder of slides.md, which `@/` stands for
 * @param from what the import asks for
 * @param from.path as written
 * @param from.region absent for the whole file
 */
export function readSnippet(root: string, { path, region }: NonNullable<Listing['from']>): Shown {
  const file = path.startsWith('@/') ? resolve(root, path.slice(2)) : resolve(root, path)
  const shortPath = relative(root, file)
  if (shortPath.startsWith('..'))
    return { missing: 'outside', path: shortPath }
  if (!existsSync(file) || !statSync(file).isFile())
    return { missing: 'file', path: shortPath }
  const text = readFileSync(file, 'utf8')
  const lines = region === undefined ? text.replace(/\n$/, '').split(/\r?\n/) : regionLines(text, region)
  return lines ? { lines, path: shortPath, text } : { missing: 'region', path: shortPath, text }
}

/** `# region name` and its like in the comments of other languages; undefined for any other line. */
function markOf(line: string): { kind: string, name: string } | undefined {
  const [, kind, rest = ''] = /^\s*(?:#|\/\/|<!--|\/\*)\s*#?(region|endregion)\b(.*)$/.exec(line) ?? []
  return kind === undefined ? undefined : { kind, name: rest.replace(/-->|\*\//, '').trim() }
}

/**
 * The lines between `# region name` and its `# endregion`, without their common indentation. Where Slidev finds no such
 * pair it shows the whole file and says nothing.
 */
export function regionLines(text: string, region: string): string[] | undefined {
  const lines = text.split(/\r?\n/)
  const marks = lines.map(markOf)
  const start = marks.findIndex(mark => mark?.kind === 'region' && mark.name === region)
  if (start < 0)
    return undefined
  let open = 1
  for (let index = start + 1; index < lines.length; index++) {
    const { kind, name } = marks[index] ?? {}
    if (kind === 'region' && name === region)
      open++
    if (kind === 'endregion' && (name === region || name === '') && --open === 0)
      return dedent(lines.slice(start + 1, index).filter((_, offset) => !marks[start + 1 + offset]))
  }
  return undefined
}

/** The regions that a file opens. */
export function regionNames(text: string): string[] {
  return text.split(/\r?\n/).map(markOf).flatMap(mark => mark?.kind === 'region' ? [mark.name] : [])
}

function dedent(lines: string[]): string[] {
  const indent = Math.min(...lines.filter(line => line.trim()).map(line => /^\s*/.exec(line)![0].length))
  return lines.map(line => line.slice(Number.isFinite(indent) ? indent : 0))
}

// Slidev's own expression, from node_modules/@slidev/cli/dist/serve-*.mjs, "node/syntax/codeblock/wrapper.ts".
// eslint-disable-next-line regexp/no-super-linear-backtracking
const BLOCK_INFO = /^([\w'-]+)?(?:[ \t]*|[ \t][ \w\t'-]*)(?:\[([^\]]*)\])?[ \t]*(?:\{([\w,|\-*]+)\})?[ \t]*(\{[^}]*\})?(.*)$/

/** The highlights of a listing, one a step, and its options: `{all|3-5}{at: 2}`. */
export function highlightsOf({ info }: Listing): { ranges: string[], options: string } {
  const [, , , ranges = '', options = ''] = BLOCK_INFO.exec(info) ?? []
  return { ranges: ranges === '' ? [] : ranges.split('|').map(range => range.trim()), options }
}

/** What is wrong with a highlight. */
export interface RangeFault { part: string, fault: 'not a range' | 'outside' | 'blank' }

/**
 * Looks at each part of a highlight.
 *
 * @param range as written, e.g. `5-6,9`
 * @param lines the listing
 */
export function faultsOf(range: string, lines: string[]): RangeFault[] {
  if (['all', '*', 'none', 'hide'].includes(range))
    return []
  return range.split(',').flatMap((part): RangeFault[] => {
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? []
    if (from === undefined || (to !== undefined && Number(to) < Number(from)))
      return [{ part, fault: 'not a range' }]
    const [first, last] = [Number(from), Number(to ?? from)]
    if (first < 1 || last > lines.length)
      return [{ part, fault: 'outside' }]
    return lines.slice(first - 1, last).every(line => line.trim() === '') ? [{ part, fault: 'blank' }] : []
  })
}
