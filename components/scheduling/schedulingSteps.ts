/** The steps of the walk, in the order of the clicks; schedulingWalk.ts says what each shows. */
export const schedulingSteps = ['whole', 'transaction', 'stream', 'job', 'insert', 'commit'] as const
