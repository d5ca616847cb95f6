/**
 * The named steps of a code-panel slide: name to the sentence that is shown while it is on, in the order of the clicks.
 * The first is what stands there before any click, so a slide of n clicks has n + 1 steps.
 */
export type Steps = Record<string, string>

/** One step: its name (`'refill'`) and the sentence under the figure. */
export interface Step {
  name: string
  sentence: string
}

/**
 * The step that is on after a number of clicks.
 *
 * @param steps the slide's steps
 * @param clicks clicks made on the slide; beyond the last step it stays on the last
 * @throws {Error} when the slide names no step
 */
export function stepAt(steps: Steps | undefined, clicks: number): Step {
  const entries = Object.entries(steps ?? {})
  if (entries.length === 0)
    throw new Error('A code-panel slide needs `steps` in its frontmatter: a name and a sentence for each highlight of its listing.')
  const [name, sentence] = entries[Math.min(Math.max(clicks, 0), entries.length - 1)]!
  return { name, sentence }
}

/**
 * Looks a step up in what a panel can draw.
 *
 * @param panel the panel's name, for the message
 * @param drawings what the panel draws, by step
 * @param step the step's name
 * @throws {Error} naming the panel, the unknown step and the known ones
 */
export function drawingOf<T>(panel: string, drawings: Record<string, T>, step: string): T {
  if (!Object.hasOwn(drawings, step))
    throw new Error(`${panel} has no step "${step}". It has: ${Object.keys(drawings).join(', ')}.`)
  return drawings[step]!
}
