/** Where two slides meet, the louder of their transitions is the one that is seen; every other counts as quiet. */
const loudness = ['fade', 'zoom']

/**
 * Slidev reads the transition between two slides, in both directions, from the first of them. A divider is meant to be
 * zoomed into as well as out of, so every slide but the last gets the transition of the boundary behind it.
 *
 * @param declared the `transition` of each slide's frontmatter, in order
 * @returns what each slide has to say instead
 * @see https://sli.dev/guide/animations#slide-transitions
 */
export function boundaryTransitions(declared: string[]): string[] {
  return declared.map((own, index) => {
    const next = declared[index + 1] ?? own
    return loudness.indexOf(next) > loudness.indexOf(own) ? next : own
  })
}
