import { describe, expect, it } from 'vitest'
import { panels } from '../../components/panels'
import { panelProblems } from '../../setup/panels'

const problemsOf = (content: string, frontmatter: Record<string, unknown> = {}) => panelProblems({ no: 19, frontmatter, content }, panels)

describe('what a slide asks of its panel', () => {
  it.each([
    '<SupervisionPanel :step="slotProps.step" />',
    '<SupervisionPanel :step="slotProps.step" strategy="rest_for_one" :max-restarts="5" v-bind="slotProps.options" />',
    '<SupervisionPanel step="crash" :strategy="\'one_for_all\'" :max-seconds="somewhere.else"></SupervisionPanel>',
    '# A title\n\n<<< @/snippets/x.ex {1|2}\n\n::figure::\n\n<SupervisionPanel\n  step="restart"\n/>',
    '<SupervisionPanels strategy="none" /> and `<supervision-panel strategy="none">`',
    '',
  ])('is in order: %s', (content) => {
    expect(problemsOf(content)).toEqual([])
  })

  it.each([
    ['<SupervisionPanel step="crush" />', 'Slide 19: SupervisionPanel has no step "crush". It has: whole, own-repo, site-repos, helpers, strategy, crash, restart.'],
    ['<SupervisionPanel strategy="one_for_al" />', 'Slide 19: SupervisionPanel: strategy must be one of "one_for_one", "one_for_all", "rest_for_one", not "one_for_al".'],
    ['<SupervisionPanel :max-restarts="-1">', 'Slide 19: SupervisionPanel: maxRestarts must be a number from 0 to 20, not -1.'],
    ['<SupervisionPanel max-seconds="0" />', 'Slide 19: SupervisionPanel: maxSeconds must be a number from 1 to 60, not "0".'],
    ['<SupervisionPanel intensity="3" />', 'Slide 19: SupervisionPanel has no option "intensity". It has: strategy, maxRestarts, maxSeconds.'],
  ])('is named with the slide: %s', (content, problem) => {
    expect(problemsOf(content)).toEqual([problem])
  })

  it('is looked at in the frontmatter too: steps and options', () => {
    const frontmatter = { steps: { whole: 'All.', crush: 'One less.' }, panel: { strategy: 'one_for_al' } }
    expect(problemsOf('<SupervisionPanel :step="slotProps.step" v-bind="slotProps.options" />', frontmatter)).toEqual([
      expect.stringContaining('Slide 19: SupervisionPanel has no step "crush".'),
      expect.stringContaining('Slide 19: SupervisionPanel: strategy must be one of'),
    ])
  })
})
