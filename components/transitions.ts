/** Louder first: where two slides meet, the louder of their transitions is the one that is seen. */
const byLoudness = ['zoom', 'fade']

/**
 * Slidev reads the transition between two slides, in both directions, from the first of them. A divider is meant to be
 * zoomed into as well as out of, so every slide but the last gets the transition of the boundary behind it.
 *
 * @param declared the `transition` of each slide's frontmatter, in order
 * @returns what each slide has to say instead
 * @see https://sli.dev/guide/animations#slide-transitions
 */
export function boundaryTransitions<T extends string | undefined>(declared: T[]): T[] {
  return declared.map((own, index) => {
    const next = index + 1 < declared.length ? declared[index + 1]! : own
    return [own, next].find(transition => transition === byLoudness[0])
      ?? [own, next].find(transition => transition === byLoudness[1])
      ?? own
  })
}
