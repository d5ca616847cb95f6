/** The steps of the walk, in the order of the clicks: the chain alone, then each outcome; outcomes.ts says what each shows. */
export const mailerSteps = ['chain', 'sent', 'rate-exceeded', 'daily-limit', 'already-sent', 'invalid-email', 'error'] as const
