import * as v from 'valibot'
import { oneOf, wholeNumberFrom } from '../panels/panelOptions'

/** The steps of the walk, in the order of the clicks; treeWalk.ts says what each shows. */
export const treeSteps = ['whole', 'own-repo', 'site-repos', 'helpers', 'strategy', 'crash', 'restart'] as const

export const strategies = ['one_for_one', 'one_for_all', 'rest_for_one'] as const

/** What can be set on `<SupervisionPanel>`: the supervisor's strategy and its restart intensity. Elixir's defaults. */
export const treeOptions = v.strictObject({
  strategy: v.optional(oneOf(strategies), 'one_for_one'),
  maxRestarts: v.optional(wholeNumberFrom(0, 20), 3),
  maxSeconds: v.optional(wholeNumberFrom(1, 60), 5),
})
