import * as v from 'valibot'

/** Reads a list that was kept: an item that is not what it should be costs only itself, and what is no list is empty. */
export function keptList<T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T[]> {
  return v.fallback(v.pipe(v.array(v.unknown()), v.transform(items => items.flatMap((each) => {
    const read = v.safeParse(item, each)
    return read.success ? [read.output] : []
  }))), [])
}
