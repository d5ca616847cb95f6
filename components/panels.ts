import type { OptionsSchema } from './panels/panelOptions'
import { mailerSteps } from './mailer/mailerSteps'
import { noOptions } from './panels/panelOptions'
import { limiterOptions, limiterSteps } from './rate-limiter/limiterOptions'
import { schedulingSteps } from './scheduling/schedulingSteps'
import { treeOptions, treeSteps } from './supervision/treeOptions'

/** What a slide may ask of a panel. */
export interface PanelSpec {
  /** The steps it can draw, in its order. */
  steps: readonly string[]
  options: OptionsSchema
}

/**
 * The panels that stand beside a listing, by their tag. Read when the deck is built, so that a wrong step or option is found
 * before anybody sees the slide; no model is loaded for that.
 */
export const panels: Record<string, PanelSpec> = {
  SchedulingPanel: { steps: schedulingSteps, options: noOptions },
  MailerPanel: { steps: mailerSteps, options: noOptions },
  RateLimiterPanel: { steps: limiterSteps, options: limiterOptions },
  SupervisionPanel: { steps: treeSteps, options: treeOptions },
}
